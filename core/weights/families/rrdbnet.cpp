// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/dense_growth.h"
#include "core/weights/key_families.h"
#include "core/weights/parse_error.h"
#include "core/weights/portable.h"
#include "core/weights/tensor_sizes.h"

namespace enlarger::weights {

namespace {

using nn::Architecture;

/// ESRGAN 2018: nn.Sequential in nn.Sequential. model.1 is the trunk with its convolution last; after it each
/// x2 step takes three places, then come conv_hr and conv_last with an activation between.
Rules esrgan2018(const StateDict& tensors)
{
    const int last = largestIndex(tensors, "model.");
    const int steps = (last - 4) / 3;
    const int blocks = largestIndex(tensors, "model.1.sub.");
    Rules rules{
        {"model.0", "conv_first"},
        {fmt::format("model.1.sub.{}", blocks), "conv_body"},
        {"model.1.sub.#.RDB#.conv#.0", "body.#.rdb#.conv#"},
        {"model.1.sub.#.RDB#.conv1x1", "body.#.rdb#.conv1x1"},
    };
    constexpr int mostSteps = 5; // x32; beyond it the names stay as they are and are rejected as foreign
    for (int i = 1; i <= std::min(steps, mostSteps); ++i)
        rules.push_back({fmt::format("model.{}", 3 * i), fmt::format("conv_up{}", i)});
    rules.push_back({fmt::format("model.{}", last - 2), "conv_hr"});
    rules.push_back({fmt::format("model.{}", last), "conv_last"});
    return rules;
}

Rules esrgan2019(const StateDict&)
{
    return {
        {"RRDB_trunk.#.RDB#.conv#", "body.#.rdb#.conv#"},
        {"RRDB_trunk.#.RDB#.conv1x1", "body.#.rdb#.conv1x1"},
        {"trunk_conv", "conv_body"},
        {"upconv#", "conv_up#"},
        {"HRconv", "conv_hr"},
        {"HR_conv", "conv_hr"},
    };
}

Rules esrganPytorch(const StateDict&)
{
    return {
        {"conv1", "conv_first"},       {"trunk.#.rdb#.conv#", "body.#.rdb#.conv#"},
        {"conv2", "conv_body"},        {"upsampling.0", "conv_up1"},
        {"upsampling#.0", "conv_up#"}, // Lornatang's: a convolution for each step
        {"conv3.0", "conv_hr"},        {"conv4", "conv_last"},
    };
}

bool isRrdbNet(const StateDict& tensors)
{
    return tensors.has("body.0.rdb1.conv1.weight");
}

nn::NetworkSpec specOf(const Renamed& file)
{
    const Sizes sizes(file.tensors);
    nn::NetworkSpec spec = commonSpec(Architecture::RrdbNet, file.tensors);
    spec.growth = sizes.outputs("body.0.rdb1.conv1");
    spec.plus = file.tensors.has("body.0.rdb1.conv1x1.weight");
    // Cumulative concatenation doubles a width that ordinary blocks let grow by a step.
    if (sizes.inputs("body.0.rdb1.conv3") == 2 * sizes.inputs("body.0.rdb1.conv2"))
        spec.architecture = Architecture::RrdbNetKeras;

    const int inputs = spec.inChannels; // of conv_first, behind the unshuffle
    spec.unshuffle = inputs == 4 * spec.outChannels ? 2 : inputs == 16 * spec.outChannels ? 4 : 1;
    spec.inChannels = inputs / (spec.unshuffle * spec.unshuffle);
    const int enlarged = 1 << countSteps(file.tensors, "conv_up");
    if (enlarged < spec.unshuffle)
        fail(fmt::format("the network makes pictures smaller: it takes them apart by {} and enlarges by {}",
                         spec.unshuffle, enlarged));
    spec.scale = enlarged / spec.unshuffle;
    return spec;
}

void makePortable(Portable& result, const Recognised& network)
{
    const nn::NetworkSpec& spec = network.spec;
    if (spec.architecture == Architecture::RrdbNetKeras)
        result.note = notOpenedElsewhere("RRDBNet in the reading of the Keras blog");
    else if (spec.plus)
        result.note = notOpenedElsewhere("ESRGAN+ under these names");
    else if (spec.growth > usualGrowth)
        result.note = notOpenedElsewhere(fmt::format("RRDBNet with a growth of {}", spec.growth));
    if (!result.note.empty())
        return;
    if (spec.growth < usualGrowth) {
        result.tensors = withGrowth(result.tensors, spec.blocks, spec.features, spec.growth, usualGrowth);
        result.note = fmt::format("Its dense blocks have been filled up with zeros from growth {} to {}, "
                                  "which chaiNNer opens: it computes the same",
                                  spec.growth, usualGrowth);
    }
}

bool graph(NcnnBuilder& net, const nn::NetworkSpec& spec)
{
    if (spec.architecture == Architecture::RrdbNetKeras || spec.plus)
        return false;
    using Blob = NcnnBuilder::Blob;
    Blob x = net.input();
    if (spec.unshuffle > 1)
        x = net.pixelUnshuffle(spec.unshuffle, x);
    const Blob first = x = net.conv("conv_first", x);
    Blob blockInput = x;
    for (const std::string& path : denseBlocks(spec.blocks)) {
        std::vector<Blob> parts{x};
        for (int i = 1; i <= 4; ++i)
            parts.push_back(net.convLeaky(fmt::format("{}conv{}", path, i), net.concat(parts)));
        x = net.residual(net.conv(path + "conv5", net.concat(parts)), x);
        if (path.ends_with("rdb3."))
            blockInput = x = net.residual(x, blockInput);
    }
    x = net.sum(first, net.conv("conv_body", x));
    for (int i = 1; i <= doublings(spec.scale * spec.unshuffle); ++i)
        x = net.convLeaky(fmt::format("conv_up{}", i), net.nearest(2, x));
    net.conv("conv_last", net.convLeaky("conv_hr", x));
    return true;
}

void denseBlock(Shapes& shapes, const std::string& path, const nn::NetworkSpec& spec)
{
    const std::int64_t nf = spec.features, gc = spec.growth;
    if (spec.plus)
        shapes.list.push_back({path + "conv1x1.weight", {gc, nf, 1, 1}});
    std::int64_t width = nf;
    for (int i = 1; i <= 5; ++i) {
        shapes.conv(fmt::format("{}conv{}", path, i), width, i < 5 ? gc : nf);
        // The Keras reading concatenates what were concatenations already, so that the width doubles.
        const bool doubles = spec.architecture == nn::Architecture::RrdbNetKeras && i > 1;
        width = doubles ? 2 * width : width + gc;
    }
}

void tensorsOf(Shapes& shapes, const nn::NetworkSpec& spec)
{
    const std::int64_t nf = spec.features;
    shapes.conv("conv_first", std::int64_t{spec.inChannels} * spec.unshuffle * spec.unshuffle, nf);
    for (const std::string& path : denseBlocks(spec.blocks))
        denseBlock(shapes, path, spec);
    shapes.conv("conv_body", nf, nf);
    for (int i = 1; i <= doublings(spec.scale * spec.unshuffle); ++i)
        shapes.conv(fmt::format("conv_up{}", i), nf, nf);
    shapes.conv("conv_hr", nf, nf);
    shapes.conv("conv_last", nf, spec.outChannels);
}

/// RRDBNet as an expression, with the names of its convolutions on the way.
int expression(Expressions& e, int blocks, int doublings, int unshuffled, std::vector<std::string>& names)
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
            x = e.sum(e.scaled(0.2, conv(path + '5', e.concat(parts))), x);
        }
        x = e.sum(e.scaled(0.2, x), blockInput);
    }
    x = e.sum(conv("conv_body", x), first);
    for (int i = 1; i <= doublings; ++i)
        x = e.leaky(conv(fmt::format("conv_up{}", i), e.nearest(2, x)));
    return conv("conv_last", e.leaky(conv("conv_hr", x)));
}

NcnnSketch sketch(const NcnnTrace& graph, Expressions& expressions)
{
    const int convolutions = static_cast<int>(graph.convolutions.size());
    const int inBlocks = std::max(convolutions - 4 - graph.doublings, 1); // without first, body, hr, last
    NcnnSketch result{.roundBiases = true};
    result.last =
        expression(expressions, (inBlocks + 14) / 15, graph.doublings, graph.unshuffled, result.convolutions);
    return result;
}

} // namespace

KeyFamily rrdbNetKeys()
{
    return {
        .architectures = {Architecture::RrdbNet, Architecture::RrdbNetKeras},
        .listed = "RRDBNet (ESRGAN, Real-ESRGAN, BSRGAN)",
        .ownNames = "BasicSR",
        .layouts = {{"ESRGAN 2018", {"model.0.weight", "model.1.sub.0.RDB1.conv1.0.weight"}, esrgan2018},
                    {"ESRGAN 2019", {"conv_first.weight", "RRDB_trunk.0.RDB1.conv1.weight"}, esrgan2019},
                    {"ESRGAN-Pytorch",
                     {"conv1.weight", "trunk.0.rdb1.conv1.weight"},
                     esrganPytorch,
                     "upsampling.0.weight"}},
        .matches = isRrdbNet,
        .prepared = withoutFilling,
        .portable = makePortable,
        .spec = specOf,
        .hasScale = isUsualScale,
        .tensors = tensorsOf,
        .ncnnGraph = graph,
        .ncnnSketch = sketch,
    };
}

} // namespace enlarger::weights
