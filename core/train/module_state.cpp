// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/module_state.h"

namespace enlarger::train {

void saveModule(weights::StateDict& state, const std::string& prefix, const torch::nn::Module& module)
{
    for (const auto& parameter : module.named_parameters())
        state.add(prefix + parameter.key(), parameter.value().detach());
    for (const auto& buffer : module.named_buffers())
        state.add(prefix + buffer.key(), buffer.value().detach());
}

bool loadModule(const weights::StateDict& state, const std::string& prefix, torch::nn::Module& module)
{
    const torch::NoGradGuard noGrad;
    const auto load = [&](const std::string& name, torch::Tensor target) {
        const torch::Tensor* source = state.find(prefix + name);
        if (!source || source->sizes() != target.sizes())
            return false;
        target.copy_(*source);
        return true;
    };
    for (auto& parameter : module.named_parameters())
        if (!load(parameter.key(), parameter.value()))
            return false;
    for (auto& buffer : module.named_buffers())
        if (!load(buffer.key(), buffer.value()))
            return false;
    return true;
}

} // namespace enlarger::train
