// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/pass_plan.h"

#include "core/infer/tiling/tiny_picture.h"

#include <algorithm>

namespace enlarger::infer {

namespace {

constexpr double tileBytes = 1024.0 * 1024.0 * 1024.0; // a default tile's working memory
constexpr double tileFlops = 8e12; // and its work: seconds on a CPU, so that progress shows
constexpr double bandBytes = 512.0 * 1024.0 * 1024.0; // a band of SR rows
constexpr int longestTile = 512;
constexpr int smallestTile = 64;      // below it, most of the work would be halo
constexpr int smallestTinyTile = 128; // of a tiny picture, whose margin smaller ones would read again
constexpr int tileStep = 32;          // a multiple of every network's inputMultiple
constexpr int generousHalo = 64;      // a mean difference below 0.07/255 for RRDBNet-23

int roundDown(double value)
{
    return static_cast<int>(value / tileStep) * tileStep;
}

/// The height at which a band of SR rows as wide as the picture takes bandBytes.
int bandHeight(const ModelTraits& traits, int width, int channels)
{
    const double bytesPerRow =
        double(width) * traits.scale * traits.scale * traits.channelsFor(channels) * sizeof(float);
    return std::max(roundDown(std::min(bandBytes / bytesPerRow, 1e6)), smallestTile);
}

int roundUp(int value, int multiple)
{
    return (value + multiple - 1) / multiple * multiple;
}

struct AxisFigures
{
    std::int64_t input = 0; // of all tiles together, as the network takes them
    std::int64_t longestInput = 0;
    std::int64_t longestOutput = 0;
};

AxisFigures figuresOf(const std::vector<TileSpan>& axis, int multiple)
{
    AxisFigures figures;
    for (const auto& [input, output] : axis) {
        figures.input += roundUp(input.length(), multiple);
        figures.longestInput = std::max<std::int64_t>(figures.longestInput, input.length());
        figures.longestOutput = std::max<std::int64_t>(figures.longestOutput, output.length());
    }
    return figures;
}

PassPlan withSettings(const ModelTraits& traits, const PixelSize& in, int channels,
                      const TileSettings& settings)
{
    const PixelSize size = networkSize(in);
    const TilePlan tiles = planTiles(size.width, size.height, settings);
    const AxisFigures x = figuresOf(tiles.columns, traits.inputMultiple);
    const AxisFigures y = figuresOf(tiles.rows, traits.inputMultiple);
    const std::int64_t pixelBytes = traits.channelsFor(channels) * std::int64_t(sizeof(float));
    const std::int64_t srPixels = std::int64_t(traits.scale) * traits.scale;

    PassPlan pass;
    pass.in = in;
    pass.settings = settings;
    pass.tiles = tiles.tileCount();
    pass.work = double(x.input) * double(y.input) * traits.runsFor(channels);
    pass.memory.device = traits.workingBytes(x.longestInput, y.longestInput);
    pass.memory.main = size.width * srPixels * (y.longestOutput + tiles.feather) * pixelBytes // the band
                       + 2 * x.longestInput * y.longestInput * srPixels * pixelBytes // a tile, and its output
                       + size.width * (y.longestInput + 64) * pixelBytes;            // the LR rows
    return pass;
}

PassPlan planStream(const ModelTraits& traits, const PixelSize& in, int channels, StripHeight strips)
{
    const PixelSize size = networkSize(in);
    const StreamNeed need = traits.streamNeed(size.width, size.height, strips);
    const int runs = traits.runsFor(channels);
    const std::int64_t rowBytes =
        std::int64_t(size.width) * traits.channelsFor(channels) * std::int64_t(sizeof(float));
    const std::int64_t srPixels = std::int64_t(traits.scale) * traits.scale;

    PassPlan pass;
    pass.in = in;
    pass.streams = true;
    pass.stripHeight = strips;
    pass.strip = need.rows;
    pass.tiles = need.strips;
    pass.work = tileWork(traits, channels, size.width, size.height);
    constexpr int waitingRows = 64; // LR rows that have come in a band
    // Held from the first row to the last one.
    (traits.sharesMemory ? pass.memory.main : pass.memory.device) = traits.fixedBytes + need.bytes * runs;
    pass.memory.main += 2 * need.rows * srPixels * rowBytes // the SR rows of a strip
                        + waitingRows * rowBytes;
    return pass;
}

} // namespace

double tileWork(const ModelTraits& traits, int channels, int width, int height)
{
    return double(roundUp(width, traits.inputMultiple)) * roundUp(height, traits.inputMultiple) *
           traits.runsFor(channels);
}

TileSettings overlapFor(const ModelTraits& traits, int halo)
{
    TileSettings settings;
    settings.halo = halo;
    settings.feather = halo >= traits.receptiveRadius ? 0 : 8;
    settings.multiple = traits.tileMultiple;
    return settings;
}

int defaultTile(const ModelTraits& traits, const TileSettings& overlap)
{
    int tile = longestTile;
    const auto isTooMuch = [&](int read) {
        const double bytes =
            traits.streamsPieces ? double(traits.streamNeed(read, read, StripHeight::Fastest).bytes) : 0.0;
        return double(read) * read * traits.bytesPerPixel + bytes > tileBytes ||
               double(read) * read * traits.flopsPerPixel > tileFlops;
    };
    while (tile > smallestTile && isTooMuch(tile + overlap.feather + 2 * overlap.halo))
        tile -= tileStep;
    return tile;
}

PassPlan planPass(const ModelTraits& traits, const PixelSize& in, int channels, const TileSettings& overlap,
                  int tile)
{
    TileSettings settings = overlap;
    settings.tile = isTiny(in) ? std::max(tile, smallestTinyTile) : tile;
    settings.tileHeight = std::min(settings.tile, bandHeight(traits, in.width, channels));
    return withSettings(traits, in, channels, settings);
}

PassPlan planPassWithin(const MemoryBudget& budget, const ModelTraits& traits, const PixelSize& in,
                        int channels, const TileSettings& overlap, int tile)
{
    PassPlan pass = planPass(traits, in, channels, overlap, tile);
    while (!pass.memory.fits(budget) && tile > smallestTile) {
        tile = std::max(roundDown(tile - 1), smallestTile);
        pass = planPass(traits, in, channels, overlap, tile);
    }
    return pass;
}

PassPlan planStreamWithin(const MemoryBudget& budget, const ModelTraits& traits, const PixelSize& in,
                          int channels)
{
    PassPlan pass = planStream(traits, in, channels, StripHeight::Fastest);
    return pass.memory.fits(budget) ? pass : planStream(traits, in, channels, StripHeight::Lowest);
}

PassPlan planWideTiles(const MemoryBudget& budget, const ModelTraits& traits, const PixelSize& in,
                       int channels)
{
    const int halo = std::min(generousHalo * traits.inputMultiple, traits.receptiveRadius);
    const TileSettings overlap = overlapFor(traits, halo);
    int tile = roundDown(in.width + tileStep);
    PassPlan pass = planPass(traits, in, channels, overlap, tile);
    while (!pass.memory.fits(budget) && tile > smallestTile) {
        tile = std::max(roundDown(tile * 0.9), smallestTile);
        pass = planPass(traits, in, channels, overlap, tile);
    }
    return pass;
}

PassPlan planWhole(const ModelTraits& traits, const PixelSize& in, int channels)
{
    TileSettings settings = overlapFor(traits, 0);
    const PixelSize size = networkSize(in);
    settings.tile = std::max(size.width, size.height) + traits.tileMultiple;
    settings.feather = 0;
    return withSettings(traits, in, channels, settings);
}

} // namespace enlarger::infer
