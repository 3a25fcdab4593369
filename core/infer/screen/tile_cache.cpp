// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/screen/tile_cache.h"

namespace enlarger::infer {

std::int64_t tileBytes(int width, int height)
{
    constexpr std::int64_t bytesPerPixel = 3 + 4 + 1; // RegionTile::values, ::shown and ::half
    constexpr std::int64_t overhead = 256;
    return std::int64_t(width) * height * bytesPerPixel + overhead;
}

TilePointer TileCache::find(const TileKey& key)
{
    const auto found = m_places.find(key);
    if (found == m_places.end())
        return nullptr;
    m_entries.splice(m_entries.end(), m_entries, found->second);
    return found->second->second;
}

bool TileCache::has(const TileKey& key, const image::PixelRect& area) const
{
    const auto found = m_places.find(key);
    return found != m_places.end() && found->second->second->area.contains(area);
}

const RegionTile* TileCache::peek(const TileKey& key) const
{
    const auto found = m_places.find(key);
    return found != m_places.end() ? found->second->second.get() : nullptr;
}

void TileCache::insert(const TileKey& key, TilePointer tile)
{
    if (const auto old = m_places.find(key); old != m_places.end())
        drop(old->second);
    m_bytes += tileBytes(tile->width, tile->height);
    m_places[key] = m_entries.insert(m_entries.end(), {key, std::move(tile)});
}

void TileCache::shrinkTo(std::int64_t bytes, const std::function<bool(const Entry&)>& isWanted)
{
    for (Place place = m_entries.begin(); place != m_entries.end() && m_bytes > bytes;)
        place = isWanted(*place) ? std::next(place) : drop(place);
}

void TileCache::forget(std::uint64_t layer)
{
    for (Place place = m_entries.begin(); place != m_entries.end();)
        place = place->first.layer == layer ? drop(place) : std::next(place);
}

TileCache::Place TileCache::drop(Place place)
{
    m_bytes -= tileBytes(place->second->width, place->second->height);
    m_places.erase(place->first);
    return m_entries.erase(place);
}

} // namespace enlarger::infer
