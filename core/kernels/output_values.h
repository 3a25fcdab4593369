// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/conv_rows.h"

#include <algorithm>
#include <vector>

namespace enlarger::kernels {

/// What a convolution's outputs need besides its weights, into vectors of `out` values or more.
inline void copyOutputValues(const ConvSpec& spec, std::vector<float>& bias, std::vector<float>& slopes)
{
    if (spec.bias != nullptr)
        std::copy_n(spec.bias, spec.out, bias.begin());
    else
        std::ranges::fill(bias, 0.0f);
    if (spec.activation == Activation::Prelu)
        std::copy_n(spec.slopes, spec.out, slopes.begin());
    else
        std::ranges::fill(slopes, spec.slope);
}

} // namespace enlarger::kernels
