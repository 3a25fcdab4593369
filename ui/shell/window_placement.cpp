// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_placement.h"

#include <QGuiApplication>
#include <QMargins>
#include <QScreen>
#include <QStyle>
#include <QWidget>

#include <algorithm>

namespace enlarger::ui {

QSize firstWindowSize(QSize wanted, QSize available)
{
    return wanted.boundedTo(available * 0.9);
}

QRect placedWithin(QRect window, const QMargins& frame, const QRect& available)
{
    const QRect room = available.marginsRemoved(frame);
    window.setSize(window.size().boundedTo(room.size()));
    const auto shift = [](int low, int high, int from, int to) { // [low, high] into [from, to]
        return low < from ? from - low : std::min(0, to - high);
    };
    window.translate(shift(window.left(), window.right(), room.left(), room.right()),
                     shift(window.top(), window.bottom(), room.top(), room.bottom()));
    return window;
}

namespace {

QMargins frameOf(const QWidget& window)
{
    if (!window.isVisible())
        return {0, window.style()->pixelMetric(QStyle::PM_TitleBarHeight), 0, 0};
    const QRect inner = window.geometry();
    const QRect outer = window.frameGeometry();
    return {inner.left() - outer.left(), inner.top() - outer.top(), outer.right() - inner.right(),
            outer.bottom() - inner.bottom()};
}

} // namespace

void placeWindow(QWidget& window, QSize wanted, const QByteArray& saved)
{
    window.resize(firstWindowSize(wanted, window.screen()->availableSize()));
    window.restoreGeometry(saved);
    keepOnScreen(window);
}

void keepOnScreen(QWidget& window)
{
    if (window.isMaximized() || window.isFullScreen())
        return;
    const QScreen* under = QGuiApplication::screenAt(window.geometry().center());
    const QRect room = (under ? under : window.screen())->availableGeometry();
    const QRect placed = placedWithin(window.geometry(), frameOf(window), room);
    if (placed != window.geometry())
        window.setGeometry(placed);
}

} // namespace enlarger::ui
