// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Sides of the crops that discriminators take, in pixels. Here is no tensor, so that recipes can be checked
/// without LibTorch.
namespace enlarger::nn {

inline constexpr int vgg128Side = 128;
inline constexpr int vgg256Side = 256;
inline constexpr int srganLeastSide = 16;
inline constexpr int srganGreatestSide = 384; // its dense layer has 302 million weights there
inline constexpr int unetSideStep = 8;        // any multiple of it

} // namespace enlarger::nn
