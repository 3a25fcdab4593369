// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/schedule_free.h"

#include <ATen/ops/_foreach_add.h>
#include <ATen/ops/_foreach_addcmul.h>
#include <ATen/ops/_foreach_copy.h>
#include <ATen/ops/_foreach_div.h>
#include <ATen/ops/_foreach_lerp.h>
#include <ATen/ops/_foreach_mul.h>
#include <ATen/ops/_foreach_sqrt.h>

#include <algorithm>
#include <cmath>

namespace enlarger::train {

ScheduleFree::ScheduleFree(const torch::nn::Module& module, const Options& options)
    : Optimiser(module, options)
    , m_fast(keep("fast"))
    , m_second(keep("second"))
    , m_weights(keepNumber("weights"))
    , m_largestRate(keepNumber("largest-rate"))
{
    const torch::NoGradGuard noGrad;
    for (std::size_t i = 0; i < m_fast.size(); ++i)
        m_fast[i].copy_(movable()[i]);
}

void ScheduleFree::move(double rate)
{
    const auto& [kind, beta1, beta2, beta3, decay, epsilon] = options();
    Tensors gradient = gradients();
    if (gradient.empty())
        return;
    if (steps() == 1.0) // the module may have been filled since
        at::_foreach_copy_(m_fast, movable());
    const double largest = std::max(m_largestRate.item<double>(), rate);
    const double weights = m_weights.item<double>() + largest * largest;
    const double share = weights > 0.0 ? largest * largest / weights : 0.0; // c
    set(m_largestRate, largest);
    set(m_weights, weights);

    at::_foreach_mul_(m_second, beta2);
    at::_foreach_addcmul_(m_second, gradient, gradient, 1.0 - beta2);
    Tensors root = at::_foreach_sqrt(m_second);
    at::_foreach_div_(root, std::sqrt(1.0 - std::pow(beta2, steps())));
    at::_foreach_add_(root, epsilon);
    Tensors way = at::_foreach_div(gradient, root);
    if (decay > 0.0)
        at::_foreach_add_(way, movable(), decay);

    // y in place, without x: it is what the equations leave of both.
    at::_foreach_lerp_(movable(), m_fast, share);
    at::_foreach_add_(movable(), way, rate * (beta1 * (1.0 - share) - 1.0));
    at::_foreach_add_(m_fast, way, -rate);
}

Optimiser::Tensors ScheduleFree::learnt() const
{
    const torch::NoGradGuard noGrad;
    Tensors slow = parameters(); // x = y + (1 - 1 / b1) (z - y)
    if (steps() == 0.0 || options().beta1 <= 0.0)
        return slow;
    return at::_foreach_lerp(slow, m_fast, 1.0 - 1.0 / options().beta1);
}

} // namespace enlarger::train
