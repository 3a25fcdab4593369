// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/ncnn_param.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace enlarger::weights {

/// A layer of an ncnn graph that holds weights, with the name that its network gives it
/// ("body.0.rdb1.conv1").
struct NcnnWeight
{
    const NcnnLayer* layer;
    std::string name;
    std::vector<double> constant = {}; // what the layer must hold, where that is part of the network
};

/// A graph that is one of the networks that are known.
struct NcnnNetwork
{
    std::vector<NcnnWeight> weights; // in the order of the .bin
    std::vector<std::string> marks;  // tensors of one zero, which say in other files what a graph says itself
    bool roundBiases = false;
};

/// Numbers expressions so that equal ones get equal numbers: "conv 3 17" is the fourth convolution of
/// expression 17. Two ways to write the same computation (Eltwise, or BinaryOp twice; Swish, or a product
/// with Sigmoid) become the same text.
class Expressions
{
public:
    int of(const char* operation, const std::vector<int>& arguments)
    {
        std::string text = fmt::format("{} {}", operation, fmt::join(arguments, " "));
        const int number =
            m_numbers.try_emplace(std::move(text), static_cast<int>(m_numbers.size())).first->second;
        m_asked.insert(number);
        return number;
    }
    int input() { return of("input", {}); }
    int leaky(int x) { return of("leaky0.2", {x}); }
    int scaled(double factor, int x) // numbers stand in a .param with seven digits
    {
        const std::string times = fmt::format("times{:.6g}", factor);
        return times == "times1" ? x : of(times.c_str(), {x});
    }
    int shifted(double by, int x) { return of(fmt::format("plus{:.6g}", by).c_str(), {x}); }
    int sum(int a, int b) { return of("sum", {std::min(a, b), std::max(a, b)}); }
    int difference(int a, int b) { return of("difference", {a, b}); }
    int product(int a, int b) { return of("product", {std::min(a, b), std::max(a, b)}); }
    int sigmoid(int x) { return of("sigmoid", {x}); }
    int silu(int x) { return product(x, sigmoid(x)); }
    int concat(const std::vector<int>& parts)
    {
        return parts.size() == 1 ? parts.front() : of("concat", parts);
    }
    int nearest(int factor, int x) { return of("nearest", {factor, x}); }
    int shuffle(int factor, int x) { return of("shuffle", {factor, x}); }
    int unshuffle(int factor, int x) { return of("unshuffle", {factor, x}); }

    /// Which expressions have been asked for since forgetAsked(): those of one network.
    void forgetAsked() { m_asked.clear(); }
    bool wasAsked(int expression) const { return m_asked.contains(expression); }

private:
    std::map<std::string, int> m_numbers;
    std::set<int> m_asked;
};

/// What was met on the way through a graph.
struct NcnnTrace
{
    std::vector<const NcnnLayer*> convolutions; // in their order in the .bin
    std::vector<const NcnnLayer*> slopes;       // of PReLUs
    std::vector<const NcnnLayer*> constants;    // MemoryData, a number for each channel
    int doublings = 0;                          // nearest x2
    int shuffled = 1;                           // factor of the pixel shuffle
    int unshuffled = 1;                         // and of the pixel-unshuffle
    int last = -1;                              // the expression of the last layer
};

/// What a network of one family would be that has about as many layers as a graph, to be compared with it.
struct NcnnSketch
{
    int last = -1;                              // its expression
    std::vector<std::string> convolutions = {}; // their names, in their order
    std::vector<std::string> slopes = {};       // and those of PReLUs
    std::vector<std::vector<double>> constants = {};
    std::vector<std::string> marks = {}; // see NcnnNetwork
    /// ncnn keeps biases in 32 bit. Beside 16-bit weights they may be taken at 16 bit too, as everybody does
    /// who carries Real-ESRGAN's networks to PyTorch: results differ by up to 0.001, and then agree exactly.
    bool roundBiases = false;
};

} // namespace enlarger::weights
