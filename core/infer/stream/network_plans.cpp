// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/network_plans.h"

#include "core/device/parallel_for.h"
#include "core/infer/stream/kernel_stream.h"
#include "core/infer/stream/plan_builders.h"

#include <algorithm>
#include <iterator>

namespace enlarger::infer {

namespace {

struct Builder
{
    nn::Architecture architecture;
    void (*build)(PlanMaker&);
};

constexpr Builder builders[] = {
    {nn::Architecture::RrdbNet, planRrdbNet},     {nn::Architecture::RrdbNetKeras, planRrdbNet},
    {nn::Architecture::Srvgg, planSrvgg},         {nn::Architecture::Span, planSpan},
    {nn::Architecture::MsrResNet, planMsrResNet}, {nn::Architecture::SrResNet, planSrResNet},
};

const Builder* builderOf(nn::Architecture architecture)
{
    const auto* const found = std::ranges::find(builders, architecture, &Builder::architecture);
    return found == std::end(builders) ? nullptr : found;
}

PlanMaker planned(const nn::Network& network)
{
    PlanMaker maker(network);
    builderOf(network.spec().architecture)->build(maker);
    return maker;
}

std::unique_ptr<kernels::Conv3x3> pack(const ConvWeights& weights, kernels::Arithmetic arithmetic)
{
    const auto dense = [](const torch::Tensor& tensor) {
        return tensor.defined() ? tensor.to(torch::kFloat32).contiguous() : tensor;
    };
    const torch::Tensor weight = dense(weights.weight);
    const torch::Tensor bias = dense(weights.bias);
    kernels::ConvSpec spec;
    spec.in = static_cast<int>(weight.size(1));
    spec.out = static_cast<int>(weight.size(0));
    const torch::Tensor slopes =
        dense(weights.slopes.defined() ? weights.slopes.expand({spec.out}) : weights.slopes);
    spec.weight = weight.const_data_ptr<float>();
    spec.bias = bias.defined() ? bias.const_data_ptr<float>() : nullptr;
    spec.activation = weights.activation;
    spec.slope = static_cast<float>(weights.slope);
    spec.slopes = slopes.defined() ? slopes.const_data_ptr<float>() : nullptr;
    return weights.behindUpsampling ? makeUpConv3x3(spec, arithmetic) : makeConv3x3(spec, arithmetic);
}

ConvWeights placed(ConvWeights weights, const TensorTarget& target)
{
    const torch::Dtype dtype = weights.keepsFp32 ? torch::kFloat32 : target.dtype;
    const auto there = [&](torch::Tensor& tensor) {
        if (tensor.defined())
            tensor = tensor.to(target.device, dtype);
    };
    there(weights.weight);
    there(weights.bias);
    there(weights.slopes);
    weights.weight = weights.weight.contiguous(torch::MemoryFormat::ChannelsLast);
    return weights;
}

} // namespace

std::unique_ptr<RowStream> PackedNetwork::stream(int width, int height, const Strips& strips) const
{
    return std::make_unique<KernelStream>(shared_from_this(), width, height, strips);
}

Strips PackedNetwork::strips(int width, int height) const
{
    return stripsFor(plan, width, height);
}

bool hasRowPlan(nn::Architecture architecture)
{
    return builderOf(architecture) != nullptr;
}

RowPlan rowPlanOf(const nn::Network& network)
{
    const torch::NoGradGuard noGrad;
    return planned(network).plan();
}

std::shared_ptr<const PackedNetwork> packNetwork(const nn::Network& network, kernels::Arithmetic arithmetic,
                                                 kernels::Arithmetic exact)
{
    const torch::NoGradGuard noGrad;
    const PlanMaker maker = planned(network);
    auto packed = std::make_shared<PackedNetwork>();
    packed->plan = maker.plan();
    packed->unshuffle = network.spec().unshuffle;
    packed->convolutions.resize(maker.weights().size());
    device::parallelFor(
        0, std::int64_t(maker.weights().size()), 1, [&](std::int64_t begin, std::int64_t end) {
            const torch::NoGradGuard alsoHere; // belongs to the thread
            for (auto i = std::size_t(begin); i < std::size_t(end); ++i) {
                const ConvWeights& weights = maker.weights()[i];
                packed->convolutions[i] = pack(weights, weights.keepsFp32 ? exact : arithmetic);
            }
        });
    return packed;
}

std::shared_ptr<const TensorNetwork> tensorNetwork(const nn::Network& network, const TensorTarget& target)
{
    const torch::NoGradGuard noGrad;
    const PlanMaker maker = planned(network);
    auto tensors = std::make_shared<TensorNetwork>();
    tensors->plan = maker.plan();
    tensors->unshuffle = network.spec().unshuffle;
    tensors->target = target;
    for (const ConvWeights& weights : maker.weights())
        tensors->convolutions.push_back(placed(weights, target));
    return tensors;
}

} // namespace enlarger::infer
