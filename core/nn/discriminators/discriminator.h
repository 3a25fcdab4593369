// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kinds/discriminator_kinds.h"
#include "core/nn/modules.h"

#include <memory>
#include <vector>

namespace enlarger::nn {

struct DiscriminatorSpec
{
    DiscriminatorKind kind = DiscriminatorKind::Vgg128;
    int features = 64;
    int side = 128; // of the crops, pixels: SRGAN's two depend on it, the others have their own
};

/// Tells true pictures from made ones: N x 3 x H x W, 0..1, to raw logits (positive: true), N x 1, or a map
/// of them: of the U-Net N x 1 x H x W, of PatchGAN N x 1 x H / 8 - 2 x W / 8 - 2. Sides that it does not
/// take throw std::invalid_argument.
class Discriminator : public torch::nn::Module
{
public:
    torch::Tensor forward(const torch::Tensor& pictures) { return forwardWithFeatures(pictures, nullptr); }

    /// What it sees on its way to a judgement: the activations of every convolution but the first, in order.
    /// Distances between them are a perceptual loss (feature matching).
    std::vector<torch::Tensor> features(const torch::Tensor& pictures);

    /// Height and width of the crops; 0: any multiple of 8.
    virtual int side() const = 0;

protected:
    virtual torch::Tensor forwardWithFeatures(const torch::Tensor& pictures,
                                              std::vector<torch::Tensor>* features) = 0;

    void demandSide(const torch::Tensor& pictures) const;
};

/// A new discriminator with PyTorch's default initial weights; null for None. State-dict names and shapes are
/// BasicSR's for VGG and U-Net. Throws std::invalid_argument where the spec makes no sense.
std::shared_ptr<Discriminator> makeDiscriminator(const DiscriminatorSpec& spec);

} // namespace enlarger::nn
