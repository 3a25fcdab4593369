// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QSize>

namespace enlarger::ui {

/// How one to four panes share the room of a view: a value, in device-independent pixels. All panes have one
/// size, to the pixel, so that they show the same; what is left over stays empty at the edge.
struct PaneLayout
{
    static constexpr int lineWidth = 1; // between the panes

    int columns = 1;
    int rows = 1;
    QSize pane;

    /// Two panes lie side by side, or one above the other where pictures of this size get much larger by it.
    static PaneLayout of(int paneCount, const QSize& room, const QSize& picture);

    QRect area(int index) const; // of a pane, from left to right and from top to bottom
};

} // namespace enlarger::ui
