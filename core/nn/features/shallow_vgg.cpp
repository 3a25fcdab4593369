// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/features/shallow_vgg.h"

namespace enlarger::nn {

ShallowVgg::ShallowVgg()
{
    constexpr int indices[] = {0, 2, 5, 7, 10};
    constexpr int widths[] = {3, 64, 64, 128, 128, 256};
    const auto holder = register_module("features", std::make_shared<torch::nn::Module>());
    for (std::size_t i = 0; i < std::size(indices); ++i)
        m_convs.push_back(
            holder->register_module(std::to_string(indices[i]), FrozenConv(widths[i], widths[i + 1], 3)));
}

std::vector<torch::Tensor> ShallowVgg::compute(const torch::Tensor& pictures)
{
    std::vector<torch::Tensor> result;
    torch::Tensor x = pictures;
    for (std::size_t i = 0; i < m_convs.size(); ++i) {
        if (i == 2 || i == 4) // behind conv1_2 and conv2_2
            x = torch::max_pool2d(x, 2);
        x = m_convs[i]->forward(torch::reflection_pad2d(x, {1, 1, 1, 1})).relu_();
        result.push_back(x);
    }
    return result;
}

} // namespace enlarger::nn
