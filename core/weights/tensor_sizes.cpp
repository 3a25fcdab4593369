// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/tensor_sizes.h"

#include "core/weights/parse_error.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace enlarger::weights {

int Sizes::of(const std::string& name, std::int64_t dimensions, std::int64_t index) const
{
    const torch::Tensor* tensor = m_tensors.find(name);
    if (!tensor)
        fail("the network is not complete: " + inQuotes(name) + " is missing", "Get the file again");
    constexpr std::int64_t largest = 1 << 16;
    if (tensor->dim() != dimensions || tensor->size(index) < 1 || tensor->size(index) > largest)
        fail(fmt::format("the tensor {} has an impossible shape ({})", inQuotes(name),
                         fmt::join(tensor->sizes(), " x ")));
    return static_cast<int>(tensor->size(index));
}

nn::NetworkSpec commonSpec(nn::Architecture architecture, const StateDict& tensors, const std::string& last)
{
    const Sizes sizes(tensors);
    nn::NetworkSpec spec;
    spec.architecture = architecture;
    spec.features = sizes.outputs("conv_first");
    spec.inChannels = sizes.inputs("conv_first");
    spec.outChannels = sizes.outputs(last);
    spec.blocks = bodyLength(tensors);
    return spec;
}

int largestIndex(const StateDict& tensors, const std::string& begin)
{
    int largest = -1;
    for (const auto& [name, tensor] : tensors.entries()) {
        if (!name.starts_with(begin))
            continue;
        int value = 0;
        const auto [end, code] =
            std::from_chars(name.data() + begin.size(), name.data() + name.size(), value);
        if (code == std::errc() && end != name.data() + name.size() && *end == '.')
            largest = std::max(largest, value);
    }
    return largest;
}

int layerCount(const StateDict& tensors, const std::string& begin)
{
    constexpr int most = 1024;
    const int last = largestIndex(tensors, begin);
    if (last < 0)
        fail("the network is not complete: no tensor's name begins with " + inQuotes(begin),
             "Get the file again");
    if (last >= most)
        fail(
            fmt::format("the file names {} layers {}, more than any network has", last + 1, inQuotes(begin)));
    return last + 1;
}

void checkBlockCount(const StateDict& tensors, std::int64_t blocks)
{
    if (blocks > std::int64_t(tensors.size()))
        fail(fmt::format("the network is not complete: its names tell of {} blocks, and it has {} tensors",
                         blocks, tensors.size()),
             "Get the file again");
}

int bodyLength(const StateDict& tensors)
{
    constexpr std::string_view begin = "body.";
    int length = 0;
    for (const auto& [name, tensor] : tensors.entries()) {
        int index = 0;
        if (!name.starts_with(begin))
            continue;
        const auto [end, code] =
            std::from_chars(name.data() + begin.size(), name.data() + name.size(), index);
        if (code == std::errc() && index >= 0 && static_cast<std::size_t>(index) < tensors.size())
            length = std::max(length, index + 1);
    }
    return length;
}

int countSteps(const StateDict& tensors, const std::string& begin)
{
    constexpr int most = 5;
    int steps = 0;
    while (steps < most && tensors.has(fmt::format("{}{}.weight", begin, steps + 1)))
        ++steps;
    return steps;
}

} // namespace enlarger::weights
