// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/discriminators/srgan_discriminator.h"

#include "core/nn/discriminators/discriminator_parts.h"
#include "core/nn/kinds/discriminator_kinds.h"

#include <stdexcept>

namespace enlarger::nn {

void demandSrganSide(int side)
{
    if (side < srganLeastSide || side > srganGreatestSide)
        throw std::invalid_argument("SRGAN's discriminator takes crops of " + std::to_string(srganLeastSide) +
                                    " to " + std::to_string(srganGreatestSide) + " pixels, not " +
                                    std::to_string(side));
}

SrganDiscriminator::SrganDiscriminator(int features, int side)
    : m_side(side)
{
    demandSrganSide(side);
    int in = 3;
    int left = side;
    for (int i = 0; i < srganLayers; ++i) {
        const int out = features << (i / 2);
        const int stride = 1 + i % 2;
        m_convs.push_back(register_module("conv" + std::to_string(i),
                                          torch::nn::Conv2d(discriminatorConv(in, out, 3, stride, i == 0))));
        if (i > 0)
            m_norms.push_back(register_module("bn" + std::to_string(i), torch::nn::BatchNorm2d(out)));
        in = out;
        left = (left + stride - 1) / stride;
    }
    m_dense1 = register_module("dense1", torch::nn::Linear(in * left * left, srganHidden));
    m_dense2 = register_module("dense2", torch::nn::Linear(srganHidden, 1));
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
    return m_dense2->forward(leaky(m_dense1->forward(x.flatten(1))));
}

} // namespace enlarger::nn
