// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/gated_conv.h"
#include "core/nn/network.h"

namespace enlarger::nn {

/// BasicSR's SRResNet without batch norm, which adds to a bilinear enlargement. Keys: conv_first,
/// body.N.{conv1,conv2}, upconv1, upconv2 (x4), conv_hr, conv_last.
class MsrResNet : public Network
{
public:
    explicit MsrResNet(const NetworkSpec& spec);
    torch::Tensor forward(torch::Tensor input) override;
    int receptiveRadius() const override;

private:
    torch::Tensor enlarge(torch::Tensor features);

    int m_factor; // of one step: x4 is two steps of x2
    Conv m_convFirst;
    torch::nn::ModuleList m_body;
    std::vector<Conv> m_upConvs;
    Conv m_convHr;
    Conv m_convLast;
};

} // namespace enlarger::nn
