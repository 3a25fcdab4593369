// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/dense_block.h"

#include "core/nn/dense_block_gradient.h"
#include "core/nn/gated_forward.h"
#include "core/nn/initial_weights.h"
#include "core/nn/trunk.h"

#include <utility>

namespace enlarger::nn {

namespace {

constexpr double residualScaling = 0.2;

/// A Keras block overwrites each result by its concatenation with everything before, so that widths double:
/// 64, 128, 256, 512, 1024 for nf = gc = 64.
std::array<int, 5> inputWidths(const NetworkSpec& spec)
{
    std::array<int, 5> widths{};
    int seen = 0; // Keras: the sum of the widths so far
    for (std::size_t i = 0; i < widths.size(); ++i) {
        if (spec.architecture == Architecture::RrdbNetKeras)
            widths[i] = i == 0 ? spec.features : seen + spec.growth;
        else
            widths[i] = spec.features + int(i) * spec.growth;
        seen += widths[i];
    }
    return widths;
}

template <std::size_t... I>
std::array<Conv, 5> makeConvs(const NetworkSpec& spec, std::index_sequence<I...>)
{
    const auto widths = inputWidths(spec);
    return {makeConv(widths[I], I == 4 ? spec.features : spec.growth)...};
}

} // namespace

DenseBlockImpl::DenseBlockImpl(const NetworkSpec& spec)
    : m_convs(makeConvs(spec, std::make_index_sequence<5>{}))
    , m_isKeras(spec.architecture == Architecture::RrdbNetKeras)
{
    if (spec.plus)
        m_conv1x1 = register_module("conv1x1", makeConv(spec.features, spec.growth, 1, false));
    for (std::size_t i = 0; i < m_convs.size(); ++i) {
        register_module("conv" + std::to_string(i + 1), m_convs[i]);
        initialiseSmall(*m_convs[i]);
    }
}

torch::Tensor DenseBlockImpl::forwardForTraining(const torch::Tensor& x)
{
    DenseBlockWeights block;
    block.slope = leakySlope;
    block.residualScale = residualScaling;
    for (std::size_t i = 0; i < m_convs.size(); ++i) {
        block.weights[i] = m_convs[i]->weight;
        block.biases[i] = m_convs[i]->bias;
    }
    block.dtype = m_convs[0]->computeType(x.device().type());
    return denseBlockForTraining(x, block);
}

torch::Tensor DenseBlockImpl::forward(const torch::Tensor& x)
{
    if (torch::GradMode::is_enabled() && !GatedForward::current() && !m_isKeras && !m_conv1x1)
        return forwardForTraining(x);
    const torch::Tensor first = m_convs[0]->convert(x);
    ConvImpl::Inputs seen{first};    // what the next convolution reads, as if concatenated
    ConvImpl::Inputs earlier{first}; // Keras: all that earlier convolutions read
    torch::Tensor second;
    for (std::size_t i = 0; i < 4; ++i) {
        torch::Tensor y = m_convs[i]->forwardLeaky(seen, leakySlope);
        if (m_conv1x1 && i == 1)
            second = y = addScaled(y, m_conv1x1->forward(first));
        else if (m_conv1x1 && i == 3)
            y = addScaled(y, second);
        if (m_isKeras) {
            seen = earlier;
            seen.push_back(y);
            earlier.insert(earlier.end(), seen.begin(), seen.end());
        } else {
            seen.push_back(y);
        }
    }
    return m_convs[4]->forwardAdd(seen, x, residualScaling);
}

RrdbImpl::RrdbImpl(const NetworkSpec& spec)
    : m_blocks{DenseBlock(spec), DenseBlock(spec), DenseBlock(spec)}
{
    for (std::size_t i = 0; i < m_blocks.size(); ++i)
        register_module("rdb" + std::to_string(i + 1), m_blocks[i]);
}

torch::Tensor RrdbImpl::forward(const torch::Tensor& x)
{
    torch::Tensor y = x;
    for (DenseBlock& block : m_blocks)
        y = block->forward(y);
    return addScaled(x, y, residualScaling);
}

} // namespace enlarger::nn
