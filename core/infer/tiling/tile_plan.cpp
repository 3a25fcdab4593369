// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/tile_plan.h"

#include <algorithm>
#include <cassert>
#include <cstdint>

namespace enlarger::infer {

namespace {

/// The feather that every tile of an axis has room for: two of them, at its two ends, must not meet.
int roomForFeather(const std::vector<int>& cuts, int feather)
{
    for (std::size_t i = 1; i + 2 < cuts.size(); ++i)
        feather = std::min(feather, cuts[i + 1] - cuts[i]);
    if (cuts.size() > 2) // the outermost tiles have one at their inner end alone
        feather = std::min({feather, 2 * (cuts[1] - cuts[0]), 2 * (cuts.back() - cuts[cuts.size() - 2])});
    return feather / 2 * 2;
}

/// Where the tiles of a span meet, its two ends included: multiples of `multiple` inside, as even as those
/// allow.
std::vector<int> cutEvenly(const Span& span, int tile, int multiple)
{
    const std::int64_t first = span.begin / multiple; // the span in units of `multiple`, begun units counted
    const std::int64_t units = (span.end + multiple - 1) / multiple - first;
    const std::int64_t longest = std::max(tile / multiple, 1);
    const std::int64_t count = std::max<std::int64_t>((units + longest - 1) / longest, 1);
    std::vector<int> cuts{span.begin};
    for (std::int64_t i = 1; i < count; ++i)
        cuts.push_back(static_cast<int>((first + units * i / count) * multiple));
    cuts.push_back(span.end);
    return cuts;
}

std::vector<TileSpan> spansOf(const std::vector<int>& cuts, int length, int feather, int halo, int multiple)
{
    std::vector<TileSpan> spans;
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
        TileSpan span;
        span.output.begin = cuts[i] - (i == 0 ? 0 : feather / 2);
        span.output.end = cuts[i + 1] + (i + 2 == cuts.size() ? 0 : feather / 2);
        span.input.begin = std::max(span.output.begin - halo, 0) / multiple * multiple;
        const std::int64_t end = (std::int64_t(span.output.end) + halo + multiple - 1) / multiple * multiple;
        span.input.end = static_cast<int>(std::min<std::int64_t>(end, length));
        spans.push_back(span);
    }
    return spans;
}

} // namespace

TilePlan planTiles(int width, int height, const TileSettings& settings)
{
    assert(width > 0 && height > 0 && settings.tile > 0 && settings.halo >= 0 && settings.multiple > 0);
    const int tileHeight =
        settings.tileHeight > 0 ? std::min(settings.tileHeight, settings.tile) : settings.tile;
    const auto columns = cutEvenly({0, width}, settings.tile, settings.multiple);
    const auto rows = cutEvenly({0, height}, tileHeight, settings.multiple);

    TilePlan plan;
    plan.feather =
        std::min(roomForFeather(columns, settings.feather), roomForFeather(rows, settings.feather));
    plan.columns = spansOf(columns, width, plan.feather, settings.halo, settings.multiple);
    plan.rows = spansOf(rows, height, plan.feather, settings.halo, settings.multiple);
    return plan;
}

std::vector<TileSpan> cutSpan(const Span& span, int length, int tile, const TileSettings& settings)
{
    const auto cuts = cutEvenly(span, tile, settings.multiple);
    return spansOf(cuts, length, roomForFeather(cuts, settings.feather), settings.halo, settings.multiple);
}

} // namespace enlarger::infer
