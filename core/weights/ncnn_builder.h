// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/state_dict.h"

#include <cstddef>
#include <string>
#include <vector>

namespace enlarger::weights {

/// The two files of an ncnn network.
struct NcnnPair
{
    std::string param;
    std::string bin;
};

/// An ncnn graph, put together layer by layer in the order of its weights: these in 16 bit, biases and slopes
/// in 32, as ncnn has them. Its input is called data, and its result output, as the programs want it that
/// enlarge with such networks.
class NcnnBuilder
{
public:
    /// What a layer gives.
    using Blob = std::size_t;

    /// `tensors` must outlive it.
    explicit NcnnBuilder(const StateDict& tensors);

    Blob input() const { return 0; }
    /// NAME.weight, 3x3 with a border of zeros or 1x1, and NAME.bias.
    Blob conv(const std::string& name, Blob input);
    Blob convLeaky(const std::string& name, Blob input); // and a leaky ReLU of 0.2
    Blob prelu(const std::string& name, Blob input);
    Blob concat(const std::vector<Blob>& parts);
    Blob sum(Blob a, Blob b) { return add("BinaryOp", {a, b}, "0=0"); }
    Blob difference(Blob a, Blob b) { return add("BinaryOp", {a, b}, "0=1"); }
    Blob product(Blob a, Blob b) { return add("BinaryOp", {a, b}, "0=2"); }
    Blob minus(Blob a, double number);
    Blob times(Blob a, double number);
    Blob silu(Blob input) { return add("Swish", {input}); }
    Blob sigmoid(Blob input) { return add("Sigmoid", {input}); }
    /// 0.2 x branch + trunk.
    Blob residual(Blob branch, Blob trunk);
    Blob nearest(int factor, Blob input);
    Blob pixelShuffle(int factor, Blob input);
    Blob pixelUnshuffle(int factor, Blob input);
    /// A number for each channel.
    Blob channels(const std::vector<float>& numbers);

    /// The files of what ends with the last layer. Throws ParseError where a weight is too large for 16 bit.
    NcnnPair finish() &&;

private:
    struct Layer
    {
        std::string type;
        std::string name;
        std::vector<Blob> inputs;
        std::string numbers;
    };

    Blob add(std::string type, std::vector<Blob> inputs, std::string numbers = {}, std::string name = {});
    Blob conv(const std::string& name, Blob input, const std::string& activation);
    void append(const torch::Tensor& tensor);

    const StateDict& m_tensors;
    std::vector<Layer> m_layers; // each gives the blob of its place
    std::string m_bin;
};

} // namespace enlarger::weights
