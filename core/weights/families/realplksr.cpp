// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/key_families.h"
#include "core/weights/parse_error.h"
#include "core/weights/picture_channels.h"
#include "core/weights/tensor_sizes.h"

namespace enlarger::weights {

namespace {

bool isRealPlksr(const StateDict& tensors)
{
    return tensors.has("feats.0.weight") && tensors.has("feats.1.channel_mixer.0.weight") &&
           tensors.has("feats.1.lk.conv.weight");
}

bool hasPart(const StateDict& tensors, const std::string& path)
{
    return tensors.has(path + ".weight") || tensors.has(path + ".bias");
}

nn::NetworkSpec specOf(const Renamed& file)
{
    const StateDict& tensors = file.tensors;
    const Sizes sizes(tensors);
    nn::NetworkSpec spec;
    spec.architecture = nn::Architecture::RealPlksr;
    spec.features = sizes.outputs("feats.0");
    spec.inChannels = sizes.inputs("feats.0");
    spec.blocks = layerCount(tensors, "feats.") - 3; // the first, and a place without weights before the last
    spec.plksr.kernel = sizes.of("feats.1.lk.conv.weight", 4, 2);
    spec.plksr.wide = sizes.outputs("feats.1.lk.conv");
    spec.plksr.attention = hasPart(tensors, "feats.1.attn.f.0");
    spec.plksr.layerNorm = hasPart(tensors, "feats.1.layer_norm");

    const std::string last = fmt::format("feats.{}", spec.blocks + 2);
    const int outputs = sizes.outputs(last);
    takeShuffledPicture(spec, last, outputs);
    if (spec.outChannels != spec.inChannels)
        fail(fmt::format("the convolution {} has {} outputs, which do not fit {} channels of the input",
                         inQuotes(last), outputs, spec.inChannels));
    if (tensors.has("to_img.init_pos") || hasPart(tensors, "to_img.offset")) {
        const int places = 2 * spec.scale * spec.scale;
        const int offsets = sizes.outputs("to_img.offset");
        if (offsets % places != 0 || outputs % (offsets / places) != 0)
            fail(fmt::format("the tensor {} has {} outputs, which are no groups of places for x{}",
                             inQuotes("to_img.offset.weight"), offsets, spec.scale));
        spec.plksr.dySampleGroups = offsets / places;
        spec.plksr.dySampleEnd = hasPart(tensors, "to_img.end_conv");
        spec.outChannels = spec.plksr.dySampleEnd ? sizes.outputs("to_img.end_conv") : outputs;
    }
    return spec;
}

void tensorsOf(Shapes& shapes, const nn::NetworkSpec& spec)
{
    const std::int64_t nf = spec.features;
    const nn::PlksrSizes& plksr = spec.plksr;
    shapes.conv("feats.0", spec.inChannels, nf);
    for (int i = 1; i <= spec.blocks; ++i) {
        const std::string path = fmt::format("feats.{}.", i);
        if (plksr.layerNorm)
            shapes.norm(path + "layer_norm", nf);
        shapes.conv(path + "channel_mixer.0", nf, 2 * nf);
        shapes.conv(path + "channel_mixer.2", 2 * nf, nf);
        shapes.conv(path + "lk.conv", plksr.wide, plksr.wide, plksr.kernel);
        if (plksr.attention)
            shapes.conv(path + "attn.f.0", nf, nf);
        shapes.conv(path + "refine", nf, nf, 1);
        if (!plksr.layerNorm)
            shapes.norm(path + "norm", nf);
    }
    const std::int64_t shuffled = std::int64_t{spec.inChannels} * spec.scale * spec.scale;
    shapes.conv(fmt::format("feats.{}", spec.blocks + 2), nf, shuffled);
    if (plksr.dySampleGroups == 0)
        return;
    const std::int64_t places = std::int64_t{2} * plksr.dySampleGroups * spec.scale * spec.scale;
    shapes.list.push_back({"to_img.init_pos", {1, places, 1, 1}});
    if (plksr.dySampleEnd)
        shapes.conv("to_img.end_conv", shuffled, spec.outChannels, 1);
    shapes.conv("to_img.offset", shuffled, places, 1);
    shapes.list.push_back({"to_img.scope.weight", {places, shuffled, 1, 1}});
}

} // namespace

KeyFamily realPlksrKeys()
{
    return {
        .architectures = {nn::Architecture::RealPlksr},
        .listed = "RealPLKSR",
        .layouts = {},
        .matches = isRealPlksr,
        .spec = specOf,
        .hasScale = [](int scale) { return scale >= 1 && scale <= 16; },
        .tensors = tensorsOf,
    };
}

} // namespace enlarger::weights
