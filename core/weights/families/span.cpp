// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/branched_conv.h"
#include "core/nn/mean_colour.h"
#include "core/weights/key_families.h"
#include "core/weights/parse_error.h"
#include "core/weights/picture_channels.h"
#include "core/weights/portable.h"
#include "core/weights/tensor_sizes.h"

#include <torch/types.h>
#include <tuple>

namespace enlarger::weights {

namespace {

constexpr int blocks = 6;

/// The convolutions of 3x3, each of which trains as several: "block_1.c1_r".
std::vector<std::string> foldedConvs()
{
    std::vector<std::string> names{"conv_1", "conv_2"};
    for (int block = 1; block <= blocks; ++block)
        for (int i = 1; i <= 3; ++i)
            names.push_back(fmt::format("block_{}.c{}_r", block, i));
    return names;
}

bool isSpan(const StateDict& tensors)
{
    return tensors.has("conv_cat.weight") &&
           (tensors.has("block_1.c1_r.eval_conv.weight") || tensors.has("block_1.c1_r.sk.weight"));
}

/// Refuses a tensor that is missing or has other sizes.
torch::Tensor sized(const StateDict& tensors, const std::string& name, const std::vector<std::int64_t>& sizes)
{
    const torch::Tensor* tensor = tensors.find(name);
    if (!tensor)
        fail("the network is not complete: " + inQuotes(name) + " is missing", "Get the file again");
    if (tensor->sizes() != torch::IntArrayRef(sizes) || !tensor->is_floating_point())
        fail(fmt::format("the network looks like SPAN, but the tensor {} has the shape {} instead of {}",
                         inQuotes(name), fmt::join(tensor->sizes(), " x "), fmt::join(sizes, " x ")),
             "Get the file again, or from another place");
    return tensor->to(torch::kFloat64);
}

/// A row of convolutions 1x1, 3x3 and 1x1, and one of 1x1 beside it, as one of 3x3. What a checkpoint has as
/// eval_conv may be older than they are.
void fold(const StateDict& tensors, const std::string& path, StateDict& result)
{
    const Sizes sizes(tensors);
    const std::int64_t in = sizes.inputs(path + ".sk"), out = sizes.outputs(path + ".sk");
    const std::int64_t wideIn = sizes.outputs(path + ".conv.0"), wideOut = sizes.outputs(path + ".conv.1");
    const auto part = [&](const char* name, std::int64_t from, std::int64_t to, std::int64_t kernel) {
        return nn::ConvTensors{
            sized(tensors, fmt::format("{}.{}.weight", path, name), {to, from, kernel, kernel}),
            sized(tensors, fmt::format("{}.{}.bias", path, name), {to})};
    };
    const nn::ConvTensors conv =
        nn::folded({part("sk", in, out, 1),
                    {part("conv.0", in, wideIn, 1), part("conv.1", wideIn, wideOut, 3),
                     part("conv.2", wideOut, out, 1)}});
    result.add(path + ".eval_conv.weight", conv.weight.to(torch::kFloat32));
    result.add(path + ".eval_conv.bias", conv.bias.to(torch::kFloat32));
}

StateDict folded(const StateDict& tensors)
{
    StateDict result = tensors;
    for (const std::string& path : foldedConvs())
        if (tensors.has(path + ".sk.weight"))
            fold(tensors, path, result);
    return result;
}

nn::NetworkSpec specOf(const Renamed& file)
{
    const Sizes sizes(file.tensors);
    nn::NetworkSpec spec;
    spec.architecture = nn::Architecture::Span;
    spec.blocks = blocks;
    spec.features = sizes.outputs("conv_1.eval_conv");
    spec.inChannels = sizes.inputs("conv_1.eval_conv");
    spec.span.norm = !file.tensors.has("no_norm");
    takeShuffledPicture(spec, "upsampler.0", sizes.outputs("upsampler.0"));
    return spec;
}

/// The network with branches. None: it has none, or those of makePortable().
std::optional<nn::NetworkSpec> trainable(const Recognised& network)
{
    const torch::Tensor* beside = network.kept.find("conv_2.sk.weight");
    if (!beside || beside->count_nonzero().item<std::int64_t>() == 0)
        return {};
    nn::NetworkSpec spec = network.spec;
    spec.span.branches = true;
    return spec;
}

/// Branches that fold into its convolutions, without which others do not open it: the row passes everything
/// through its first half and adds nothing in the second, and what is beside it gives nothing.
void makePortable(Portable& result, const Recognised& network)
{
    if (asTrained(network).spec.span.branches)
        return;
    constexpr std::int64_t width = nn::ConvBranches::width;
    for (const std::string& path : foldedConvs()) {
        const torch::Tensor& weight = *network.tensors.find(path + ".eval_conv.weight");
        const torch::Tensor& bias = *network.tensors.find(path + ".eval_conv.bias");
        const std::int64_t out = weight.size(0), in = weight.size(1);
        const auto add = [&](const char* part, const torch::Tensor& kernel, const torch::Tensor& offset) {
            result.tensors.add(fmt::format("{}.{}.weight", path, part), kernel);
            result.tensors.add(fmt::format("{}.{}.bias", path, part), offset);
        };
        const auto zeros = [&](torch::IntArrayRef sizes) { return torch::zeros(sizes, weight.options()); };
        const auto unit = [&](std::int64_t rows, std::int64_t columns) {
            return torch::eye(rows, columns, weight.options()).view({rows, columns, 1, 1});
        };
        torch::Tensor middle = zeros({width * out, width * in, 3, 3});
        middle.narrow(0, 0, out).narrow(1, 0, in).copy_(weight);
        add("sk", zeros({out, in, 1, 1}), zeros({out}));
        add("conv.0", unit(width * in, in), zeros({width * in}));
        add("conv.1", middle, zeros({width * out}));
        add("conv.2", unit(out, width * out), bias);
    }
}

bool graph(NcnnBuilder& net, const nn::NetworkSpec& spec)
{
    using Blob = NcnnBuilder::Blob;
    Blob x = net.input();
    if (spec.span.norm) {
        const Blob mean = net.channels({std::begin(nn::rgbMean), std::end(nn::rgbMean)});
        x = net.times(net.difference(x, mean), 255.0);
    }
    const Blob first = x = net.conv("conv_1.eval_conv", x);
    Blob early = x, behindFirstBlock = x;
    for (int block = 1; block <= blocks; ++block) {
        const auto conv = [&](int i, Blob input) {
            return net.conv(fmt::format("block_{}.c{}_r.eval_conv", block, i), input);
        };
        early = net.silu(conv(1, x));
        const Blob last = conv(3, net.silu(conv(2, early)));
        const Blob attention = net.minus(net.sigmoid(last), 0.5);
        x = net.product(net.sum(last, x), attention);
        if (block == 1)
            behindFirstBlock = x;
    }
    const Blob second = net.conv("conv_2.eval_conv", x);
    const Blob mixed = net.conv("conv_cat", net.concat({first, second, behindFirstBlock, early}));
    net.pixelShuffle(spec.scale, net.conv("upsampler.0", mixed));
    return true;
}

void tensorsOf(Shapes& shapes, const nn::NetworkSpec& spec)
{
    const std::int64_t nf = spec.features;
    if (!spec.span.norm)
        shapes.list.push_back({"no_norm", {1}});
    for (const std::string& path : foldedConvs()) {
        const std::int64_t in = path == "conv_1" ? spec.inChannels : nf, width = nn::ConvBranches::width;
        if (!spec.span.branches) {
            shapes.conv(path + ".eval_conv", in, nf);
            continue;
        }
        shapes.conv(path + ".sk", in, nf, 1);
        shapes.conv(path + ".conv.0", in, width * in, 1);
        shapes.conv(path + ".conv.1", width * in, width * nf);
        shapes.conv(path + ".conv.2", width * nf, nf, 1);
    }
    shapes.conv("conv_cat", 4 * nf, nf, 1);
    shapes.conv("upsampler.0", nf, std::int64_t{spec.outChannels} * spec.scale * spec.scale);
}

/// A block as an expression: its result, and what lies behind its first convolution.
template <class Convolution>
std::pair<int, int> ncnnBlock(Expressions& e, int block, int x, const Convolution& conv)
{
    const auto layer = [&](int i, int input) {
        return conv(fmt::format("block_{}.c{}_r.eval_conv", block, i), input);
    };
    const int early = e.silu(layer(1, x));
    const int last = layer(3, e.silu(layer(2, early)));
    return {e.product(e.sum(last, x), e.shifted(-0.5, e.sigmoid(last))), early};
}

/// (input - mean) * 255 where the graph has such a mean, six blocks, and the four states that are mixed.
NcnnSketch sketch(const NcnnTrace& graph, Expressions& e)
{
    NcnnSketch result;
    const auto convOf = [&](const char* kind) {
        return [&result, &e, kind](std::string name, int x) {
            result.convolutions.push_back(std::move(name));
            return e.of(kind, {static_cast<int>(result.convolutions.size()) - 1, x});
        };
    };
    const auto conv = convOf("conv");
    int x = e.input();
    if (graph.constants.empty())
        result.marks = {"no_norm"};
    else {
        result.constants = {{std::begin(nn::rgbMean), std::end(nn::rgbMean)}};
        x = e.scaled(255, e.difference(x, e.of("constant", {0})));
    }
    const int first = x = conv("conv_1.eval_conv", x);
    int early = 0, behindFirstBlock = 0;
    for (int block = 1; block <= blocks; ++block) {
        std::tie(x, early) = ncnnBlock(e, block, x, conv);
        if (block == 1)
            behindFirstBlock = x;
    }
    const int second = conv("conv_2.eval_conv", x);
    x = convOf("conv1x1")("conv_cat", e.concat({first, second, behindFirstBlock, early}));
    result.last = e.shuffle(graph.shuffled, conv("upsampler.0", x));
    return result;
}

} // namespace

KeyFamily spanKeys()
{
    return {
        .architectures = {nn::Architecture::Span},
        .listed = "SPAN",
        .layouts = {},
        .matches = isSpan,
        .prepared = folded,
        .portable = makePortable,
        .trains = trainable,
        .spec = specOf,
        .hasScale = [](int scale) { return scale >= 1 && scale <= 16; },
        .tensors = tensorsOf,
        .ncnnGraph = graph,
        .ncnnSketch = sketch,
    };
}

} // namespace enlarger::weights
