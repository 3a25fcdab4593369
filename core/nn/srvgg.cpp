// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/srvgg.h"

#include "core/nn/prelu.h"

namespace enlarger::nn {

Srvgg::Srvgg(const NetworkSpec& spec)
    : Network(spec)
    , m_body(register_module("body", torch::nn::ModuleList()))
{
    for (int i = 0; i <= spec.blocks; ++i) {
        m_convs.push_back(makeConv(i == 0 ? spec.inChannels : spec.features, spec.features));
        m_prelus.push_back(makePrelu(spec.features));
        m_body->push_back(m_convs.back());
        m_body->push_back(m_prelus.back());
    }
    m_convs.push_back(makeConv(spec.features, spec.outChannels * spec.scale * spec.scale));
    m_body->push_back(m_convs.back());
    m_convs.front()->keepFp32();
    m_convs.back()->keepFp32();
}

torch::Tensor Srvgg::forward(torch::Tensor input)
{
    torch::Tensor features = input;
    for (std::size_t i = 0; i < m_prelus.size(); ++i)
        features = prelu(m_prelus[i], m_convs[i]->forward(features));
    const torch::Tensor detail = torch::pixel_shuffle(m_convs.back()->forward(features), spec().scale);
    const torch::Tensor base = torch::upsample_nearest2d(input, {detail.size(2), detail.size(3)});
    return detail + base; // a grey base is spread over the output's channels
}

} // namespace enlarger::nn
