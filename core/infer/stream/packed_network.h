// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/stream/row_plan.h"
#include "core/kernels/conv_rows.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace enlarger::infer {

/// A plan with its weights packed for one arithmetic. Nothing of it changes: any number of streams may use
/// it.
struct PackedNetwork
{
    RowPlan plan;
    std::vector<std::unique_ptr<kernels::Conv3x3>> convolutions;
    int unshuffle = 1; // pixels of the input on a side of one of the grid
};

} // namespace enlarger::infer
