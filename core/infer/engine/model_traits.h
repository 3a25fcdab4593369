// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>

namespace enlarger::infer {

/// How high an exact stream's strips are.
enum class StripHeight {
    Fastest,
    Lowest, // those of the least memory
};

/// What an exact stream over a picture takes.
struct StreamNeed
{
    std::int64_t bytes = 0; // of its buffers, on the device
    int strips = 0;
    int rows = 0; // LR rows of a strip
};

/// What the tiling must know of a network.
struct ModelTraits
{
    std::string architecture; // "RRDBNet 64x23, growth 32", for people
    int scale = 4;
    int inChannels = 3; // 1 to 4
    int outChannels = 3;
    int inputMultiple = 1;   // what it is given begins and ends at multiples of this
    int tileMultiple = 1;    // and those of a larger picture at multiples of this, one of inputMultiple
    int receptiveRadius = 0; // LR pixels: beyond it nothing can matter
    bool seesAll = false;    // all that it is given matters everywhere: receptiveRadius has no end
    std::int64_t parameters = 0;
    double flopsPerPixel = 0.0;     // per LR pixel, for the plan's time
    double bytesPerPixel = 0.0;     // peak working memory per LR pixel of a tile, in this precision
    double slabBytesPerPixel = 0.0; // and besides, but of all pixels together at most slabBytes
    std::int64_t slabBytes = 0;
    std::int64_t fixedBytes = 0; // and what it needs besides, whatever the tile's size
    bool sharesMemory = true;    // it computes in main memory

    /// Empty: it does not run as an exact stream of rows. Else for a picture or a tile of width x height LR
    /// pixels.
    std::function<StreamNeed(int width, int height, StripHeight strips)> streamNeed;
    bool streams() const { return bool(streamNeed); }
    bool streamsPieces = false; // what is run at once, a tile, goes through such a stream, too

    /// Peak working memory on a tile of width x height LR pixels, in bytes.
    std::int64_t workingBytes(std::int64_t width, std::int64_t height) const
    {
        const double pixels = double(width) * double(height);
        const double piece = bytesPerPixel * pixels + std::min(slabBytesPerPixel * pixels, double(slabBytes));
        return fixedBytes + static_cast<std::int64_t>(piece) +
               (streamsPieces ? streamNeed(int(width), int(height), StripHeight::Fastest).bytes : 0);
    }

    /// Takes grey and gives colour. Everything else keeps a photo's channels.
    bool colourises() const { return inChannels < 3 && outChannels >= 3; }
    /// How many channels a picture of so many comes out with; alpha, an even count, stays.
    int channelsFor(int channels) const { return colourises() && channels < 3 ? channels + 2 : channels; }
    /// How often it runs for a picture of so many: a grey network takes one at a time.
    int runsFor(int channels) const { return inChannels < 3 && channels > 2 && !colourises() ? channels : 1; }
};

} // namespace enlarger::infer
