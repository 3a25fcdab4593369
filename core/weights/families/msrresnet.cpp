// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/key_families.h"
#include "core/weights/portable.h"
#include "core/weights/tensor_sizes.h"

namespace enlarger::weights {

namespace {

Rules esrgan2019(const StateDict&)
{
    return {{"recon_trunk.#.conv#", "body.#.conv#"}, {"HRconv", "conv_hr"}};
}

bool isMsrResNet(const StateDict& tensors)
{
    return tensors.has("conv_first.weight") && tensors.has("body.0.conv1.weight") &&
           tensors.has("upconv1.weight");
}

nn::NetworkSpec specOf(const Renamed& file)
{
    nn::NetworkSpec spec = commonSpec(nn::Architecture::MsrResNet, file.tensors);
    const bool triples = Sizes(file.tensors).outputs("upconv1") == 9 * spec.features;
    spec.scale = triples ? 3 : 1 << countSteps(file.tensors, "upconv");
    return spec;
}

void tensorsOf(Shapes& shapes, const nn::NetworkSpec& spec)
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

} // namespace

KeyFamily msrResNetKeys()
{
    return {
        .architectures = {nn::Architecture::MsrResNet},
        .listed = "MSRResNet",
        .ownNames = "BasicSR",
        .layouts = {{"ESRGAN 2019", {"conv_first.weight", "recon_trunk.0.conv1.weight"}, esrgan2019}},
        .matches = isMsrResNet,
        .portable = [](Portable& result,
                       const Recognised&) { result.note = notOpenedElsewhere("MSRResNet"); },
        .spec = specOf,
        .hasScale = [](int scale) { return scale == 3 || isUsualScale(scale); },
        .tensors = tensorsOf,
    };
}

} // namespace enlarger::weights
