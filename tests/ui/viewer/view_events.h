// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QMouseEvent>
#include <QPointF>
#include <QTest>
#include <QWheelEvent>
#include <QWidget>

#include <cmath>

namespace enlarger::tests {

inline bool isNear(double one, double other, double tolerance = 1e-6)
{
    return std::abs(one - other) <= tolerance;
}

inline bool isNear(QPointF one, QPointF other, double tolerance = 1e-6)
{
    return isNear(one.x(), other.x(), tolerance) && isNear(one.y(), other.y(), tolerance);
}

/// QTest::mouseMove() knows whole pixels and no buttons.
inline void moveMouse(QWidget& widget, QPointF place, Qt::MouseButtons buttons = {})
{
    QMouseEvent event(QEvent::MouseMove, place, widget.mapToGlobal(place), Qt::NoButton, buttons,
                      Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &event);
}

inline void drag(QWidget& widget, QPoint from, QPoint to)
{
    QTest::mousePress(&widget, Qt::LeftButton, {}, from);
    moveMouse(widget, to, Qt::LeftButton);
    QTest::mouseRelease(&widget, Qt::LeftButton, {}, to);
}

/// `angle`: eighths of a degree; 120 is a notch.
inline void turnWheel(QWidget& widget, QPointF place, int angle)
{
    QWheelEvent event(place, widget.mapToGlobal(place), {}, {0, angle}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&widget, &event);
}

} // namespace enlarger::tests
