// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/features/dists.h"

#include "core/nn/losses/fp32.h"

#include <limits>
#include <stdexcept>

namespace enlarger::nn {

namespace {

torch::Tensor meanOf(const torch::Tensor& features)
{
    return features.mean({2, 3}, /*keepdim=*/true);
}

/// (2 ab + c) / (a^2 + b^2 + c), of products or their means.
torch::Tensor similarity(const torch::Tensor& product, const torch::Tensor& squares)
{
    constexpr double c = 1e-6;
    return (2.0 * product + c) / (squares + c);
}

} // namespace

Dists::Dists()
    : m_network(std::make_shared<DistsVgg16>())
{
    // Under its own names, as VGG16's files have them.
    for (const auto& child : m_network->named_children())
        register_module(child.key(), child.value());
    constexpr float none = std::numeric_limits<float>::quiet_NaN();
    m_alpha = register_buffer("alpha", torch::full({1, channels, 1, 1}, none));
    m_beta = register_buffer("beta", torch::full({1, channels, 1, 1}, none));
}

std::vector<torch::Tensor> Dists::featuresOf(const torch::Tensor& pictures)
{
    std::vector<torch::Tensor> features = m_network->features(pictures);
    features.insert(features.begin(), pictures);
    return features;
}

torch::Tensor Dists::forward(const torch::Tensor& sr, const torch::Tensor& hr)
{
    if (sr.sizes() != hr.sizes())
        throw std::invalid_argument("DISTS compares pictures of one size");
    // In bf16 the gradient would be off by a third: it is made of small differences.
    const AutocastOff autocastOff(sr.device());
    std::vector<torch::Tensor> truth;
    {
        const torch::NoGradGuard noGrad;
        truth = featuresOf(fp32(hr.detach())); // the pictures themselves are among them
    }
    const std::vector<torch::Tensor> made = featuresOf(fp32(sr));
    std::vector<torch::Tensor> texture;   // by the means
    std::vector<torch::Tensor> structure; // by what is around them
    for (std::size_t i = 0; i < made.size(); ++i) {
        const torch::Tensor& x = made[i];
        const torch::Tensor& y = truth[i];
        const torch::Tensor meanX = meanOf(x);
        const torch::Tensor meanY = meanOf(y);
        texture.push_back(similarity(meanX * meanY, meanX.square() + meanY.square()));
        const torch::Tensor aroundX = x - meanX;
        const torch::Tensor aroundY = y - meanY;
        structure.push_back(
            similarity(meanOf(aroundX * aroundY), meanOf(aroundX.square()) + meanOf(aroundY.square())));
    }
    const torch::Tensor alike = m_alpha * torch::cat(texture, 1) + m_beta * torch::cat(structure, 1);
    return 1.0 - alike.sum({1, 2, 3}) / (m_alpha.sum() + m_beta.sum());
}

} // namespace enlarger::nn
