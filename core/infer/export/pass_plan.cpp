// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/pass_plan.h"

#include <algorithm>

namespace enlarger::infer {

namespace {

constexpr double tileBytes = 1024.0 * 1024.0 * 1024.0; // a default tile's working memory
constexpr double tileFlops = 8e12; // and its work: seconds on a CPU, so that progress shows
constexpr double bandBytes = 512.0 * 1024.0 * 1024.0; // a band of SR rows
constexpr int longestTile = 512;
constexpr int smallestTile = 64; // below it, most of the work would be halo
constexpr int tileStep = 32;     // a multiple of every network's inputMultiple

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

struct AxisFigures
{
    std::int64_t input = 0; // of all tiles together
    std::int64_t longestInput = 0;
    std::int64_t longestOutput = 0;
};

AxisFigures figuresOf(const std::vector<TileSpan>& axis)
{
    AxisFigures figures;
    for (const auto& [input, output] : axis) {
        figures.input += input.length();
        figures.longestInput = std::max<std::int64_t>(figures.longestInput, input.length());
        figures.longestOutput = std::max<std::int64_t>(figures.longestOutput, output.length());
    }
    return figures;
}

PassPlan withSettings(const ModelTraits& traits, const PixelSize& in, int channels,
                      const TileSettings& settings)
{
    const TilePlan tiles = planTiles(in.width, in.height, settings);
    const AxisFigures x = figuresOf(tiles.columns);
    const AxisFigures y = figuresOf(tiles.rows);
    const std::int64_t runs = traits.runsFor(channels);
    const std::int64_t pixelBytes = traits.channelsFor(channels) * std::int64_t(sizeof(float));
    const std::int64_t srPixels = std::int64_t(traits.scale) * traits.scale;

    PassPlan pass;
    pass.in = in;
    pass.settings = settings;
    pass.tiles = tiles.tileCount();
    pass.work = double(x.input) * double(y.input) * double(runs);
    pass.memory.device =
        traits.fixedBytes +
        static_cast<std::int64_t>(traits.bytesPerPixel * double(x.longestInput * y.longestInput));
    pass.memory.main = in.width * srPixels * (y.longestOutput + tiles.feather) * pixelBytes // the band
                       + 2 * x.longestInput * y.longestInput * srPixels * pixelBytes // a tile, and its output
                       + in.width * (y.longestInput + 64) * pixelBytes;              // the LR rows
    return pass;
}

} // namespace

TileSettings overlapFor(const ModelTraits& traits, int halo)
{
    TileSettings settings;
    settings.halo = halo;
    settings.feather = halo >= traits.receptiveRadius ? 0 : 8;
    settings.multiple = traits.inputMultiple;
    return settings;
}

int defaultTile(const ModelTraits& traits, const TileSettings& overlap)
{
    int tile = longestTile;
    const auto isTooMuch = [&](double read) {
        return read * read * traits.bytesPerPixel > tileBytes ||
               read * read * traits.flopsPerPixel > tileFlops;
    };
    while (tile > smallestTile && isTooMuch(tile + overlap.feather + 2 * overlap.halo))
        tile -= tileStep;
    return tile;
}

PassPlan planPass(const ModelTraits& traits, const PixelSize& in, int channels, const TileSettings& overlap,
                  int tile)
{
    TileSettings settings = overlap;
    settings.tile = tile;
    settings.tileHeight = std::min(tile, bandHeight(traits, in.width, channels));
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

PassPlan planWhole(const ModelTraits& traits, const PixelSize& in, int channels)
{
    TileSettings settings = overlapFor(traits, 0);
    settings.tile = std::max(in.width, in.height) + traits.inputMultiple;
    settings.feather = 0;
    return withSettings(traits, in, channels, settings);
}

} // namespace enlarger::infer
