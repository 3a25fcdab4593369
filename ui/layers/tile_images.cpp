// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/layers/tile_images.h"

#include <algorithm>
#include <vector>

namespace enlarger::ui {

namespace {

constexpr qsizetype budget = qsizetype(64) << 20; // bytes: three screens of 4 megapixels

} // namespace

QImage TileImages::find(const infer::TilePointer& tile)
{
    const auto found = m_entries.find(tile.get());
    if (found == m_entries.end() || found->second.tile.lock() != tile)
        return {};
    found->second.used = ++m_lookups;
    return found->second.image;
}

void TileImages::put(const infer::TilePointer& tile, const QImage& image)
{
    Entry& entry = m_entries[tile.get()];
    m_bytes += image.sizeInBytes() - entry.image.sizeInBytes();
    entry = {tile, image, ++m_lookups};
    if (m_bytes > budget)
        makeRoom();
}

// The half that was asked for least recently goes.
void TileImages::makeRoom()
{
    std::vector<std::uint64_t> used;
    for (const auto& [tile, entry] : m_entries)
        used.push_back(entry.used);
    const auto middle = used.begin() + std::ptrdiff_t(used.size() / 2);
    std::nth_element(used.begin(), middle, used.end());
    std::erase_if(m_entries, [this, limit = *middle](const auto& item) {
        const Entry& entry = item.second;
        if (entry.used >= limit && !entry.tile.expired())
            return false;
        m_bytes -= entry.image.sizeInBytes();
        return true;
    });
}

} // namespace enlarger::ui
