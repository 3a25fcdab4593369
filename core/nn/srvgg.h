// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/gated_conv.h"
#include "core/nn/network.h"

namespace enlarger::nn {

/// SRVGGNetCompact: all at LR size, and added to the nearest enlargement. Keys: body.0 (convolution), body.1
/// (PReLU),
/// ... body.2L (convolution to the pixels of the output).
class Srvgg : public Network
{
public:
    explicit Srvgg(const NetworkSpec& spec);
    torch::Tensor forward(torch::Tensor input) override;
    int receptiveRadius() const override { return spec().blocks + 2; }

private:
    torch::nn::ModuleList m_body;
    std::vector<Conv> m_convs;
    std::vector<torch::nn::PReLU> m_prelus; // one fewer
};

} // namespace enlarger::nn
