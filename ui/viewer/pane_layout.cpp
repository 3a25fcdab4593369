// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/pane_layout.h"

#include <algorithm>

namespace enlarger::ui {

namespace {

// A pair of wide pictures has more room one above the other. Only where it is much more: a pair lies side by
// side.
bool isBetterStacked(const QSize& room, const QSize& picture)
{
    constexpr double muchMore = 1.4;
    if (picture.isEmpty() || room.height() == 0)
        return false;
    const double ratio = double(picture.width()) / picture.height();
    const auto fitWidth = [ratio](double paneWidth, double paneHeight) {
        return std::min(paneWidth, paneHeight * ratio);
    };
    return fitWidth(room.width(), room.height() / 2.0) >
           muchMore * fitWidth(room.width() / 2.0, room.height());
}

} // namespace

PaneLayout PaneLayout::of(int paneCount, const QSize& room, const QSize& picture)
{
    const bool isStacked = paneCount == 2 && isBetterStacked(room, picture);
    PaneLayout layout;
    layout.columns = paneCount > 1 && !isStacked ? 2 : 1;
    layout.rows = paneCount > 2 || isStacked ? 2 : 1;
    layout.pane = {(room.width() - (layout.columns - 1) * lineWidth) / layout.columns,
                   (room.height() - (layout.rows - 1) * lineWidth) / layout.rows};
    return layout;
}

QRect PaneLayout::area(int index) const
{
    const QPoint corner((index % columns) * (pane.width() + lineWidth),
                        (index / columns) * (pane.height() + lineWidth));
    return {corner, pane};
}

} // namespace enlarger::ui
