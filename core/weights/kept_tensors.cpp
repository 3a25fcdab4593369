// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/key_families.h"
#include "core/weights/weights.h"

#include <algorithm>
#include <array>

namespace enlarger::weights {

namespace {

/// Constants of attention in windows.
constexpr std::array constants{"relative_position_index", "rel_pos_indices", "attn_mask", "attn_mask_0",
                               "attn_mask_1"};

/// SPAN's convolutions: "conv_1.sk.weight", "block_3.c2_r.conv.1.bias".
bool isSpanBranch(std::string_view name)
{
    const std::string_view end = name.starts_with("block_") ? "_r." : "conv_?.";
    const std::size_t at = name.starts_with("block_") ? name.find(end) : 0;
    if (at == name.npos || (at == 0 && !name.starts_with("conv_1.") && !name.starts_with("conv_2.")))
        return false;
    const std::string_view rest = name.substr(std::min(at + end.size(), name.size()));
    return rest.starts_with("sk.") || rest.starts_with("conv.");
}

} // namespace

bool isKept(std::string_view name)
{
    const std::string_view last = name.substr(name.rfind('.') + 1);
    return std::ranges::find(constants, last) != constants.end() || isSpanBranch(name);
}

Recognised asTrained(const Recognised& network)
{
    const KeyFamily& family = keyFamilyOf(network.spec.architecture);
    const auto spec = family.trains ? family.trains(network) : std::nullopt;
    if (!spec)
        return network;
    const StateDict all = network.whole();
    Recognised trained = network;
    trained.spec = *spec;
    trained.tensors = {};
    for (const auto& [name, sizes] : networkTensors(trained.spec)) {
        const torch::Tensor* tensor = all.find(name);
        if (!tensor || tensor->sizes() != torch::IntArrayRef(sizes))
            return network;
        trained.tensors.add(name, *tensor);
    }
    return trained;
}

StateDict trainedTensors(const StateDict& tensors)
{
    WeightsFile file;
    file.tensors = tensors;
    const auto network = recognise(file);
    return network && !network->kept.empty() ? network->whole() : tensors;
}

StateDict Recognised::whole() const
{
    StateDict all = tensors;
    for (const auto& [name, tensor] : kept.entries())
        all.add(name, tensor);
    return all;
}

} // namespace enlarger::weights
