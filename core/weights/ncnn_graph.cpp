// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/ncnn_graph.h"
#include "core/weights/parse_error.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace enlarger::weights {

namespace {

/// Numbers expressions so that equal ones get equal numbers: "conv 3 17" is the fourth convolution of
/// expression 17. Two ways to write the same computation (Eltwise, or BinaryOp twice) become the same text.
class Expressions
{
public:
    int of(const char* operation, const std::vector<int>& arguments)
    {
        std::string text = fmt::format("{} {}", operation, fmt::join(arguments, " "));
        return m_numbers.try_emplace(std::move(text), static_cast<int>(m_numbers.size())).first->second;
    }
    int input() { return of("input", {}); }
    int leaky(int x) { return of("leaky0.2", {x}); }
    int fifth(int x) { return of("times0.2", {x}); }
    int sum(int a, int b) { return of("sum", {std::min(a, b), std::max(a, b)}); }
    int concat(const std::vector<int>& parts)
    {
        return parts.size() == 1 ? parts.front() : of("concat", parts);
    }
    int nearest(int factor, int x) { return of("nearest", {factor, x}); }
    int shuffle(int factor, int x) { return of("shuffle", {factor, x}); }
    int unshuffle(int factor, int x) { return of("unshuffle", {factor, x}); }

private:
    std::map<std::string, int> m_numbers;
};

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-6;
}

/// Follows the layers of a .param and finds the expression of its last one.
class GraphTracer
{
public:
    explicit GraphTracer(Expressions& expressions)
        : e(expressions)
    {}

    std::vector<const NcnnLayer*> convolutions;
    std::vector<const NcnnLayer*> slopes;
    int doublings = 0;
    int shuffled = 1;
    int unshuffled = 1;
    int last = -1;

    void follow(const NcnnLayer& layer)
    {
        const int result = expression(layer);
        for (const std::string& output : layer.outputs)
            m_blobs[output] = result;
        last = result;
    }

private:
    [[noreturn]] void rejectLayer(const NcnnLayer& layer) const
    {
        fail(
            fmt::format(
                "the ncnn graph is neither RRDBNet nor SRVGGNetCompact: the layer {} of type {} has no place "
                "in them",
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
            slopes.push_back(&layer);
            return e.of("prelu", {static_cast<int>(slopes.size()) - 1, x});
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
            return e.shuffle(shuffled = factor(layer), x);
        if (layer.type == "Reorg" && layer.number(1, 0) == 0)
            return e.unshuffle(unshuffled = factor(layer), x);
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
        convolutions.push_back(&layer);
        const int result = e.of("conv", {static_cast<int>(convolutions.size()) - 1, x});
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
        doublings += vertical == 2 ? 1 : 0;
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

/// RRDBNet as facts.md has it, as an expression, with the names of its convolutions on the way.
int rrdbNet(Expressions& e, int blocks, int doublings, int unshuffled, std::vector<std::string>& names)
{
    const auto conv = [&](std::string name, int x) {
        names.push_back(std::move(name));
        return e.of("conv", {static_cast<int>(names.size()) - 1, x});
    };
    const int first = conv("conv_first", unshuffled > 1 ? e.unshuffle(unshuffled, e.input()) : e.input());
    int x = first;
    for (int block = 0; block < blocks; ++block) {
        const int blockInput = x;
        for (int dense = 1; dense <= 3; ++dense) {
            const std::string path = fmt::format("body.{}.rdb{}.conv", block, dense);
            std::vector<int> parts{x};
            for (int i = 1; i <= 4; ++i)
                parts.push_back(e.leaky(conv(path + std::to_string(i), e.concat(parts))));
            x = e.sum(e.fifth(conv(path + '5', e.concat(parts))), x);
        }
        x = e.sum(e.fifth(x), blockInput);
    }
    x = e.sum(conv("conv_body", x), first);
    for (int i = 1; i <= doublings; ++i)
        x = e.leaky(conv(fmt::format("conv_up{}", i), e.nearest(2, x)));
    return conv("conv_last", e.leaky(conv("conv_hr", x)));
}

/// SRVGGNetCompact: convolutions and PReLUs in turn, pixel shuffle, plus the input enlarged.
int srvgg(Expressions& e, int slopes, int scale)
{
    int x = e.input();
    for (int i = 0; i < slopes; ++i)
        x = e.of("prelu", {i, e.of("conv", {i, x})});
    x = e.of("conv", {slopes, x});
    return e.sum(e.shuffle(scale, x), scale > 1 ? e.nearest(scale, e.input()) : e.input());
}

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

    std::vector<NcnnWeight> weights;
    const int convolutions = static_cast<int>(tracer.convolutions.size());
    const int slopes = static_cast<int>(tracer.slopes.size());
    if (slopes > 0 && convolutions == slopes + 1 &&
        srvgg(expressions, slopes, tracer.shuffled) == tracer.last) {
        for (int i = 0; i < convolutions; ++i) {
            weights.push_back(
                {tracer.convolutions[static_cast<std::size_t>(i)], fmt::format("body.{}", 2 * i)});
            if (i < slopes)
                weights.push_back(
                    {tracer.slopes[static_cast<std::size_t>(i)], fmt::format("body.{}", 2 * i + 1)});
        }
        return weights;
    }
    const int inBlocks = convolutions - 4 - tracer.doublings; // first, body, hr, last
    if (slopes == 0 && inBlocks > 0 && inBlocks % 15 == 0) {
        std::vector<std::string> names;
        if (rrdbNet(expressions, inBlocks / 15, tracer.doublings, tracer.unshuffled, names) == tracer.last) {
            for (std::size_t i = 0; i < names.size(); ++i)
                weights.push_back({tracer.convolutions[i], names[i]});
            return weights;
        }
    }
    fail(fmt::format("the ncnn graph, with {} convolutions, is neither RRDBNet nor SRVGGNetCompact",
                     convolutions),
         supportedNetworks(), ErrorKind::Unsupported);
}

} // namespace enlarger::weights
