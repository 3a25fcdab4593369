// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/discriminators/patchgan_discriminator.h"

#include "core/nn/discriminators/discriminator_parts.h"

#include <stdexcept>

namespace enlarger::nn {

PatchGanDiscriminator::PatchGanDiscriminator(int features)
{
    constexpr int halvings = 3;
    constexpr int last = halvings + 1;
    int in = 3;
    for (int i = 0; i <= last; ++i) {
        const int out = i == last ? 1 : features << i;
        const bool hasNorm = i > 0 && i < last;
        const std::string number = std::to_string(i);
        m_convs.push_back(register_module("conv" + number, DiscriminatorConv(discriminatorConv(
                                                               in, out, 4, i < halvings ? 2 : 1, !hasNorm))));
        if (hasNorm)
            m_norms.push_back(register_module("bn" + number, torch::nn::BatchNorm2d(out)));
        in = out;
    }
}

torch::Tensor PatchGanDiscriminator::forwardWithFeatures(const torch::Tensor& pictures,
                                                         std::vector<torch::Tensor>* features)
{
    demandSide(pictures);
    if (std::min(pictures.size(2), pictures.size(3)) < patchGanLeastSide)
        throw std::invalid_argument("PatchGAN takes crops of " + std::to_string(patchGanLeastSide) +
                                    " pixels or more");
    torch::Tensor x = leaky(m_convs.front()->forward(pictures));
    for (std::size_t i = 0; i < m_norms.size(); ++i) {
        x = leaky(m_norms[i]->forward(m_convs[i + 1]->forward(x)));
        if (features)
            features->push_back(x);
    }
    return m_convs.back()->forward(x);
}

} // namespace enlarger::nn
