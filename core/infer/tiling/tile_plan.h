// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace enlarger::infer {

/// Half-open interval [begin, end) of LR pixels.
struct Span
{
    int begin = 0;
    int end = 0;
    int length() const { return end - begin; }
    bool operator==(const Span&) const = default;
};

/// One tile along one axis: it reads `input`, and what it computes counts inside `output`. Neighbours'
/// outputs overlap by the feather, where one fades into the other.
struct TileSpan
{
    Span input;
    Span output;
    bool operator==(const TileSpan&) const = default;
};

/// How a picture is cut. Pure geometry, in LR pixels.
struct TilePlan
{
    std::vector<TileSpan> columns; // from left to right
    std::vector<TileSpan> rows;    // from top to bottom
    int feather = 0;               // how far neighbours' outputs overlap; 0: hard cuts (exact networks)
    std::int64_t tileCount() const { return std::int64_t(columns.size()) * std::int64_t(rows.size()); }
};

struct TileSettings
{
    int tile = 192; // the longest side of an output without its feather
    int tileHeight =
        0;           // the same from top to bottom, where the bands of a wide picture must be low; 0: as tile
    int halo = 32;   // what a tile reads beyond its output, except at the picture's border
    int feather = 8; // even; 0 where tiles are exact; less where tiles are too small for it
    int multiple = 1; // inputs begin at multiples of it, and end there or at the picture's end
};

/// Cuts width x height into even tiles: the sides of two tiles differ by `multiple` at most, none is a thin
/// rest. The outputs cover everything; inputs stay inside the picture.
TilePlan planTiles(int width, int height, const TileSettings& settings);

/// Cuts one span of an axis that is `length` long, as planTiles does with the whole axis. The outermost tiles
/// end exactly where the span does; inside it tiles overlap by the feather.
std::vector<TileSpan> cutSpan(const Span& span, int length, int tile, const TileSettings& settings);

} // namespace enlarger::infer
