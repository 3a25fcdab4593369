// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/features/dists_vgg16.h"

namespace enlarger::nn {

namespace {

/// Half the size, rounded up: sqrt(h * x^2), h a Hann window of 3 x 3.
torch::Tensor l2Pooled(const torch::Tensor& x)
{
    constexpr double epsilon = 1e-12; // where all is 0 the root's slope would be infinite
    constexpr int step = 2;
    const torch::Tensor window = torch::tensor({0.25, 0.5, 0.25}, x.options());
    const torch::Tensor kernel = window.outer(window).expand({x.size(1), 1, 3, 3});
    return (torch::conv2d(x.square(), kernel, {}, step, 1, 1, x.size(1)) + epsilon).sqrt();
}

} // namespace

DistsVgg16::DistsVgg16()
{
    constexpr int lengths[] = {2, 2, 3, 3, 3};
    const auto holder = register_module("features", std::make_shared<torch::nn::Module>());
    int index = 0; // torchvision's, which counts ReLUs and pools too
    int in = 3;
    for (std::size_t block = 0; block < std::size(widths); ++block, ++index) {
        std::vector<FrozenConv>& convs = m_blocks.emplace_back();
        for (int i = 0; i < lengths[block]; ++i, index += 2) {
            convs.push_back(
                holder->register_module(std::to_string(index), FrozenConv(in, widths[block], 3, 1, 1)));
            in = widths[block];
        }
    }
}

std::vector<torch::Tensor> DistsVgg16::compute(const torch::Tensor& pictures)
{
    std::vector<torch::Tensor> result;
    torch::Tensor x = imageNetNormalised(pictures);
    for (std::vector<FrozenConv>& block : m_blocks) {
        if (!result.empty())
            x = l2Pooled(x);
        for (FrozenConv& conv : block)
            x = conv->forward(x).relu_();
        result.push_back(x);
    }
    return result;
}

} // namespace enlarger::nn
