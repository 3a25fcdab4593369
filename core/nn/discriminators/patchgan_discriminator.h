// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/discriminators/discriminator.h"
#include "core/nn/discriminators/discriminator_parts.h"

namespace enlarger::nn {

/// pix2pix's (Isola et al. 2017): five 4 x 4 convolutions, of which three halve the size, from F to 8 F
/// features; each logit sees 70 x 70 pixels. Batch norm behind the middle three. Keys: conv0 ... conv4, bn1
/// ... bn3.
class PatchGanDiscriminator : public Discriminator
{
public:
    explicit PatchGanDiscriminator(int features);
    int side() const override { return 0; }

private:
    torch::Tensor forwardWithFeatures(const torch::Tensor& pictures,
                                      std::vector<torch::Tensor>* features) override;

    std::vector<DiscriminatorConv> m_convs;
    std::vector<torch::nn::BatchNorm2d> m_norms;
};

} // namespace enlarger::nn
