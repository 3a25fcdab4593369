// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/adam.h"

#include <ATen/ops/_fused_adam.h>
#include <ATen/ops/_fused_adamw.h>

#include <cmath>

namespace enlarger::train {

Adam::Adam(const torch::nn::Module& module, const Options& options)
    : Optimiser(module, options)
    , m_first(keep("first"))
    , m_second(keep("second"))
{
    if (!movable().empty())
        m_stepsOfEach.assign(movable().size(),
                             torch::zeros({}, movable().front().options().dtype(torch::kFloat32)));
}

void Adam::move(double rate)
{
    auto all = gradients();
    if (all.empty())
        return;
    m_stepsOfEach.front().fill_(steps());
    // Keras adds it to the root of the second moment before that is corrected (epsilon hat in the paper).
    const double correction = options().kind == OptimiserKind::AdamKeras
                                  ? 1.0 / std::sqrt(1.0 - std::pow(options().beta2, steps()))
                                  : 1.0;
    const double epsilon = correction * options().epsilon;
    if (options().kind == OptimiserKind::AdamW)
        at::_fused_adamw_(movable(), all, m_first, m_second, {}, m_stepsOfEach, rate, options().beta1,
                          options().beta2, options().weightDecay, epsilon, false, false);
    else
        at::_fused_adam_(movable(), all, m_first, m_second, {}, m_stepsOfEach, rate, options().beta1,
                         options().beta2, options().weightDecay, epsilon, false, false);
}

} // namespace enlarger::train
