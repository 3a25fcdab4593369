// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/features/feature_networks.h"
#include "core/nn/discriminators/discriminator.h"
#include "core/nn/losses/feature_distance.h"
#include "core/train/learn/perceptual_term.h"

#include <memory>

namespace enlarger::train {

/// Distances between the activations of a trained network: the weighted sum over its layers.
class FeatureTerm : public PerceptualTerm
{
public:
    FeatureTerm(std::shared_ptr<nn::FeatureNetwork> network, nn::FeatureDistance distance,
                std::vector<double> weights);
    torch::Tensor loss(const torch::Tensor& sr, const torch::Tensor& hr) override;

private:
    std::shared_ptr<nn::FeatureNetwork> m_network;
    nn::FeatureDistance m_distance;
    std::vector<double> m_weights;
};

/// The contextual loss of the activations of a trained network's one layer.
class ContextualTerm : public PerceptualTerm
{
public:
    explicit ContextualTerm(std::shared_ptr<nn::FeatureNetwork> network);
    torch::Tensor loss(const torch::Tensor& sr, const torch::Tensor& hr) override;
    bool isMeanOfPictures() const override { return false; } // activations are centred on the batch's mean

private:
    std::shared_ptr<nn::FeatureNetwork> m_network;
};

/// A distance that a network gives for each picture (nn::Lpips, nn::Dists), mean over the pictures.
template <class Network>
class DistanceTerm : public PerceptualTerm
{
public:
    explicit DistanceTerm(std::shared_ptr<Network> network)
        : m_network(std::move(network))
    {}
    torch::Tensor loss(const torch::Tensor& sr, const torch::Tensor& hr) override
    {
        return m_network->forward(sr, hr).mean();
    }

private:
    std::shared_ptr<Network> m_network;
};

/// Feature matching: distances between the activations of the run's own discriminator, mean over its layers.
class DiscriminatorTerm : public PerceptualTerm
{
public:
    DiscriminatorTerm(nn::Discriminator& discriminator, nn::FeatureDistance distance);
    torch::Tensor loss(const torch::Tensor& sr, const torch::Tensor& hr) override;
    bool isMeanOfPictures() const override { return false; } // batch norm, or state that changes

private:
    nn::Discriminator& m_discriminator;
    nn::FeatureDistance m_distance;
};

} // namespace enlarger::train
