// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/ncnn_graph.h"
#include "core/weights/key_families.h"
#include "core/weights/parse_error.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace enlarger::weights {

namespace {

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-6;
}

/// "neither RRDBNet nor SRVGGNetCompact"
std::string noneKnown()
{
    std::vector<std::string> names;
    for (const KeyFamily& family : keyFamilies())
        if (family.ncnnSketch)
            names.emplace_back(nn::architectureName(family.architectures.front()));
    return "neither " + joined(names, "nor");
}

[[noreturn]] void rejectLayer(const NcnnLayer& layer)
{
    fail(fmt::format("the ncnn graph is {}: the layer {} of type {} has no place in them", noneKnown(),
                     inQuotes(layer.name), inQuotes(layer.type)),
         supportedNetworks(), ErrorKind::Unsupported);
}

/// Follows the layers of a .param and finds the expression of its last one.
class GraphTracer
{
public:
    explicit GraphTracer(Expressions& expressions)
        : e(expressions)
    {}

    NcnnTrace trace;
    std::vector<int> results; // an expression for each layer

    void follow(const NcnnLayer& layer)
    {
        const int result = expression(layer);
        for (const std::string& output : layer.outputs)
            m_blobs[output] = result;
        results.push_back(result);
        trace.last = result;
    }

private:
    int input(const NcnnLayer& layer, std::size_t index) const
    {
        const auto found = index < layer.inputs.size() ? m_blobs.find(layer.inputs[index]) : m_blobs.end();
        if (found == m_blobs.end())
            fail("the .param is damaged: the layer " + inQuotes(layer.name) + " has no input",
                 "Get the file again");
        return found->second;
    }

    int expression(const NcnnLayer& layer)
    {
        if (layer.type == "Input")
            return e.input();
        if (layer.type == "MemoryData")
            return constant(layer);
        const int x = input(layer, 0);
        if (layer.type == "Split" || layer.type == "Noop")
            return x;
        if (layer.type == "Convolution")
            return convolution(layer, x);
        if (layer.type == "PReLU") {
            trace.slopes.push_back(&layer);
            return e.of("prelu", {static_cast<int>(trace.slopes.size()) - 1, x});
        }
        if (layer.type == "ReLU" && near(layer.number(0, 0), 0.2))
            return e.leaky(x);
        if (layer.type == "Sigmoid")
            return e.sigmoid(x);
        if (layer.type == "Swish")
            return e.silu(x);
        if (layer.type == "Concat" && layer.number(0, 0) == 0) {
            std::vector<int> parts;
            for (std::size_t i = 0; i < layer.inputs.size(); ++i)
                parts.push_back(input(layer, i));
            return e.concat(parts);
        }
        if (layer.type == "Eltwise")
            return eltwise(layer, x);
        if (layer.type == "BinaryOp")
            return binary(layer, x);
        if (layer.type == "Interp")
            return resize(layer, x);
        if (layer.type == "PixelShuffle" && layer.number(1, 0) == 0)
            return e.shuffle(trace.shuffled = factor(layer), x);
        if (layer.type == "Reorg" && layer.number(1, 0) == 0)
            return e.unshuffle(trace.unshuffled = factor(layer), x);
        rejectLayer(layer);
    }

    int constant(const NcnnLayer& layer) // 0=1 1=1 2=C, 21=1: raw
    {
        if (layer.number(0, 0) != 1 || layer.number(1, 0) != 1 || layer.number(21, 1) != 1)
            rejectLayer(layer);
        trace.constants.push_back(&layer);
        return e.of("constant", {static_cast<int>(trace.constants.size()) - 1});
    }

    int convolution(const NcnnLayer& layer, int x)
    {
        const double kernel = layer.number(1, 0); // 3 with a border of 1, or 1 without
        const bool ordinary = (kernel == 3 || kernel == 1) && layer.number(11, kernel) == kernel &&
                              layer.number(2, 1) == 1 && layer.number(3, 1) == 1 &&
                              layer.number(4, 0) == (kernel - 1) / 2 && layer.number(5, 0) == 1 &&
                              layer.number(8, 0) == 0;
        const double activation = layer.number(9, 0);
        const auto slope = layer.array(10);
        const bool leaky = activation == 2 && slope.size() == 1 && near(slope.front(), 0.2);
        if (!ordinary || (activation != 0 && !leaky))
            rejectLayer(layer);
        trace.convolutions.push_back(&layer);
        const int result =
            e.of(kernel == 3 ? "conv" : "conv1x1", {static_cast<int>(trace.convolutions.size()) - 1, x});
        return leaky ? e.leaky(result) : result;
    }

    int eltwise(const NcnnLayer& layer, int x) // 0=1: a weighted sum; product and maximum have no place
    {
        auto weights = layer.array(1);
        if (weights.empty())
            weights = {1, 1};
        if (layer.number(0, 0) != 1 || layer.inputs.size() != 2 || weights.size() != 2)
            rejectLayer(layer);
        return e.sum(e.scaled(weights[0], x), e.scaled(weights[1], input(layer, 1)));
    }

    int binary(const NcnnLayer& layer, int x) // 0: add, 1: subtract, 2: multiply; 1=1: with the number 2=
    {
        const double operation = layer.number(0, 0), number = layer.number(2, 0);
        if (layer.number(1, 0) == 1) {
            if (operation == 0 || operation == 1)
                return e.shifted(operation == 0 ? number : -number, x);
            if (operation == 2)
                return e.scaled(number, x);
        } else {
            if (operation == 0)
                return e.sum(x, input(layer, 1));
            if (operation == 1)
                return e.difference(x, input(layer, 1));
            if (operation == 2)
                return e.product(x, input(layer, 1));
        }
        rejectLayer(layer);
    }

    int resize(const NcnnLayer& layer, int x) // 0=1: nearest, by a whole factor
    {
        const double vertical = layer.number(1, 1);
        const bool whole = vertical == layer.number(2, 1) && vertical >= 2 && vertical <= 8 &&
                           vertical == std::floor(vertical);
        if (layer.number(0, 0) != 1 || !whole)
            rejectLayer(layer);
        trace.doublings += vertical == 2 ? 1 : 0;
        return e.nearest(static_cast<int>(vertical), x);
    }

    int factor(const NcnnLayer& layer) const
    {
        const double value = layer.number(0, 0);
        if (value < 1 || value > 8 || value != std::floor(value))
            rejectLayer(layer);
        return static_cast<int>(value);
    }

    Expressions& e;
    std::map<std::string, int> m_blobs;
};

/// Layers with weights that nothing uses would shift the .bin: there may be none.
bool agree(const NcnnTrace& graph, const NcnnSketch& sketch)
{
    return graph.last == sketch.last && graph.convolutions.size() == sketch.convolutions.size() &&
           graph.slopes.size() == sketch.slopes.size() && graph.constants.size() == sketch.constants.size();
}

NcnnNetwork named(const NcnnTrace& graph, const NcnnSketch& sketch)
{
    NcnnNetwork network{.weights = {}, .marks = sketch.marks, .roundBiases = sketch.roundBiases};
    for (std::size_t i = 0; i < sketch.convolutions.size(); ++i)
        network.weights.push_back({graph.convolutions[i], sketch.convolutions[i]});
    for (std::size_t i = 0; i < sketch.slopes.size(); ++i)
        network.weights.push_back({graph.slopes[i], sketch.slopes[i]});
    for (std::size_t i = 0; i < sketch.constants.size(); ++i)
        network.weights.push_back({graph.constants[i], {}, sketch.constants[i]});
    std::ranges::sort(network.weights, {},
                      &NcnnWeight::layer); // which stand in one vector, in the file's order
    return network;
}

bool isFinalResize(const std::vector<NcnnLayer>& layers)
{
    // Nearest enlarging belongs to the networks; anything else at the very end only changes the result's
    // size.
    const NcnnLayer& layer = layers.back();
    return layer.type == "Interp" && (layer.number(0, 0) != 1 || layer.number(1, 1) < 1);
}

} // namespace

NcnnNetwork recogniseNcnnGraph(const std::vector<NcnnLayer>& layers)
{
    if (layers.empty())
        fail("the .param has no layers", "Get the file again");
    Expressions expressions;
    GraphTracer tracer(expressions);
    const std::size_t count = layers.size() - (isFinalResize(layers) ? 1 : 0);
    for (std::size_t i = 0; i < count; ++i)
        tracer.follow(layers[i]);

    std::ptrdiff_t fitting = 0; // layers that the most similar network begins with
    for (const KeyFamily& family : keyFamilies()) {
        if (!family.ncnnSketch)
            continue;
        expressions.forgetAsked();
        const NcnnSketch sketch = family.ncnnSketch(tracer.trace, expressions);
        if (agree(tracer.trace, sketch))
            return named(tracer.trace, sketch);
        const auto foreign = std::ranges::find_if_not(
            tracer.results, [&](int expression) { return expressions.wasAsked(expression); });
        fitting = std::max(fitting, foreign - tracer.results.begin());
    }
    rejectLayer(layers[std::min(static_cast<std::size_t>(fitting), count - 1)]);
}

} // namespace enlarger::weights
