// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/losses/feature_distance.h"

#include "core/nn/losses/pixel_loss.h"

#include <stdexcept>

namespace enlarger::nn {

torch::Tensor featureLoss(FeatureDistance distance, const std::vector<torch::Tensor>& sr,
                          const std::vector<torch::Tensor>& hr, const std::vector<double>& weights)
{
    if (sr.empty() || sr.size() != hr.size() || (!weights.empty() && weights.size() != sr.size()))
        throw std::invalid_argument("a feature loss compares the same layers of both pictures");
    const PixelKind kind = distance == FeatureDistance::L1 ? PixelKind::L1 : PixelKind::Mse;
    torch::Tensor sum;
    for (std::size_t i = 0; i < sr.size(); ++i) {
        const torch::Tensor layer = (weights.empty() ? 1.0 : weights[i]) * pixelLoss(kind, sr[i], hr[i]);
        sum = sum.defined() ? sum + layer : layer;
    }
    return sum;
}

} // namespace enlarger::nn
