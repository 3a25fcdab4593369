// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/learn/optimiser.h"

namespace enlarger::train {

/// Adan (Xie et al. 2022, "Adaptive Nesterov momentum algorithm"), as its authors' code has it: with d the
/// change of the gradient g since the step before (0 in the first),
///     m = b1 m + (1 - b1) g        v = b2 v + (1 - b2) d        n = b3 n + (1 - b3) (g + b2 d)^2
///     p = (p - rate (m' + b2 v') / (sqrt(n') + epsilon)) / (1 + rate decay)
/// where m', v' and n' are divided by 1 - b^step.
class Adan : public Optimiser
{
public:
    Adan(const torch::nn::Module& module, const Options& options);

private:
    void move(double rate) override;

    Tensors& m_first;    // of the gradient
    Tensors& m_change;   // of its change
    Tensors& m_second;   // of the square of both
    Tensors& m_gradient; // of the step before
};

} // namespace enlarger::train
