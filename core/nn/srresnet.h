// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/gated_conv.h"
#include "core/nn/network.h"

namespace enlarger::nn {

/// SRGAN's generator. Keys: conv_first, prelu_first, body.N.{conv1,bn1,prelu,conv2,bn2}, conv_body, bn_body
/// (or prelu_body), upsample.K.{conv,prelu} (conv alone with nearest upsampling), conv_last. Input 0..1,
/// output (tanh + 1) / 2.
class SrResNet : public Network
{
public:
    explicit SrResNet(const NetworkSpec& spec);
    torch::Tensor forward(torch::Tensor input) override;
    int receptiveRadius() const override;

private:
    torch::Tensor enlarge(torch::Tensor features);

    Conv m_convFirst;
    torch::nn::PReLU m_preluFirst;
    torch::nn::ModuleList m_body;
    Conv m_convBody;
    torch::nn::BatchNorm2d m_bnBody{nullptr};
    torch::nn::PReLU m_bodyPrelu{nullptr};
    torch::nn::ModuleList m_upsample;
    Conv m_convLast;
};

} // namespace enlarger::nn
