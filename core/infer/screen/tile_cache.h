// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/screen/region_grid.h"
#include "core/infer/screen/region_layer.h"

#include <functional>
#include <list>
#include <map>

namespace enlarger::infer {

/// Which tile of which layer, by the number of the stage that makes it.
struct TileKey
{
    std::uint64_t layer = 0;
    int stage = 0;
    int column = 0;
    int row = 0;
    auto operator<=>(const TileKey&) const = default;
};

/// Bytes that a tile of this size takes.
std::int64_t tileBytes(int width, int height);

/// Tiles that were made, in the order of their last use. Knows no threads: its owner locks it.
class TileCache
{
public:
    using Entry = std::pair<TileKey, TilePointer>;

    /// Null where it is not there. Counts as use.
    TilePointer find(const TileKey& key);
    /// Whether the tile is there and has all of `area`.
    bool has(const TileKey& key, const image::PixelRect& area) const;
    /// The same as find(), but does not count as use.
    const RegionTile* peek(const TileKey& key) const;
    void insert(const TileKey& key, TilePointer tile);

    /// Drops the least recently used tiles until no more than `bytes` are held, but none that `isWanted`.
    void shrinkTo(std::int64_t bytes, const std::function<bool(const Entry&)>& isWanted);
    void forget(std::uint64_t layer);

    std::int64_t bytes() const { return m_bytes; }

private:
    using Place = std::list<Entry>::iterator;
    Place drop(Place place);

    std::list<Entry> m_entries; // the least recently used first
    std::map<TileKey, Place> m_places;
    std::int64_t m_bytes = 0;
};

} // namespace enlarger::infer
