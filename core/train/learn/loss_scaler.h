// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

namespace enlarger::train {

/// Keeps fp16's gradients away from zero: losses are multiplied before the backward pass, gradients divided
/// after it. The factor halves at an overflow and doubles after 2000 good
/// steps, as PyTorch's GradScaler does, within 2 and 2^20.
struct LossScaler
{
    static constexpr double least = 2.0;

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
        else if (goodSteps % 2000 == 0)
            factor = std::min(65536.0 * 16.0, factor * 2.0);
    }
};

} // namespace enlarger::train
