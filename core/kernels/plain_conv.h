// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/conv_rows.h"

#include <memory>

namespace enlarger::kernels {

/// The reference: sums in the order of taps and channels, on any processor. `doubled`: behind nearest
/// upsampling by 2.
std::unique_ptr<Conv3x3> makePlainConv(const ConvSpec& spec, bool doubled);

} // namespace enlarger::kernels
