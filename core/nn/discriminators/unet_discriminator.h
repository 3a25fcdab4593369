// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/discriminators/discriminator.h"
#include "core/nn/discriminators/discriminator_parts.h"
#include "core/nn/discriminators/spectral_conv.h"

#include <array>

namespace enlarger::nn {

/// Real-ESRGAN's: three halvings, three doublings with added skips, and a logit for each pixel. Keys: conv0
/// (plain), conv1 ... conv8 (spectral norm), conv9 (plain).
class UnetDiscriminator : public Discriminator
{
public:
    explicit UnetDiscriminator(int features);
    int side() const override { return 0; }

private:
    torch::Tensor forwardWithFeatures(const torch::Tensor& pictures,
                                      std::vector<torch::Tensor>* features) override;

    DiscriminatorConv m_first{nullptr};
    std::array<SpectralConv, 3> m_down{nullptr, nullptr, nullptr};
    std::array<SpectralConv, 3> m_up{nullptr, nullptr, nullptr};
    std::array<SpectralConv, 2> m_fine{nullptr, nullptr};
    DiscriminatorConv m_last{nullptr};
};

} // namespace enlarger::nn
