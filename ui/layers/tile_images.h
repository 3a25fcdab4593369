// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/screen/region_renderer.h"

#include <QImage>

#include <cstdint>
#include <map>
#include <memory>

namespace enlarger::ui {

/// Pictures that were made of tiles. They do not keep their tiles, and are few: those that were asked for
/// last.
class TileImages
{
public:
    QImage find(const infer::TilePointer& tile); // null: has none
    void put(const infer::TilePointer& tile, const QImage& image);

private:
    struct Entry
    {
        std::weak_ptr<const infer::RegionTile> tile; // tells a new tile at the same address
        QImage image;
        std::uint64_t used = 0; // when, in lookups
    };
    void makeRoom();

    std::map<const infer::RegionTile*, Entry> m_entries;
    std::uint64_t m_lookups = 0;
    qsizetype m_bytes = 0;
};

} // namespace enlarger::ui
