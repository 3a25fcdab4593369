// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/branched_conv.h"

#include "core/nn/autocast_off.h"
#include "core/nn/placed.h"

namespace enlarger::nn {

ConvTensors folded(const ConvBranches& branches)
{
    const auto& [first, middle, last] = branches.row;
    const auto matrix = [](const ConvTensors& conv) { return conv.weight.flatten(1); }; // of one of 1x1
    const torch::Tensor row = torch::einsum("ok,kmyx,mi->oiyx", {matrix(last), middle.weight, matrix(first)});
    // The one beside sees the centre alone. What the first one's bias gives lies beyond the border, too.
    const torch::Tensor weight = row + torch::constant_pad_nd(branches.beside.weight, {1, 1, 1, 1});
    const torch::Tensor behindMiddle = torch::mv(middle.weight.sum({2, 3}), first.bias) + middle.bias;
    return {weight, torch::mv(matrix(last), behindMiddle) + last.bias + branches.beside.bias};
}

BranchedConv::BranchedConv(torch::nn::Module& network, const std::string& path, int in, int out,
                           bool hasBranches)
    : m_conv(makeConv(in, out))
{
    if (!hasBranches) {
        placed(network, path + ".eval_conv", m_conv);
        return;
    }
    constexpr int width = ConvBranches::width;
    m_branches = {
        placed(network, path + ".sk", makeConv(in, out, 1)),
        placed(network, path + ".conv.0", makeConv(in, width * in, 1)),
        placed(network, path + ".conv.1", makeConv(width * in, width * out)),
        placed(network, path + ".conv.2", makeConv(width * out, out, 1)),
    };
    for (Conv& branch : m_branches)
        branch->keepFp32(); // what they fold into is rounded, if anything
}

torch::Tensor BranchedConv::forward(const torch::Tensor& input)
{
    if (!m_branches[0].is_empty()) {
        const AutocastOff exactly(input.device());
        const auto tensors = [](const Conv& conv) { return ConvTensors{conv->weight, conv->bias}; };
        const auto& [beside, first, middle, last] = m_branches;
        const ConvTensors sum = folded({tensors(beside), {tensors(first), tensors(middle), tensors(last)}});
        m_conv->weight = sum.weight;
        m_conv->bias = sum.bias;
    }
    return m_conv->forward(input);
}

} // namespace enlarger::nn
