// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/stream/row_plan.h"
#include "core/kernels/conv_rows.h"
#include "core/nn/network.h"

#include <map>
#include <string>

namespace enlarger::infer {

/// What one convolution computes with: in a plan, fp32 on the CPU.
struct ConvWeights
{
    torch::Tensor weight; // out x in x 3 x 3
    torch::Tensor bias;   // out; undefined: none
    kernels::Activation activation = kernels::Activation::None;
    double slope = 0.0;   // of LeakyRelu
    torch::Tensor slopes; // of Prelu: out
    bool behindUpsampling = false;
    bool keepsFp32 = false; // whatever the others compute in
};

/// Adds up a network's plan, ring by ring and step by step.
class PlanMaker
{
public:
    /// Parameters and buffers are looked up by their names in the state dict, wherever they lie.
    explicit PlanMaker(const nn::Network& network);

    const nn::NetworkSpec& spec() const { return m_spec; }

    /// Throws std::out_of_range where there is no such tensor.
    torch::Tensor tensor(const std::string& name) const;
    bool has(const std::string& name) const { return m_tensors.contains(name); }
    /// name.weight and name.bias, where there is one.
    ConvWeights conv(const std::string& name) const;

    /// All channels of a new ring.
    Place ring(int channels, int factor = 1);

    /// The step, whose other members may be set.
    Step& add(StepKind kind, const Place& in, const Place& out);
    Step& convolve(const Place& in, const Place& out, const ConvWeights& weights);
    /// A kernel of 9x9: the sum of nine of 3x3, without an activation, which `weights` do not have then.
    void convolveWide(const Place& in, const Place& out, const ConvWeights& weights);
    /// The steps from here on belong to the next stage: behind the body, one for each size of the features.
    void beginStage() { ++m_stage; }

    const RowPlan& plan() const { return m_plan; }
    const std::vector<ConvWeights>& weights() const { return m_weights; }

private:
    nn::NetworkSpec m_spec;
    std::map<std::string, torch::Tensor> m_tensors;
    RowPlan m_plan;
    std::vector<ConvWeights> m_weights;
    int m_stage = 0;
};

/// Some channels of a place.
Place part(const Place& place, int channel, int channels);

ConvWeights leaky(ConvWeights weights, double slope);
ConvWeights inFp32(ConvWeights weights);
/// Output channels in the order that StepKind::Shuffle reads.
ConvWeights forShuffle(ConvWeights weights, int side);
/// With the normalisation of a batch norm behind it, of the statistics that it has learnt.
ConvWeights normalised(ConvWeights weights, const PlanMaker& maker, const std::string& norm, double epsilon);
/// A 1x1 kernel as the middle of a 3x3 one.
torch::Tensor asThree(const torch::Tensor& weight);

} // namespace enlarger::infer
