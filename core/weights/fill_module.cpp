// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/fill_module.h"

#include "core/weights/refusal.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace enlarger::weights {

namespace {

Status fill(const std::string& name, torch::Tensor target, const StateDict& tensors)
{
    const torch::Tensor* source = tensors.find(name);
    if (!source)
        return Error{ErrorKind::BadInput, "the tensor " + inQuotes(name) + " is missing", {}, {}};
    if (source->sizes() != target.sizes() || !source->is_floating_point())
        return Error{ErrorKind::BadInput,
                     fmt::format("the tensor {} has the shape {} instead of {}", inQuotes(name),
                                 fmt::join(source->sizes(), " x "), fmt::join(target.sizes(), " x ")),
                     {},
                     {}};
    target.copy_(*source);
    return {};
}

} // namespace

Status fillModule(torch::nn::Module& module, const StateDict& tensors)
{
    const torch::NoGradGuard noGradients;
    for (const auto& parameter : module.named_parameters())
        if (Status status = fill(parameter.key(), parameter.value(), tensors); !status)
            return status;
    for (const auto& buffer : module.named_buffers())
        if (!buffer.key().ends_with("num_batches_tracked"))
            if (Status status = fill(buffer.key(), buffer.value(), tensors); !status)
                return status;
    return {};
}

} // namespace enlarger::weights
