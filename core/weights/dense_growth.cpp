// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/dense_growth.h"

#include "core/weights/tensor_sizes.h"

#include <algorithm>
#include <fmt/format.h>
#include <torch/types.h>

namespace enlarger::weights {

namespace {

/// A dense block's tensor with another growth: what is new is zeros, what is left out is lost. Rows are those
/// of convolutions 1 to 4 and of the 1x1; columns, behind the features, what convolutions before have added.
torch::Tensor regrown(const torch::Tensor& tensor, std::int64_t features, int before, bool hasRows, int from,
                      int to)
{
    const auto along = [&](const torch::Tensor& part, std::int64_t dimension) {
        if (to <= from)
            return part.narrow(dimension, 0, to);
        std::vector<std::int64_t> sizes = part.sizes().vec();
        sizes[std::size_t(dimension)] = to - from;
        return torch::cat({part, torch::zeros(sizes, part.options())}, dimension);
    };
    torch::Tensor result = hasRows ? along(tensor, 0) : tensor;
    if (before > 0 && tensor.dim() == 4) {
        std::vector<torch::Tensor> parts{result.narrow(1, 0, features)};
        for (int i = 0; i < before; ++i)
            parts.push_back(along(result.narrow(1, features + std::int64_t{i} * from, from), 1));
        result = torch::cat(parts, 1);
    }
    return result.contiguous();
}

/// The channels that convolution i of a dense block fills, but for zeros at their end; of others, what comes
/// out of it.
int usedGrowth(const torch::Tensor& weight, const torch::Tensor& bias)
{
    const torch::Tensor isUsed = torch::logical_or(weight.flatten(1).ne(0).any(1), bias.ne(0));
    const torch::Tensor used = isUsed.nonzero();
    return used.numel() == 0 ? 1 : static_cast<int>(used.max().item<std::int64_t>()) + 1;
}

} // namespace

std::vector<std::string> denseBlocks(int blocks)
{
    std::vector<std::string> paths;
    for (int block = 0; block < blocks; ++block)
        for (int dense = 1; dense <= 3; ++dense)
            paths.push_back(fmt::format("body.{}.rdb{}.", block, dense));
    return paths;
}

StateDict withGrowth(const StateDict& tensors, int blocks, std::int64_t features, int from, int to)
{
    StateDict result = tensors;
    for (const std::string& path : denseBlocks(blocks)) {
        for (int i = 1; i <= 5; ++i)
            for (const char* part : {".weight", ".bias"})
                if (const std::string name = fmt::format("{}conv{}{}", path, i, part);
                    const torch::Tensor* tensor = tensors.find(name))
                    result.add(name, regrown(*tensor, features, i - 1, i < 5, from, to));
        if (const torch::Tensor* beside = tensors.find(path + "conv1x1.weight"))
            result.add(path + "conv1x1.weight", regrown(*beside, features, 0, true, from, to));
    }
    return result;
}

StateDict withoutFilling(const StateDict& tensors)
{
    const torch::Tensor* first = tensors.find("conv_first.weight");
    const int blocks = bodyLength(tensors);
    if (!first || first->dim() != 4)
        return tensors;
    const std::int64_t features = first->size(0);
    int used = 1;
    for (const std::string& path : denseBlocks(blocks)) {
        for (int i = 1; i <= 4; ++i) {
            const torch::Tensor* weight = tensors.find(fmt::format("{}conv{}.weight", path, i));
            const torch::Tensor* bias = tensors.find(fmt::format("{}conv{}.bias", path, i));
            const std::int64_t columns = features + std::int64_t{i - 1} * usualGrowth;
            const bool fits = weight && bias && weight->dim() == 4 && bias->dim() == 1 &&
                              weight->size(0) == usualGrowth && bias->size(0) == usualGrowth &&
                              weight->size(1) == columns;
            if (!fits)
                return tensors;
            used = std::max(used, usedGrowth(*weight, *bias));
        }
        const torch::Tensor* last = tensors.find(path + "conv5.weight");
        if (used == usualGrowth || !last || last->dim() != 4 || last->size(1) != features + 4 * usualGrowth ||
            tensors.has(path + "conv1x1.weight"))
            return tensors;
    }
    const StateDict smaller = withGrowth(tensors, blocks, features, usualGrowth, used);
    // Weights on channels of zeros would be lost: such a network stays what it is.
    const StateDict again = withGrowth(smaller, blocks, features, used, usualGrowth);
    for (const auto& [name, tensor] : tensors.entries())
        if (!torch::equal(tensor, *again.find(name)))
            return tensors;
    return smaller;
}

} // namespace enlarger::weights
