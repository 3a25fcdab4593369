// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/display_colours.h"
#include "core/image/packed_picture.h"

#include <QImage>

#include <stop_token>
#include <vector>

namespace enlarger::app {

/// A picture for the screen at its own size, a half, a quarter ... down to 256 pixels: each level is the exact mean of
/// four pixels of the one before. A value: cheap to copy, never changed.
class Pyramid
{
public:
    /// In ARGB32_Premultiplied, or RGB32 without alpha. Null where `stop` was asked for.
    static std::shared_ptr<const Pyramid> make(const image::PackedPicture& picture, const image::DisplayColours& colours,
                                               const std::stop_token& stop = {});

    int levels() const { return int(m_levels.size()); }
    const QImage& level(int index) const { return m_levels[std::size_t(index)]; } // 0: the picture's own size

    /// The smallest level that still has at least `scale` (0..1) of the picture's pixels along a side.
    int levelFor(double scale) const;

    std::int64_t bytes() const;

private:
    std::vector<QImage> m_levels;
};

} // namespace enlarger::app
