// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/discriminators/spectral_conv.h"

#include "core/nn/autocast_off.h"
#include "core/nn/kernel_conv.h"

namespace enlarger::nn {

namespace {

torch::Tensor unit(const torch::Tensor& vector)
{
    return vector / vector.norm().clamp_min(1e-12);
}

} // namespace

SpectralConvImpl::SpectralConvImpl(const torch::nn::Conv2dOptions& options)
    : m_options(options)
{
    const torch::nn::Conv2d plain(m_options); // for its initial weight
    m_weight = register_parameter("weight_orig", plain->weight.detach().clone());
    const torch::Tensor matrix = m_weight.detach().flatten(1);
    m_u = register_buffer("weight_u", unit(torch::randn({matrix.size(0)})));
    m_v = register_buffer("weight_v", unit(torch::mv(matrix.t(), m_u)));
}

torch::Tensor SpectralConvImpl::forward(const torch::Tensor& input)
{
    return conv2dByKernels(input, normalisedWeight(), {}, m_options.stride()->at(0),
                           std::get<torch::ExpandingArray<2>>(m_options.padding())->at(0));
}

torch::Tensor SpectralConvImpl::normalisedWeight()
{
    const AutocastOff fp32(m_weight.device());
    const torch::Tensor matrix = m_weight.flatten(1);
    if (is_training()) {
        const torch::NoGradGuard noGrad;
        m_v.copy_(unit(torch::mv(matrix.t(), m_u)));
        m_u.copy_(unit(torch::mv(matrix, m_v)));
    }
    // Copies: the next pass changes the vectors, and the gradient of this one needs them as they are.
    return m_weight / torch::dot(m_u.clone(), torch::mv(matrix, m_v.clone()));
}

} // namespace enlarger::nn
