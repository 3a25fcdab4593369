// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/discriminators/unet_discriminator.h"

#include "core/nn/discriminators/discriminator_parts.h"

namespace enlarger::nn {

namespace {

torch::Tensor doubled(const torch::Tensor& features)
{
    return torch::upsample_bilinear2d(features, {2 * features.size(2), 2 * features.size(3)},
                                      /*align_corners=*/false);
}

} // namespace

UnetDiscriminator::UnetDiscriminator(int features)
{
    int number = 0;
    const auto add = [&](int in, int out, int kernel, int stride) {
        return register_module("conv" + std::to_string(++number),
                               SpectralConv(discriminatorConv(in, out, kernel, stride, false)));
    };
    m_first = register_module("conv0", DiscriminatorConv(discriminatorConv(3, features, 3, 1, true)));
    for (std::size_t i = 0; i < m_down.size(); ++i)
        m_down[i] = add(features << i, features << (i + 1), 4, 2);
    for (std::size_t i = 0; i < m_up.size(); ++i)
        m_up[i] = add(features << (3 - i), features << (2 - i), 3, 1);
    for (SpectralConv& conv : m_fine)
        conv = add(features, features, 3, 1);
    m_last = register_module("conv9", DiscriminatorConv(discriminatorConv(features, 1, 3, 1, true)));
}

torch::Tensor UnetDiscriminator::forwardWithFeatures(const torch::Tensor& pictures,
                                                     std::vector<torch::Tensor>* features)
{
    demandSide(pictures);
    const auto see = [&](const torch::Tensor& seen) {
        if (features)
            features->push_back(seen);
        return seen;
    };
    std::array<torch::Tensor, 3> skips;
    torch::Tensor x = leaky(m_first->forward(pictures));
    for (std::size_t i = 0; i < m_down.size(); ++i) {
        skips[i] = x;
        x = see(leaky(m_down[i]->forward(x)));
    }
    for (std::size_t i = 0; i < m_up.size(); ++i)
        x = see(leaky(m_up[i]->forward(doubled(x))) + skips[2 - i]);
    for (SpectralConv& conv : m_fine)
        x = see(leaky(conv->forward(x)));
    return m_last->forward(x);
}

} // namespace enlarger::nn
