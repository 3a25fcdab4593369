// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/discriminators/discriminator.h"

#include "core/nn/discriminators/patchgan_discriminator.h"
#include "core/nn/discriminators/srgan_discriminator.h"
#include "core/nn/discriminators/srgan_keras_discriminator.h"
#include "core/nn/discriminators/unet_discriminator.h"
#include "core/nn/discriminators/vgg_discriminator.h"

#include <stdexcept>
#include <string>

namespace enlarger::nn {

std::vector<torch::Tensor> Discriminator::features(const torch::Tensor& pictures)
{
    std::vector<torch::Tensor> seen;
    forwardWithFeatures(pictures, &seen);
    return seen;
}

void Discriminator::demandSide(const torch::Tensor& pictures) const
{
    const std::int64_t height = pictures.size(2);
    const std::int64_t width = pictures.size(3);
    const std::string found = std::to_string(width) + " x " + std::to_string(height);
    if (side() == 0 && (height % unetSideStep != 0 || width % unetSideStep != 0))
        throw std::invalid_argument("the discriminator takes crops whose sides are multiples of " +
                                    std::to_string(unetSideStep) + ", not " + found);
    if (side() != 0 && (height != side() || width != side()))
        throw std::invalid_argument("the discriminator takes crops of " + std::to_string(side()) + " x " +
                                    std::to_string(side()) + ", not " + found);
}

std::shared_ptr<Discriminator> makeDiscriminator(const DiscriminatorSpec& spec)
{
    if (spec.features < 1 || spec.features > 1024)
        throw std::invalid_argument("a discriminator needs 1 to 1024 features");
    switch (spec.kind) {
    case DiscriminatorKind::None:
        return nullptr;
    case DiscriminatorKind::Vgg128:
        return std::make_shared<VggDiscriminator>(spec.features, vgg128Side);
    case DiscriminatorKind::Vgg256:
        return std::make_shared<VggDiscriminator>(spec.features, vgg256Side);
    case DiscriminatorKind::Srgan:
        return std::make_shared<SrganDiscriminator>(spec.features, spec.side);
    case DiscriminatorKind::SrganKeras:
        return std::make_shared<SrganKerasDiscriminator>(spec.features, spec.side);
    case DiscriminatorKind::PatchGan:
        return std::make_shared<PatchGanDiscriminator>(spec.features);
    case DiscriminatorKind::UnetSn:
        return std::make_shared<UnetDiscriminator>(spec.features);
    }
    throw std::invalid_argument("there is no such discriminator");
}

} // namespace enlarger::nn
