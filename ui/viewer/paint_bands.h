// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QRect>

#include <algorithm>

namespace enlarger::ui {

/// A rectangle of the screen's pixels from top to bottom in bands that Qt paints alone. What is higher than
/// 95 of them it shares among threads and waits for them, which takes longer than to paint it while networks
/// keep all cores busy.
inline QList<QRect> paintBands(const QRect& area)
{
    constexpr int height = 64;
    QList<QRect> bands;
    for (int top = area.top(); top <= area.bottom(); top += height)
        bands.emplaceBack(area.left(), top, area.width(), std::min(height, area.bottom() + 1 - top));
    return bands;
}

} // namespace enlarger::ui
