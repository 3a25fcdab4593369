// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/features/squeezenet.h"

namespace enlarger::nn {

namespace {

struct FireShape
{
    int index; // torchvision's
    int narrow;
    int wide; // of each of both convolutions
    bool poolsBefore = false;
    bool endsSlice = true;
};

constexpr FireShape fires[] = {{3, 16, 64, true, false},
                               {4, 16, 64},
                               {6, 32, 128, true, false},
                               {7, 32, 128},
                               {9, 48, 192, true},
                               {10, 48, 192},
                               {11, 64, 256},
                               {12, 64, 256}};

torch::Tensor pooled(const torch::Tensor& x)
{
    return torch::max_pool2d(x, 3, 2, 0, 1, /*ceil_mode=*/true);
}

} // namespace

FireImpl::FireImpl(int in, int narrow, int wide)
    : m_squeeze(register_module("squeeze", FrozenConv(in, narrow, 1)))
    , m_expand1x1(register_module("expand1x1", FrozenConv(narrow, wide, 1)))
    , m_expand3x3(register_module("expand3x3", FrozenConv(narrow, wide, 3, 1, 1)))
{}

torch::Tensor FireImpl::forward(const torch::Tensor& input)
{
    const torch::Tensor narrow = m_squeeze->forward(input).relu_();
    return torch::cat({m_expand1x1->forward(narrow), m_expand3x3->forward(narrow)}, 1).relu_();
}

SqueezeNet::SqueezeNet()
    : m_first(3, 64, 3, 2)
{
    const auto holder = register_module("features", std::make_shared<torch::nn::Module>());
    holder->register_module("0", m_first);
    int in = 64;
    for (const FireShape& fire : fires) {
        m_fires.push_back(
            holder->register_module(std::to_string(fire.index), Fire(in, fire.narrow, fire.wide)));
        in = 2 * fire.wide;
    }
}

std::vector<torch::Tensor> SqueezeNet::compute(const torch::Tensor& pictures)
{
    torch::Tensor x = m_first->forward(pictures).relu_();
    std::vector<torch::Tensor> slices = {x};
    for (std::size_t i = 0; i < m_fires.size(); ++i) {
        x = m_fires[i]->forward(fires[i].poolsBefore ? pooled(x) : x);
        if (fires[i].endsSlice)
            slices.push_back(x);
    }
    return slices;
}

} // namespace enlarger::nn
