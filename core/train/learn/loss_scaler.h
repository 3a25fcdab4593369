// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

namespace enlarger::train {

/// Keeps fp16's gradients away from zero: losses are multiplied before the backward pass, gradients divided
/// after it (Micikevicius et al. 2018, "Mixed precision training"). The factor halves at an overflow and
/// doubles after 2000 good steps in a row, as in PyTorch's GradScaler, whose constants these are; the bounds
/// are our own.
struct LossScaler
{
    static constexpr double first = 65536.0; // where a run under fp16 begins
    static constexpr double least = 2.0;
    static constexpr double most = 1048576.0; // 2^20
    static constexpr int patience = 2000;     // good steps before it doubles

    double factor = 1.0; // 1 where it is not needed: then it stays so
    int goodSteps = 0;

    bool canHalve() const { return factor > least; }

    void stepWasGood(bool good)
    {
        if (factor == 1.0)
            return;
        goodSteps = good ? goodSteps + 1 : 0;
        if (!good)
            factor = std::max(least, factor / 2.0);
        else if (goodSteps % patience == 0)
            factor = std::min(most, factor * 2.0);
    }
};

} // namespace enlarger::train
