// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/feature_terms.h"

#include "core/nn/losses/contextual_loss.h"

namespace enlarger::train {

FeatureTerm::FeatureTerm(std::shared_ptr<nn::FeatureNetwork> network, nn::FeatureDistance distance,
                         std::vector<double> weights)
    : m_network(std::move(network))
    , m_distance(distance)
    , m_weights(std::move(weights))
{}

torch::Tensor FeatureTerm::loss(const torch::Tensor& sr, const torch::Tensor& hr)
{
    std::vector<torch::Tensor> target;
    {
        const torch::NoGradGuard noGrad;
        target = m_network->features(hr);
    }
    return nn::featureLoss(m_distance, m_network->features(sr), target, m_weights);
}

ContextualTerm::ContextualTerm(std::shared_ptr<nn::FeatureNetwork> network)
    : m_network(std::move(network))
{}

torch::Tensor ContextualTerm::loss(const torch::Tensor& sr, const torch::Tensor& hr)
{
    torch::Tensor target;
    {
        const torch::NoGradGuard noGrad;
        target = m_network->features(hr).front();
    }
    return nn::contextualLoss(m_network->features(sr).front(), target);
}

DiscriminatorTerm::DiscriminatorTerm(nn::Discriminator& discriminator, nn::FeatureDistance distance)
    : m_discriminator(discriminator)
    , m_distance(distance)
{}

torch::Tensor DiscriminatorTerm::loss(const torch::Tensor& sr, const torch::Tensor& hr)
{
    std::vector<torch::Tensor> target;
    {
        const torch::NoGradGuard noGrad;
        target = m_discriminator.features(hr);
    }
    const std::vector<double> weights(target.size(), 1.0 / double(target.size()));
    return nn::featureLoss(m_distance, m_discriminator.features(sr), target, weights);
}

} // namespace enlarger::train
