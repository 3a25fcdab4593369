// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/network_tensors.h"

#include <bit>
#include <fmt/format.h>

namespace enlarger::weights {

namespace {

/// Collects shapes module by module.
class Shapes
{
public:
    std::vector<TensorShape> list;

    void conv(const std::string& name, std::int64_t in, std::int64_t out, std::int64_t kernel = 3)
    {
        list.push_back({name + ".weight", {out, in, kernel, kernel}});
        list.push_back({name + ".bias", {out}});
    }
    void batchNorm(const std::string& name, std::int64_t channels)
    {
        for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"})
            list.push_back({name + part, {channels}});
    }
    void prelu(const std::string& name, std::int64_t slopes = 1)
    {
        list.push_back({name + ".weight", {slopes}});
    }
};

/// 1 for x2, 2 for x4 ...
int doublings(int factor)
{
    return std::bit_width(static_cast<unsigned>(factor)) - 1;
}

void denseBlock(Shapes& shapes, const std::string& path, const nn::NetworkSpec& spec)
{
    const std::int64_t nf = spec.features, gc = spec.growth;
    if (spec.plus)
        shapes.list.push_back({path + ".conv1x1.weight", {gc, nf, 1, 1}});
    std::int64_t width = nf;
    for (int i = 1; i <= 5; ++i) {
        shapes.conv(fmt::format("{}.conv{}", path, i), width, i < 5 ? gc : nf);
        // The Keras reading concatenates what were concatenations already, so that the width doubles.
        const bool doubles = spec.architecture == nn::Architecture::RrdbNetKeras && i > 1;
        width = doubles ? 2 * width : width + gc;
    }
}

void rrdbNet(Shapes& shapes, const nn::NetworkSpec& spec)
{
    const std::int64_t nf = spec.features;
    shapes.conv("conv_first", std::int64_t{spec.inChannels} * spec.unshuffle * spec.unshuffle, nf);
    for (int block = 0; block < spec.blocks; ++block)
        for (int dense = 1; dense <= 3; ++dense)
            denseBlock(shapes, fmt::format("body.{}.rdb{}", block, dense), spec);
    shapes.conv("conv_body", nf, nf);
    const int steps = spec.sharedUpConv ? 1 : doublings(spec.scale * spec.unshuffle);
    for (int i = 1; i <= steps; ++i)
        shapes.conv(fmt::format("conv_up{}", i), nf, nf);
    shapes.conv("conv_hr", nf, nf);
    shapes.conv("conv_last", nf, spec.outChannels);
}

void srResNet(Shapes& shapes, const nn::NetworkSpec& spec)
{
    const std::int64_t nf = spec.features;
    const std::int64_t slopes = spec.nearestUpsampling ? nf : 1;
    const std::int64_t fine = spec.nearestUpsampling ? 4 * nf : nf; // behind the first enlargement
    const int steps = doublings(spec.scale);
    shapes.conv("conv_first", spec.inChannels, nf, 9);
    shapes.prelu("prelu_first", slopes);
    for (int block = 0; block < spec.blocks; ++block) {
        const std::string path = fmt::format("body.{}.", block);
        shapes.conv(path + "conv1", nf, nf);
        shapes.batchNorm(path + "bn1", nf);
        shapes.prelu(path + "prelu", slopes);
        shapes.conv(path + "conv2", nf, nf);
        shapes.batchNorm(path + "bn2", nf);
    }
    shapes.conv("conv_body", nf, nf);
    if (spec.bodyPrelu)
        shapes.prelu("prelu_body", slopes);
    else
        shapes.batchNorm("bn_body", nf);
    for (int i = 0; i < steps; ++i) {
        shapes.conv(fmt::format("upsample.{}.conv", i), i == 0 ? nf : fine, 4 * nf);
        if (!spec.nearestUpsampling)
            shapes.prelu(fmt::format("upsample.{}.prelu", i));
    }
    shapes.conv("conv_last", steps == 0 ? nf : fine, spec.outChannels, 9);
}

void msrResNet(Shapes& shapes, const nn::NetworkSpec& spec)
{
    const std::int64_t nf = spec.features;
    shapes.conv("conv_first", spec.inChannels, nf);
    for (int block = 0; block < spec.blocks; ++block) {
        shapes.conv(fmt::format("body.{}.conv1", block), nf, nf);
        shapes.conv(fmt::format("body.{}.conv2", block), nf, nf);
    }
    if (spec.scale == 3)
        shapes.conv("upconv1", nf, 9 * nf);
    else
        for (int i = 1; i <= doublings(spec.scale); ++i)
            shapes.conv(fmt::format("upconv{}", i), nf, 4 * nf);
    shapes.conv("conv_hr", nf, nf);
    shapes.conv("conv_last", nf, spec.outChannels);
}

void srvgg(Shapes& shapes, const nn::NetworkSpec& spec)
{
    const std::int64_t nf = spec.features;
    for (int i = 0; i <= spec.blocks; ++i) { // the first convolution, then the inner ones
        shapes.conv(fmt::format("body.{}", 2 * i), i == 0 ? spec.inChannels : nf, nf);
        shapes.prelu(fmt::format("body.{}", 2 * i + 1), nf);
    }
    shapes.conv(fmt::format("body.{}", 2 * spec.blocks + 2), nf,
                std::int64_t{spec.outChannels} * spec.scale * spec.scale);
}

} // namespace

std::vector<TensorShape> networkTensors(const nn::NetworkSpec& spec)
{
    Shapes shapes;
    switch (spec.architecture) {
    case nn::Architecture::RrdbNet:
    case nn::Architecture::RrdbNetKeras:
        rrdbNet(shapes, spec);
        break;
    case nn::Architecture::SrResNet:
        srResNet(shapes, spec);
        break;
    case nn::Architecture::MsrResNet:
        msrResNet(shapes, spec);
        break;
    case nn::Architecture::Srvgg:
        srvgg(shapes, spec);
        break;
    }
    return std::move(shapes.list);
}

} // namespace enlarger::weights
