// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/export_plan.h"

#include "core/base/byte_text.h"
#include "core/image/resample/colour_lock.h"
#include "core/image/write/write_plan.h"
#include "core/infer/export/background_writer.h"
#include "core/infer/tiling/halo.h"
#include "core/infer/tiling/self_ensemble.h"
#include "core/infer/tiling/throughput_cache.h"
#include "core/system/process.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace enlarger::infer {

namespace {

constexpr int smallestTileSide = 16;   // a tile's side
constexpr double shareWhenExact = 0.9; // of what is free: who asks for an exact result wants it to be tried

Status checkOptions(const UpscaleOptions& options, const ModelTraits& traits, int colours)
{
    const auto bad = [](std::string what, std::string advice) {
        return Error{ErrorKind::BadInput, std::move(what), {}, std::move(advice)};
    };
    if (options.tile != 0 && options.tile < smallestTileSide)
        return bad(fmt::format("tiles of {} pixels are too small", options.tile),
                   fmt::format("Choose at least {}, or leave the choice to the program", smallestTileSide));
    if (!(options.memoryShare > 0.0 && options.memoryShare <= 1.0))
        return bad(fmt::format("{} is not a share of the memory", options.memoryShare),
                   "Choose a share above 0 and at most 1");
    if (!std::isfinite(options.dpi) || options.dpi < 0.0)
        return bad(fmt::format("{} pixels per inch are no resolution", options.dpi), "Choose 300 or so");
    if (options.bits != 0 && options.bits != 8 && options.bits != 16)
        return bad(fmt::format("{} bits per channel are not supported", options.bits), "Choose 8 or 16");
    if (traits.inChannels != 1 && traits.inChannels != 3 && traits.inChannels != colours)
        return Error{ErrorKind::Unsupported,
                     fmt::format("the network takes {} channels, but the photo is {}", traits.inChannels,
                                 colours == 1 ? "grey (1 channel)" : "in colour (3 channels)"),
                     options.input,
                     "Choose a network for grey or RGB pictures; transparency goes beside it on its own"};
    return {};
}

/// The part of the source that is to be enlarged.
Result<image::PixelRect> areaOf(const UpscaleOptions& options, const image::PhotoInfo& source)
{
    const image::PixelRect whole{0, 0, source.width, source.height};
    if (!options.crop)
        return whole;
    const image::PixelRect& crop = *options.crop;
    const bool isInside = crop.x >= 0 && crop.y >= 0 && crop.width > 0 && crop.height > 0 &&
                          crop.width <= whole.width - crop.x && crop.height <= whole.height - crop.y;
    if (isInside)
        return crop;
    return Error{ErrorKind::BadInput,
                 fmt::format("the crop of {} x {} pixels at {},{} does not lie inside the photo of {} x {}",
                             crop.width, crop.height, crop.x, crop.y, whole.width, whole.height),
                 options.input, "Choose a rectangle of at least one pixel inside the upright, turned photo"};
}

/// What a colour lock holds back around its runner: LR rows, and the SR rows that wait for them.
std::int64_t colourLockMemory(const PassPlan& pass, int scale, int colours)
{
    const std::int64_t rows = 2 * image::colourLockRadius + (pass.streams ? pass.strip : pass.settings.tile);
    return rows * pass.in.width * (1 + std::int64_t(scale) * scale) * colours * std::int64_t(sizeof(float));
}

/// What is free now: the model's device was looked at when it was loaded.
MemoryBudget freeMemory(const device::Device& device)
{
    const auto now = device::findDevice(device.name);
    const auto cpu = device.name == "cpu" ? now : device::findDevice("cpu");
    MemoryBudget budget;
    budget.device = now ? now->freeMemory : device.freeMemory;
    budget.main = cpu ? cpu->freeMemory : device.freeMemory;
    budget.isShared = device.name == "cpu";
    return budget;
}

MemoryBudget shareOf(const MemoryBudget& budget, double share)
{
    return {static_cast<std::int64_t>(double(budget.device) * share),
            static_cast<std::int64_t>(double(budget.main) * share), budget.isShared};
}

Error tooLittleMemory(const std::filesystem::path& photo, std::int64_t need, std::int64_t free)
{
    return {
        ErrorKind::OutOfMemory,
        fmt::format("enlarging this picture takes about {} of memory even in small tiles, and {} are free",
                    bytesText(need), bytesText(free)),
        photo, "Close other programs, or enlarge smaller parts of it"};
}

/// The passes over the picture, each over what the one before made of it.
Result<std::vector<PassPlan>> planPasses(const ModelTraits& traits, const UpscaleOptions& options,
                                         const MemoryBudget& memory, double share, PixelSize size,
                                         int colours, int count, int halo, std::vector<std::string>& notes)
{
    // A network whose tiles are exact needs no single tile to be so.
    const bool exact = options.exact && halo < traits.receptiveRadius;
    // A self-ensemble turns what it enlarges, and so needs pieces.
    const bool streams =
        traits.streams() && !options.ensemble && !options.inTiles && (options.tile == 0 || exact);
    const TileSettings overlap = overlapFor(traits, halo);
    const int wanted = options.tile > 0 ? options.tile : defaultTile(traits, overlap);

    std::vector<PassPlan> passes;
    for (int i = 0; i < count; ++i) {
        PassPlan pass;
        const MemoryBudget budget = shareOf(memory, exact ? shareWhenExact : share);
        if (streams)
            pass = planStreamWithin(budget, traits, size, colours);
        if (streams && pass.memory.fits(budget)) {
            if (pass.stripHeight == StripHeight::Lowest)
                notes.push_back(
                    "Memory is short: strips are lower than usual, which takes a little longer. The "
                    "result may differ in the last digit from that of a larger machine");
        } else if (streams && !exact) {
            pass = planWideTiles(budget, traits, size, colours);
            notes.push_back(
                "Memory is short for the picture's whole width: it is enlarged in tiles, and the result may "
                "differ in the last digit from that of a larger machine");
        } else if (exact) {
            if (!streams)
                pass = planWhole(traits, size, colours);
            if (!pass.memory.fits(budget))
                return Error{ErrorKind::OutOfMemory,
                             fmt::format("an exact result needs {} of memory at once, but {} are free",
                                         bytesText(pass.memory.device + pass.memory.main),
                                         bytesText(memory.isShared ? memory.main : memory.device)),
                             options.input, "Leave out exact: nobody can see the difference that tiles make"};
        } else {
            pass = planPassWithin(budget, traits, size, colours, overlap, wanted);
            if (pass.settings.tile < wanted)
                notes.push_back(
                    fmt::format("Memory is short: tiles of {} instead of {} pixels. The result may differ "
                                "in the last digit from that of a larger machine",
                                pass.settings.tile, wanted));
        }
        passes.push_back(pass);
        if (std::int64_t(std::max(size.width, size.height)) * traits.scale > longestSide)
            return Error{
                ErrorKind::BadInput,
                fmt::format("an intermediate picture would be more than {} pixels long", longestSide),
                options.input, "Choose a smaller size"};
        size = {size.width * traits.scale, size.height * traits.scale};
        colours = traits.channelsFor(colours);
    }
    return passes;
}

/// What the passes hold together; on a CPU the network's work as well, of one pass at a time.
std::int64_t passesMemory(const std::vector<PassPlan>& passes, const ModelTraits& traits,
                          const UpscaleOptions& options, int colours, bool isShared)
{
    std::int64_t main = 0, device = 0;
    for (const PassPlan& pass : passes) {
        main += pass.memory.main;
        if (options.colourLock)
            main += colourLockMemory(pass, traits.scale, colours);
        device = std::max(device, pass.memory.device);
    }
    return main + (isShared ? device : 0);
}

/// What the passes hold together on a device with memory of its own: streams from the first row to the last.
std::int64_t passesDeviceMemory(const std::vector<PassPlan>& passes)
{
    std::int64_t streams = 0, tiles = 0;
    for (const PassPlan& pass : passes)
        if (pass.streams)
            streams += pass.memory.device;
        else
            tiles = std::max(tiles, pass.memory.device);
    return streams + tiles;
}

/// Passes of which each takes its share of `memory`, or less where they do not fit into `usable` together.
Result<std::vector<PassPlan>> planPassesWithin(std::int64_t usable, const ModelTraits& traits,
                                               const UpscaleOptions& options, const MemoryBudget& memory,
                                               PixelSize size, int colours, int count, int halo,
                                               std::vector<std::string>& notes)
{
    for (double share = options.memoryShare;; share /= 2) {
        std::vector<std::string> here;
        auto passes = planPasses(traits, options, memory, share, size, colours, count, halo, here);
        const bool fits = passes &&
                          passesMemory(*passes, traits, options, colours, memory.isShared) <= usable &&
                          (memory.isShared || passesDeviceMemory(*passes) <= memory.device);
        if (passes && !fits && share > options.memoryShare / 8)
            continue;
        notes.insert(notes.end(), here.begin(), here.end());
        return passes;
    }
}

std::string scaleText(const OutputSize& requested, const PixelSize& output, int scale)
{
    if (requested.factor)
        return fmt::format("{:g}", *requested.factor);
    const bool isAsked = requested.width || requested.height || requested.longSide || requested.megapixels;
    return isAsked ? fmt::format("{}x{}", output.width, output.height) : fmt::format("{}", scale);
}

/// What the result will say of its making.
image::Provenance provenanceOf(const UpscaleOptions& options, const UpscaleModel& model,
                               const PixelSize& output, const image::PixelRect& area)
{
    image::Provenance provenance;
    provenance.modelName = options.model.name();
    provenance.modelHash = options.model.hash();
    provenance.scale = scaleText(options.size, output, model.traits().scale);
    provenance.precision = device::precisionName(model.precision());
    provenance.strength = options.model.strengthText();
    provenance.colourLock = options.colourLock && !model.traits().colourises() ? "on" : "";
    provenance.ensemble = options.ensemble ? "x8" : "";
    provenance.turn = options.turn.text();
    if (options.crop)
        provenance.crop = fmt::format("{},{},{}x{}", area.x, area.y, area.width, area.height);
    return provenance;
}

/// What changes where the colours are the network's: they are sRGB, and a grey profile cannot describe them.
void takeColoursOfNetwork(image::PhotoContent& content, const image::PhotoInfo& source, bool locksColours,
                          std::vector<std::string>& notes)
{
    notes.push_back(source.isGrey() ? "The network gives the grey photo colours of its own"
                                    : "The network sees the photo in grey, and gives it colours of its own");
    if (source.isGrey())
        content.metadata.icc.clear();
    if (locksColours)
        notes.push_back("The photo's colours are not kept, since this network is to give it others");
}

} // namespace

Result<ExportPlan> planExport(const UpscaleModel& model, const UpscaleOptions& options,
                              image::PhotoInfo source, const std::optional<Measuring>& measuring)
{
    const ModelTraits& traits = model.traits();
    const int colours = source.isGrey() ? 1 : 3;
    const auto area = areaOf(options, source);
    if (!area)
        return area.error();
    const PixelSize in{area->width, area->height};
    if (auto status = checkOptions(options, traits, colours); !status)
        return std::move(status).error();
    const auto out = outputSizeOf(options.size, in, traits.scale);
    if (!out)
        return out.error();

    ExportPlan plan;
    plan.content = {out->width, out->height, traits.channelsFor(source.channels), source.metadata,
                    provenanceOf(options, model, *out, *area)};
    plan.content.turn = source.turn;
    if (options.dpi > 0.0)
        plan.content.resolution = {options.dpi, options.dpi, image::Resolution::Unit::Inch};
    if (traits.colourises())
        takeColoursOfNetwork(plan.content, source, options.colourLock, source.notes);
    plan.area = *area;
    plan.writing = {options.format, options.quality, options.bits > 0 ? options.bits : source.bits,
                    options.replace, options.numbered};
    const auto written = image::planWrite(plan.content, plan.writing);
    if (!written)
        return written.error();

    const bool needsHalo = !traits.streams() || options.tile > 0 || options.ensemble || options.inTiles;
    const auto halo = measuring && needsHalo ? haloOf(model, options.model.hash(), options.cacheFolder,
                                                      measuring->gate, measuring->notice)
                                             : likelyHalo(model, options.model.hash(), options.cacheFolder);
    if (!halo)
        return halo.error();
    UpscalePlan& summary = plan.summary;
    summary.notes = source.notes;
    summary.losses = source.notes;
    summary.losses.insert(summary.losses.end(), written->notes.begin(), written->notes.end());
    plan.isEnsemble = options.ensemble;
    if (plan.isEnsemble)
        summary.notes.push_back(
            fmt::format("The mean of {} turns and mirrorings of each tile is taken, which "
                        "takes {} times as long",
                        ensembleRuns, ensembleRuns));
    plan.curve = image::WorkingCurve::of(source);
    plan.staysInSrgb = plan.curve && traits.colourises() && source.isGrey();
    if (plan.staysInSrgb)
        plan.content.metadata.colours = {};
    if (plan.curve)
        summary.notes.push_back(
            plan.staysInSrgb ? "Its tone curve is brought to sRGB's, and the coloured result keeps that"
                             : "Its tone curve is brought to sRGB's for the network, and back");
    const MemoryBudget free = freeMemory(model.device());
    if (written->memory > free.main)
        return Error{ErrorKind::OutOfMemory,
                     fmt::format("writing {} x {} pixels as {} needs {} of memory, but {} are free",
                                 out->width, out->height, image::formatName(options.format),
                                 bytesText(written->memory), bytesText(free.main)),
                     options.output, "Choose TIFF, which is written row by row, or a smaller size"};
    // Decoder, encoder and what waits for it hold theirs all the while; tiles share what is left.
    const std::int64_t result =
        std::int64_t(out->width) * out->height * plan.content.channels * sizeof(float);
    // For a writer beside a card: what may wait, and the rows that come then.
    const std::int64_t waiting =
        traits.sharesMemory ? 0 : std::min<std::int64_t>(2 * BackgroundWriter::mostWaiting, result);
    const std::int64_t held = source.decodingMemory + written->memory + waiting;
    const MemoryBudget left{free.device, std::max(free.main - held, std::int64_t(0)), free.isShared};
    const std::int64_t reserve = free.main / 20; // figures are rough
    const std::int64_t usable = left.main - reserve;
    const int count = passesFor(in, *out, traits.scale);
    auto passes = planPassesWithin(usable, traits, options, left, in, colours, count, *halo, summary.notes);
    if (!passes)
        return std::move(passes).error();
    plan.passes = std::move(*passes);
    for (const PassPlan& pass : plan.passes) {
        summary.tiles += pass.tiles;
        plan.work += pass.work;
    }
    if (traits.seesAll && summary.tiles > std::ssize(plan.passes))
        summary.notes.push_back("This network takes means over all that it sees at once: in tiles the result "
                                "differs a little from that of the whole picture in one piece");
    const std::int64_t need = passesMemory(plan.passes, traits, options, colours, free.isShared);
    if (need > usable)
        return tooLittleMemory(options.input, held + need + reserve, free.main);
    plan.spareMemory = usable - need;
    const double reached = double(plan.passes.back().in.width) * traits.scale / in.width;
    const double wanted = double(out->width) / in.width;
    if (wanted > reached * 1.06)
        summary.notes.push_back(
            fmt::format("The network enlarges {:g} times{}; the rest up to {:.4g} times is resampled",
                        reached, count > 1 ? " in two passes" : "", wanted));
    const ThroughputCache speeds(model, options.model.speedHash(), options.cacheFolder);
    std::optional<double> speed = speeds.known();
    if (!speed && measuring) {
        const auto measured = speeds.pixelsPerSecond(measuring->gate);
        if (!measured)
            return measured.error();
        speed = *measured;
    }

    summary.source = std::move(source);
    summary.source.width = in.width;
    summary.source.height = in.height;
    summary.width = out->width;
    summary.height = out->height;
    summary.bits = written->bits;
    summary.passes = count;
    const PassPlan& first = plan.passes.front();
    summary.strip = first.strip;
    summary.tile = first.streams ? 0 : first.settings.tile;
    summary.halo = first.streams ? 0 : first.settings.halo;
    summary.resident = residentMemory();
    summary.memory = summary.resident + held + need;
    summary.fileSize = written->estimatedSize;
    if (speed)
        summary.seconds = plan.work * (plan.isEnsemble ? ensembleRuns : 1) / *speed;
    summary.notes.insert(summary.notes.end(), written->notes.begin(), written->notes.end());
    return plan;
}

} // namespace enlarger::infer
