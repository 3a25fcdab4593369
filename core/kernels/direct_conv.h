// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/conv_rows.h"
#include "core/kernels/kernel_set.h"

#include <memory>

namespace enlarger::kernels {

/// A convolution by the direct formula with the inner loops of `kernels`. `doubled`: behind nearest
/// upsampling by 2.
std::unique_ptr<Conv3x3> makeDirectConv(const ConvSpec& spec, bool doubled, const DirectKernelSet& kernels);

} // namespace enlarger::kernels
