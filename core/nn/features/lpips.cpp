// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/features/lpips.h"

#include "core/nn/losses/fp32.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace enlarger::nn {

namespace {

/// LPIPS takes pictures to -1..1 and normalises them there.
torch::Tensor normalised(const torch::Tensor& pictures)
{
    return (2.0 * pictures - 1.0 - perColour(pictures, -0.030, -0.088, -0.188)) /
           perColour(pictures, 0.458, 0.448, 0.450);
}

/// Each pixel's features as a vector of length 1.
torch::Tensor unit(const torch::Tensor& features)
{
    constexpr double epsilon = 1e-10; // inside the root: where all features are 0 its slope would be infinite
    const torch::Tensor wide = fp32(features);
    return wide / (wide.square().sum(1, true) + epsilon).sqrt();
}

} // namespace

Lpips::Lpips()
    : m_network(std::make_shared<SqueezeNet>())
{
    // Under its own names, as SqueezeNet's files have them.
    for (const auto& child : m_network->named_children())
        register_module(child.key(), child.value());
    for (std::size_t i = 0; i < std::size(SqueezeNet::widths); ++i) {
        const auto linear = register_module("lin" + std::to_string(i), std::make_shared<torch::nn::Module>());
        const auto model = linear->register_module("model", std::make_shared<torch::nn::Module>());
        const auto conv = model->register_module("1", std::make_shared<torch::nn::Module>());
        m_weights.push_back(
            conv->register_buffer("weight", torch::full({1, SqueezeNet::widths[i], 1, 1},
                                                        std::numeric_limits<float>::quiet_NaN())));
    }
}

std::vector<torch::Tensor> Lpips::terms(const torch::Tensor& sr, const torch::Tensor& hr)
{
    if (sr.sizes() != hr.sizes() || std::min(sr.size(2), sr.size(3)) < leastSide)
        throw std::invalid_argument("LPIPS compares pictures of one size of at least 17 x 17 pixels");
    std::vector<torch::Tensor> truth;
    {
        const torch::NoGradGuard noGrad;
        truth = m_network->features(normalised(fp32(hr)));
    }
    std::vector<torch::Tensor> made = m_network->features(normalised(fp32(sr)));
    const AutocastOff autocastOff(sr.device());
    for (std::size_t i = 0; i < made.size(); ++i)
        made[i] = ((unit(made[i]) - unit(truth[i])).square() * m_weights[i]).sum(1).mean({1, 2});
    return made;
}

torch::Tensor Lpips::forward(const torch::Tensor& sr, const torch::Tensor& hr)
{
    return torch::stack(terms(sr, hr)).sum(0);
}

} // namespace enlarger::nn
