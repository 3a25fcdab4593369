// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/learn/optimiser.h"

namespace enlarger::train {

/// Schedule-free AdamW (Defazio et al. 2024, "The road less scheduled"): steps are taken by z, the gradient
/// is that of y, which is what the module holds, and what counts is x, a mean of all z:
///     y = (1 - b1) z + b1 x        v = b2 v + (1 - b2) g^2        u = g / (sqrt(v / (1 - b2^step)) +
///     epsilon) z = z - rate (u + decay y)        x = (1 - c) x + c z,    c = m^2 / (sum of m^2 so far)
/// where m is the largest rate so far. The rate must not fall: schedule.kind is constant.
class ScheduleFree : public Optimiser
{
public:
    ScheduleFree(const torch::nn::Module& module, const Options& options);

    Tensors learnt() const override;

private:
    void move(double rate) override;

    Tensors& m_fast; // z
    Tensors& m_second;
    torch::Tensor& m_weights;     // the sum of squares
    torch::Tensor& m_largestRate; // m
};

} // namespace enlarger::train
