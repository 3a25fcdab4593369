// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>

class QWidget;

namespace enlarger::ui {

/// The size of a window that is opened for the first time: `wanted`, at most nine tenths of what the screen
/// has room for. Device-independent pixels.
QSize firstWindowSize(QSize wanted, QSize available);

/// The nearest place and size at which all of `window` lies in `available`, title bar and borders (`frame`,
/// around the window's content) included. Device-independent pixels.
QRect placedWithin(QRect window, const QMargins& frame, const QRect& available);

/// Before a window is shown: to where `saved` (of QWidget::saveGeometry()) says, else as large as `wanted`,
/// and always within its screen.
void placeWindow(QWidget& window, QSize wanted, const QByteArray& saved);

/// Moves and shrinks a window that is not maximised so that all of it can be reached on its screen, whatever
/// was saved and on whatever screen. Before it is shown its frame is guessed.
void keepOnScreen(QWidget& window);

} // namespace enlarger::ui
