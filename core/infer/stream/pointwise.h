// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/stream/row_plan.h"

namespace enlarger::infer {

/// The rows of a step that is no convolution, for one of its rows.
struct PointwiseRows
{
    const float* const* in =
        nullptr;      // as many as the step takes, and one above and below of Bilinear: null beyond the end
    int inStride = 0; // floats from pixel to pixel
    const float* other = nullptr;
    int otherStride = 0;
    float* const* out = nullptr; // as many as it makes
    int outStride = 0;
    int width = 0;  // pixels, in the step's unit
    int factor = 1; // how many rows and columns the larger side has for each
};

/// Computes one of the step's rows.
void runPointwise(const Step& step, const PointwiseRows& rows);

} // namespace enlarger::infer
