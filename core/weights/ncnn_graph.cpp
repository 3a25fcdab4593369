// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/ncnn_graph.h"
#include "core/weights/key_families.h"
#include "core/weights/parse_error.h"

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
        if (family.ncnnWeights)
            names.emplace_back(nn::architectureName(family.architectures.front()));
    return "neither " + joined(names, "nor");
}

/// Follows the layers of a .param and finds the expression of its last one.
class GraphTracer
{
public:
    explicit GraphTracer(Expressions& expressions)
        : e(expressions)
    {}

    NcnnTrace trace;

    void follow(const NcnnLayer& layer)
    {
        const int result = expression(layer);
        for (const std::string& output : layer.outputs)
            m_blobs[output] = result;
        trace.last = result;
    }

private:
    [[noreturn]] void rejectLayer(const NcnnLayer& layer) const
    {
        fail(fmt::format("the ncnn graph is {}: the layer {} of type {} has no place in them", noneKnown(),
                         inQuotes(layer.name), inQuotes(layer.type)),
             supportedNetworks(), ErrorKind::Unsupported);
    }

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

    int convolution(const NcnnLayer& layer, int x)
    {
        const bool ordinary = layer.number(1, 0) == 3 && layer.number(11, 3) == 3 &&
                              layer.number(2, 1) == 1 && layer.number(3, 1) == 1 && layer.number(4, 0) == 1 &&
                              layer.number(5, 0) == 1 && layer.number(8, 0) == 0;
        const double activation = layer.number(9, 0);
        const auto slope = layer.array(10);
        const bool leaky = activation == 2 && slope.size() == 1 && near(slope.front(), 0.2);
        if (!ordinary || (activation != 0 && !leaky))
            rejectLayer(layer);
        trace.convolutions.push_back(&layer);
        const int result = e.of("conv", {static_cast<int>(trace.convolutions.size()) - 1, x});
        return leaky ? e.leaky(result) : result;
    }

    int eltwise(const NcnnLayer& layer, int x) // 0=1: a weighted sum; product and maximum have no place
    {
        auto weights = layer.array(1);
        if (weights.empty())
            weights = {1, 1};
        if (layer.number(0, 0) != 1 || layer.inputs.size() != 2 || weights.size() != 2)
            rejectLayer(layer);
        return e.sum(weighted(layer, weights[0], x), weighted(layer, weights[1], input(layer, 1)));
    }

    int binary(const NcnnLayer& layer, int x) // 0: add, 2: multiply; 1=1: with the number 2=
    {
        const bool withNumber = layer.number(1, 0) == 1;
        if (layer.number(0, 0) == 0 && !withNumber)
            return e.sum(x, input(layer, 1));
        if (layer.number(0, 0) == 2 && withNumber)
            return weighted(layer, layer.number(2, 0), x);
        rejectLayer(layer);
    }

    int weighted(const NcnnLayer& layer, double weight, int x)
    {
        if (!near(weight, 1) && !near(weight, 0.2))
            rejectLayer(layer);
        return near(weight, 1) ? x : e.fifth(x);
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

bool isFinalResize(const std::vector<NcnnLayer>& layers)
{
    // Nearest enlarging belongs to the networks; anything else at the very end only changes the result's
    // size.
    const NcnnLayer& layer = layers.back();
    return layer.type == "Interp" && (layer.number(0, 0) != 1 || layer.number(1, 1) < 1);
}

} // namespace

std::vector<NcnnWeight> recogniseNcnnGraph(const std::vector<NcnnLayer>& layers)
{
    if (layers.empty())
        fail("the .param has no layers", "Get the file again");
    Expressions expressions;
    GraphTracer tracer(expressions);
    const std::size_t count = layers.size() - (isFinalResize(layers) ? 1 : 0);
    for (std::size_t i = 0; i < count; ++i)
        tracer.follow(layers[i]);

    for (const KeyFamily& family : keyFamilies())
        if (family.ncnnWeights)
            if (auto weights = family.ncnnWeights(tracer.trace, expressions))
                return *std::move(weights);
    fail(fmt::format("the ncnn graph, with {} convolutions, is {}", tracer.trace.convolutions.size(),
                     noneKnown()),
         supportedNetworks(), ErrorKind::Unsupported);
}

} // namespace enlarger::weights
