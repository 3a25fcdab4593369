// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/discriminators/srgan_discriminator.h"

#include "core/nn/discriminators/discriminator_parts.h"
#include "core/nn/kinds/discriminator_kinds.h"

#include <stdexcept>

namespace enlarger::nn {

namespace {

constexpr int layers = 8;
constexpr int hidden = 1024; // outputs of the first dense layer

void demandSrganSide(int side)
{
    if (side < srganLeastSide || side > srganGreatestSide)
        throw std::invalid_argument("SRGAN's discriminator takes crops of " + std::to_string(srganLeastSide) +
                                    " to " + std::to_string(srganGreatestSide) + " pixels, not " +
                                    std::to_string(side));
}

} // namespace

SrganDiscriminator::SrganDiscriminator(int features, int side)
    : SrganDiscriminator(
          features, side,
          [](int in, int out, int stride, bool isFirst) {
              return discriminatorConv(in, out, 3, stride, isFirst);
          },
          [](int out) { return torch::nn::BatchNorm2dOptions(out); })
{}

SrganDiscriminator::SrganDiscriminator(int features, int side, const std::function<ConvOptions>& conv,
                                       const std::function<NormOptions>& norm)
    : m_side(side)
{
    demandSrganSide(side);
    int in = 3;
    int left = side;
    for (int i = 0; i < layers; ++i) {
        const int out = features << (i / 2);
        const int stride = 1 + i % 2;
        m_convs.push_back(
            register_module("conv" + std::to_string(i), DiscriminatorConv(conv(in, out, stride, i == 0))));
        if (i > 0)
            m_norms.push_back(register_module("bn" + std::to_string(i), torch::nn::BatchNorm2d(norm(out))));
        in = out;
        left = (left + stride - 1) / stride;
    }
    m_dense1 = register_module("dense1", torch::nn::Linear(in * left * left, hidden));
    m_dense2 = register_module("dense2", torch::nn::Linear(hidden, 1));
}

torch::Tensor SrganDiscriminator::decide(const torch::Tensor& features)
{
    return m_dense2->forward(leaky(m_dense1->forward(features.flatten(1))));
}

torch::Tensor SrganDiscriminator::forwardWithFeatures(const torch::Tensor& pictures,
                                                      std::vector<torch::Tensor>* features)
{
    demandSide(pictures);
    torch::Tensor x = leaky(m_convs.front()->forward(pictures));
    for (std::size_t i = 1; i < m_convs.size(); ++i) {
        x = leaky(m_norms[i - 1]->forward(m_convs[i]->forward(x)));
        if (features)
            features->push_back(x);
    }
    return decide(x);
}

} // namespace enlarger::nn
