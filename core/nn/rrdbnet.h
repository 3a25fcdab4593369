// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/dense_block.h"

namespace enlarger::nn {

/// ESRGAN's generator in all its forms (see NetworkSpec). Keys: conv_first, body.N.rdbK.convI, conv_body,
/// conv_upI, conv_hr, conv_last.
class RrdbNet : public Network
{
public:
    explicit RrdbNet(const NetworkSpec& spec);
    torch::Tensor forward(torch::Tensor input) override;
    int receptiveRadius() const override;

private:
    torch::Tensor enlarge(torch::Tensor features); // the convolutions behind the body

    int m_steps; // x2 each
    Conv m_convFirst;
    torch::nn::ModuleList m_body;
    Conv m_convBody;
    std::vector<Conv> m_convUps; // one per step, or one for all
    Conv m_convHr;
    Conv m_convLast;
};

} // namespace enlarger::nn
