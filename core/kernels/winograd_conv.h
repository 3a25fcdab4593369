// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/conv_rows.h"
#include "core/kernels/kernel_set.h"

#include <memory>

namespace enlarger::kernels {

/// A convolution by Winograd F(4x4, 3x3) with the inner loops of `kernels`. `doubled`: behind nearest
/// upsampling by 2.
std::unique_ptr<Conv3x3> makeWinogradConv(const ConvSpec& spec, bool doubled, const KernelSet& kernels);

} // namespace enlarger::kernels
