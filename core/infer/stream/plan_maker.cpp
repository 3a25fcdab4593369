// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/plan_maker.h"

namespace enlarger::infer {

PlanMaker::PlanMaker(const nn::Network& network)
    : m_spec(network.spec())
{
    for (const auto& entry : network.named_parameters())
        m_tensors[entry.key()] = entry.value().detach().to(torch::kCPU, torch::kFloat32);
    for (const auto& entry : network.named_buffers())
        m_tensors[entry.key()] = entry.value().detach().to(torch::kCPU, torch::kFloat32);
}

torch::Tensor PlanMaker::tensor(const std::string& name) const
{
    return m_tensors.at(name);
}

ConvWeights PlanMaker::conv(const std::string& name) const
{
    ConvWeights weights;
    weights.weight = tensor(name + ".weight");
    if (has(name + ".bias"))
        weights.bias = tensor(name + ".bias");
    return weights;
}

Place PlanMaker::ring(int channels, int factor)
{
    m_plan.rings.push_back({channels, factor});
    return {static_cast<int>(m_plan.rings.size()) - 1, 0, channels};
}

Step& PlanMaker::add(StepKind kind, const Place& in, const Place& out)
{
    Step step;
    step.kind = kind;
    step.in = in;
    step.out = out;
    step.stage = m_stage;
    m_plan.steps.push_back(step);
    return m_plan.steps.back();
}

Step& PlanMaker::convolve(const Place& in, const Place& out, const ConvWeights& weights)
{
    const bool enlarges = weights.behindUpsampling;
    Step& step = add(enlarges ? StepKind::UpConvolution : StepKind::Convolution, in, out);
    step.convolution = static_cast<int>(m_weights.size());
    step.keepsFp32 = weights.keepsFp32;
    m_weights.push_back(weights);
    return step;
}

void PlanMaker::convolveWide(const Place& in, const Place& out, const ConvWeights& weights)
{
    constexpr int side = 3;
    for (int row = 0; row < side; ++row)
        for (int column = 0; column < side; ++column) {
            ConvWeights block = weights;
            block.weight = weights.weight.narrow(2, side * row, side).narrow(3, side * column, side);
            const bool isFirst = row == 0 && column == 0;
            if (!isFirst)
                block.bias = torch::Tensor();
            Step& step = convolve(in, out, block);
            step.rowShift = side * (row - 1);
            step.columnShift = side * (column - 1);
            if (!isFirst)
                step.first = {out};
        }
}

Place part(const Place& place, int channel, int channels)
{
    return {place.ring, place.channel + channel, channels};
}

ConvWeights leaky(ConvWeights weights, double slope)
{
    weights.activation = kernels::Activation::LeakyRelu;
    weights.slope = slope;
    return weights;
}

ConvWeights inFp32(ConvWeights weights)
{
    weights.keepsFp32 = true;
    return weights;
}

ConvWeights forShuffle(ConvWeights weights, int side)
{
    const auto ordered = [side](const torch::Tensor& tensor) {
        return tensor.unflatten(0, {-1, side * side}).transpose(0, 1).flatten(0, 1);
    };
    weights.weight = ordered(weights.weight);
    if (weights.bias.defined())
        weights.bias = ordered(weights.bias);
    return weights;
}

ConvWeights normalised(ConvWeights weights, const PlanMaker& maker, const std::string& norm, double epsilon)
{
    const torch::Tensor scale =
        maker.tensor(norm + ".weight") / (maker.tensor(norm + ".running_var") + epsilon).sqrt();
    const torch::Tensor mean = maker.tensor(norm + ".running_mean");
    weights.weight = weights.weight * scale.view({-1, 1, 1, 1});
    weights.bias =
        maker.tensor(norm + ".bias") + scale * (weights.bias.defined() ? weights.bias - mean : -mean);
    return weights;
}

torch::Tensor asThree(const torch::Tensor& weight)
{
    return torch::constant_pad_nd(weight, {1, 1, 1, 1});
}

} // namespace enlarger::infer
