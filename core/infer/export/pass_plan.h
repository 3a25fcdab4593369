// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/engine/upscale_model.h"
#include "core/infer/tiling/output_size.h"
#include "core/infer/tiling/tile_plan.h"

namespace enlarger::infer {

/// What tiles may take, in bytes. On a CPU both are one memory.
struct MemoryBudget
{
    std::int64_t device = 0; // for the network's work
    std::int64_t main = 0;   // for bands of rows, and on a CPU for the network as well
    bool isShared = true;    // the device is the CPU
};

struct MemoryNeed
{
    std::int64_t device = 0; // the network's work on its largest tile
    std::int64_t main = 0;   // one band of SR rows, and the LR rows that tiles still read
    bool fits(const MemoryBudget& budget) const
    {
        return budget.isShared ? device + main <= budget.main
                               : device <= budget.device && main <= budget.main;
    }
};

/// How a network runs over a picture once.
struct PassPlan
{
    PixelSize in;                                   // without the margin of a tiny picture
    bool streams = false;                           // as an exact stream over the whole width, in strips
    TileSettings settings;                          // of tiles
    StripHeight stripHeight = StripHeight::Fastest; // of a stream
    int strip = 0;                                  // LR rows of its strip
    std::int64_t tiles = 0;                         // or strips
    double work = 0.0;                              // of all of them, see tileWork()
    MemoryNeed memory;
};

/// LR pixels that go through the network for a tile that reads width x height: up to its inputMultiple, and
/// once for each of `channels` where it takes one at a time.
double tileWork(const ModelTraits& traits, int channels, int width, int height);

/// How tiles overlap for this halo: not at all where it is the network's receptive-field radius.
TileSettings overlapFor(const ModelTraits& traits, int halo);

/// The tile's side when nobody asks for another one: as large as moderate memory and a progress in seconds
/// allow. It depends on the network and its precision alone, so that the same settings give the same file
/// anywhere.
int defaultTile(const ModelTraits& traits, const TileSettings& overlap);

/// Tiles of at most `tile`, lower where a band of the picture's width would be too large. `channels`: of the
/// colours.
PassPlan planPass(const ModelTraits& traits, const PixelSize& in, int channels, const TileSettings& overlap,
                  int tile);

/// The same with the largest tile, at most `tile`, that fits into the budget; with the smallest where none
/// does.
PassPlan planPassWithin(const MemoryBudget& budget, const ModelTraits& traits, const PixelSize& in,
                        int channels, const TileSettings& overlap, int tile);

/// An exact stream (traits.streams()): its memory grows with the picture's width, and nothing is computed
/// twice. In the lowest strips where others do not fit into the budget, whether these do or not.
PassPlan planStreamWithin(const MemoryBudget& budget, const ModelTraits& traits, const PixelSize& in,
                          int channels);

/// Tiles for a network that streams where the picture is too wide for that: as wide as the budget allows,
/// with a generous halo.
PassPlan planWideTiles(const MemoryBudget& budget, const ModelTraits& traits, const PixelSize& in,
                       int channels);

/// The whole picture as one tile.
PassPlan planWhole(const ModelTraits& traits, const PixelSize& in, int channels);

} // namespace enlarger::infer
