// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/screen/region_stages.h"

#include "core/infer/engine/mixed_model.h"
#include "core/infer/engine/upscale_model.h"
#include "core/infer/tiling/output_size.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace enlarger::infer {

namespace {

constexpr int longestHalo = 24; // above it, a network's full receptive field costs more than a screen shows
constexpr int tileStep = 16;    // a multiple of every network's inputMultiple

/// What is far away counts for little: of networks of six residual blocks (receptive-field radius 98) exports
/// measure a halo of 8 (infer/halo.h), of those of 23 blocks one of 32, of which a screen shows no more than
/// half. Of a plain chain of layers (SRVGG, 34) 8 leave seams of 4/255, 20 none.
int screenHalo(int receptiveRadius)
{
    constexpr int ofChains = 40; // what has a larger radius consists of residual blocks
    constexpr int seamless = 20;
    if (receptiveRadius <= longestHalo)
        return receptiveRadius;
    return receptiveRadius <= ofChains ? seamless : std::clamp(receptiveRadius / 12, 8, 16);
}

/// What a tile may be, for a person who waits for it.
struct TileLimits
{
    double flops;
    int smallest; // below it, most of the work would be halo
    int largest;
};
constexpr TileLimits onCpu{3.4e10, 48,
                           128}; // about 0.2 s on two slow cores; the largest networks take longer
constexpr TileLimits onGpu{3e12, 128, 256};

/// The side of the largest tile within the limits, halos counted.
int tileFor(const TileLimits& limits, double flopsPerPixel, int halo)
{
    int tile = limits.largest;
    while (tile > limits.smallest && std::pow(tile + 2 * halo, 2) * flopsPerPixel > limits.flops)
        tile -= tileStep;
    return tile;
}

Result<ModelTraits> loadOne(const ModelSelection& network, RegionStage& stage)
{
    auto model = UpscaleModel::load(network);
    if (!model)
        return std::move(model).error();
    stage.enlarge = [model = *model](const image::Image& piece, Gate& gate, const NoticeSink& notice) {
        return model->upscale(piece, gate, notice);
    };
    return (*model)->traits();
}

Result<ModelTraits> loadBoth(const ModelSelection& network, std::shared_ptr<MixedModel> mixed,
                             RegionStage& stage)
{
    if (!mixed)
        mixed = std::make_shared<MixedModel>(network);
    stage.enlarge = [mixed, strength = network.strength](const image::Image& piece, Gate& gate,
                                                         const NoticeSink& notice) {
        return mixed->upscale(strength, piece, gate, notice);
    };
    return mixed->load(network.strength);
}

Result<std::shared_ptr<const RegionStage>> makeNetworkStage(const ModelSelection& network, double factor,
                                                            const std::shared_ptr<MixedModel>& mixed)
{
    auto stage = std::make_shared<RegionStage>();
    const auto loaded = network.isMixed() ? loadBoth(network, mixed, *stage) : loadOne(network, *stage);
    if (!loaded)
        return loaded.error();
    const ModelTraits& traits = *loaded;
    stage->factor = factor;
    stage->scale = traits.scale;
    constexpr int one = 10'000; // any picture: only its proportions count
    const int wanted = static_cast<int>(std::lround(std::clamp(factor, 1e-3, 1e3) * one));
    stage->passes = passesFor({one, one}, {wanted, wanted}, traits.scale);
    stage->multiple = traits.tileMultiple;
    stage->halo = screenHalo(traits.receptiveRadius);
    const double secondPass = stage->passes > 1 ? double(traits.scale) * traits.scale : 0.0;
    stage->tile = tileFor(network.device.name == "cpu" ? onCpu : onGpu,
                          traits.flopsPerPixel * (1.0 + secondPass), stage->halo);
    return std::shared_ptr<const RegionStage>(std::move(stage));
}

} // namespace

StageMaker resamplingStage(image::Kernel kernel, double factor)
{
    StageMaker maker;
    maker.key = fmt::format("resampling {} x{}", static_cast<int>(kernel), factor);
    maker.make = [kernel, factor]() -> Result<std::shared_ptr<const RegionStage>> {
        auto stage = std::make_shared<RegionStage>();
        stage->factor = factor;
        stage->halo = 0; // resampling itself reads what it needs
        stage->tile = 128;
        stage->kernel = kernel;
        return std::shared_ptr<const RegionStage>(std::move(stage));
    };
    maker.isQuick = true;
    return maker;
}

StageMaker networkStage(const ModelSelection& network, double factor, std::shared_ptr<MixedModel> mixed)
{
    StageMaker maker;
    maker.key = fmt::format("network {} x{} on {} in {}", network.network.file.string(), factor,
                            network.device.name, device::precisionName(network.precision));
    if (network.isMixed())
        maker.key += fmt::format(", {} of {}", network.strength, network.crisp->file.string());
    maker.make = [network, factor, mixed = std::move(mixed)] {
        return makeNetworkStage(network, factor, mixed);
    };
    return maker;
}

} // namespace enlarger::infer
