// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/key_families.h"
#include "core/weights/ncnn_builder.h"
#include "core/weights/picture_channels.h"
#include "core/weights/tensor_sizes.h"

namespace enlarger::weights {

namespace {

bool isSrvgg(const StateDict& tensors)
{
    const torch::Tensor* first = tensors.find("body.0.weight");
    const torch::Tensor* second = tensors.find("body.1.weight");
    return first && second && first->dim() == 4 && second->dim() == 1;
}

nn::NetworkSpec specOf(const Renamed& file)
{
    const Sizes sizes(file.tensors);
    nn::NetworkSpec spec;
    spec.architecture = nn::Architecture::Srvgg;
    spec.features = sizes.outputs("body.0");
    spec.inChannels = sizes.inputs("body.0");
    const int last = bodyLength(file.tensors) - 1; // first, PReLU, (inner, PReLU) x blocks, last
    spec.blocks = (last - 2) / 2;
    const std::string name = fmt::format("body.{}", last);
    takeShuffledPicture(spec, name, sizes.outputs(name));
    return spec;
}

bool graph(NcnnBuilder& net, const nn::NetworkSpec& spec)
{
    const auto input = net.input();
    auto x = input;
    for (int i = 0; i <= spec.blocks; ++i)
        x = net.prelu(fmt::format("body.{}", 2 * i + 1), net.conv(fmt::format("body.{}", 2 * i), x));
    x = net.pixelShuffle(spec.scale, net.conv(fmt::format("body.{}", 2 * spec.blocks + 2), x));
    net.sum(x, spec.scale > 1 ? net.nearest(spec.scale, input) : input);
    return true;
}

void tensorsOf(Shapes& shapes, const nn::NetworkSpec& spec)
{
    const std::int64_t nf = spec.features;
    for (int i = 0; i <= spec.blocks; ++i) { // the first convolution, then the inner ones
        shapes.conv(fmt::format("body.{}", 2 * i), i == 0 ? spec.inChannels : nf, nf);
        shapes.prelu(fmt::format("body.{}", 2 * i + 1), nf);
    }
    shapes.conv(fmt::format("body.{}", 2 * spec.blocks + 2), nf,
                std::int64_t{spec.outChannels} * spec.scale * spec.scale);
}

/// SRVGGNetCompact: convolutions and PReLUs in turn, pixel shuffle, plus the input enlarged.
int expression(Expressions& e, int slopes, int scale)
{
    int x = e.input();
    for (int i = 0; i < slopes; ++i)
        x = e.of("prelu", {i, e.of("conv", {i, x})});
    x = e.of("conv", {slopes, x});
    return e.sum(e.shuffle(scale, x), scale > 1 ? e.nearest(scale, e.input()) : e.input());
}

NcnnSketch sketch(const NcnnTrace& graph, Expressions& expressions)
{
    const int slopes = std::max(static_cast<int>(graph.slopes.size()), 1);
    NcnnSketch result{.last = expression(expressions, slopes, graph.shuffled), .roundBiases = true};
    for (int i = 0; i <= slopes; ++i)
        result.convolutions.push_back(fmt::format("body.{}", 2 * i));
    for (int i = 0; i < slopes; ++i)
        result.slopes.push_back(fmt::format("body.{}", 2 * i + 1));
    return result;
}

} // namespace

KeyFamily srvggKeys()
{
    return {
        .architectures = {nn::Architecture::Srvgg},
        .listed = "SRVGGNetCompact",
        .ownNames = "BasicSR",
        .layouts = {},
        .matches = isSrvgg,
        .spec = specOf,
        .hasScale = [](int scale) { return scale >= 1 && scale <= 8; },
        .tensors = tensorsOf,
        .ncnnGraph = graph,
        .ncnnSketch = sketch,
    };
}

} // namespace enlarger::weights
