// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/adan.h"

#include <ATen/ops/_foreach_add.h>
#include <ATen/ops/_foreach_addcdiv.h>
#include <ATen/ops/_foreach_addcmul.h>
#include <ATen/ops/_foreach_copy.h>
#include <ATen/ops/_foreach_div.h>
#include <ATen/ops/_foreach_lerp.h>
#include <ATen/ops/_foreach_mul.h>
#include <ATen/ops/_foreach_sqrt.h>
#include <ATen/ops/_foreach_sub.h>

#include <cmath>

namespace enlarger::train {

Adan::Adan(const torch::nn::Module& module, const Options& options)
    : Optimiser(module, options)
    , m_first(keep("first"))
    , m_change(keep("change"))
    , m_second(keep("second"))
    , m_gradient(keep("gradient"))
{}

void Adan::move(double rate)
{
    const auto& [kind, beta1, beta2, beta3, decay, epsilon] = options();
    Tensors gradient = gradients();
    if (gradient.empty())
        return;
    const auto corrected = [this](double beta) { return 1.0 - std::pow(beta, steps()); };
    if (steps() == 1.0)
        at::_foreach_copy_(m_gradient, gradient);
    Tensors change = at::_foreach_sub(gradient, m_gradient);
    at::_foreach_lerp_(m_first, gradient, 1.0 - beta1);
    at::_foreach_lerp_(m_change, change, 1.0 - beta2);
    at::_foreach_mul_(change, beta2);
    at::_foreach_add_(change, gradient);
    at::_foreach_mul_(m_second, beta3);
    at::_foreach_addcmul_(m_second, change, change, 1.0 - beta3);

    Tensors root = at::_foreach_sqrt(m_second);
    at::_foreach_div_(root, std::sqrt(corrected(beta3)));
    at::_foreach_add_(root, epsilon);
    at::_foreach_addcdiv_(movable(), m_first, root, -rate / corrected(beta1));
    at::_foreach_addcdiv_(movable(), m_change, root, -rate * beta2 / corrected(beta2));
    at::_foreach_div_(movable(), 1.0 + rate * decay);
    at::_foreach_copy_(m_gradient, gradient);
}

} // namespace enlarger::train
