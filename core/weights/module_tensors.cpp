// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/module_tensors.h"

#include "core/weights/parse_error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace enlarger::weights {

std::vector<StateDict::Entry> moduleTensors(const torch::nn::Module& module)
{
    std::vector<StateDict::Entry> tensors;
    for (const auto& parameter : module.named_parameters())
        tensors.emplace_back(parameter.key(), parameter.value());
    for (const auto& buffer : module.named_buffers())
        tensors.emplace_back(buffer.key(), buffer.value());
    return tensors;
}

bool isCounter(std::string_view name)
{
    return name.ends_with("num_batches_tracked") || isCounterOfThop(name);
}

bool isCounterOfThop(std::string_view name)
{
    const std::string_view last = name.substr(name.rfind('.') + 1);
    return last == "total_ops" || last == "total_params";
}

Status fillModule(torch::nn::Module& module, const StateDict& tensors, const std::string& prefix)
{
    const torch::NoGradGuard noGradients;
    for (auto& [name, target] : moduleTensors(module)) {
        const torch::Tensor* source = tensors.find(prefix + name);
        if (!source && isCounter(name))
            continue;
        if (!source)
            return Error{ErrorKind::BadInput, "the tensor " + inQuotes(name) + " is missing", {}, {}};
        const bool isOtherKind = source->is_floating_point() != target.is_floating_point();
        if (source->sizes() != target.sizes() || (isOtherKind && !isCounter(name))) // files hold them as fp32
            return Error{ErrorKind::BadInput,
                         fmt::format("the tensor {} has the shape {} instead of {}", inQuotes(name),
                                     fmt::join(source->sizes(), " x "), fmt::join(target.sizes(), " x ")),
                         {},
                         {}};
        target.copy_(*source);
    }
    return {};
}

} // namespace enlarger::weights
