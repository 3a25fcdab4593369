// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/rrdbnet.h"

#include "core/nn/trunk.h"

#include <bit>

namespace enlarger::nn {

namespace {

constexpr double slope = 0.2;

} // namespace

RrdbNet::RrdbNet(const NetworkSpec& spec)
    : Network(spec)
    , m_steps(std::countr_zero(unsigned(spec.scale * spec.unshuffle)))
    , m_convFirst(makeConv(spec.inChannels * spec.unshuffle * spec.unshuffle, spec.features))
    , m_convBody(makeConv(spec.features, spec.features))
    , m_convHr(makeConv(spec.features, spec.features))
    , m_convLast(makeConv(spec.features, spec.outChannels))
{
    m_convFirst->keepFp32();
    m_convLast->keepFp32();
    for (int i = 0; i < spec.blocks; ++i)
        m_body->push_back(Rrdb(spec));
    register_module("conv_first", m_convFirst);
    register_module("body", m_body);
    register_module("conv_body", m_convBody);
    const int convolutions = spec.sharedUpConv ? std::min(1, m_steps) : m_steps;
    for (int i = 1; i <= convolutions; ++i)
        m_convUps.push_back(
            register_module("conv_up" + std::to_string(i), makeConv(spec.features, spec.features)));
    register_module("conv_hr", m_convHr);
    register_module("conv_last", m_convLast);
}

torch::Tensor RrdbNet::forward(torch::Tensor input)
{
    if (spec().unshuffle > 1)
        input = torch::pixel_unshuffle(input, spec().unshuffle);
    const torch::Tensor first = m_convFirst->forward(input);
    torch::Tensor trunk = first;
    for (const auto& block : *m_body)
        trunk = block->as<Rrdb>()->forward(trunk);
    trunk = m_convBody->forwardAdd({trunk}, first, 1.0);

    // Two tensors of features at the largest size, and the last convolution's fp32 input.
    const double fine = double(1 << (2 * m_steps)) * spec().features;
    const double bytesPerPixel = fine * (2.0 * double(m_convHr->weight.element_size()) + 4.0);
    return runTail(
        trunk, {[this](const torch::Tensor& rows) { return enlarge(rows); }, 1 << m_steps, 2, bytesPerPixel});
}

torch::Tensor RrdbNet::enlarge(torch::Tensor features)
{
    for (int i = 0; i < m_steps; ++i) {
        Conv& conv = m_convUps[std::min(std::size_t(i), m_convUps.size() - 1)];
        features =
            torch::upsample_nearest2d(conv->convert(features), {2 * features.size(2), 2 * features.size(3)});
        features = conv->forwardLeaky(features, slope);
    }
    features = m_convHr->forwardLeaky(features, slope);
    return m_convLast->forward(features);
}

int RrdbNet::receptiveRadius() const
{
    int pixels = 2; // conv_hr and conv_last, at the largest size
    for (int i = 0; i < m_steps; ++i)
        pixels = coarserRadius(pixels + 1, 2);
    pixels += 2 + 15 * spec().blocks; // conv_first, conv_body, five convolutions in each of three blocks
    return pixels * spec().unshuffle + spec().unshuffle - 1;
}

} // namespace enlarger::nn
