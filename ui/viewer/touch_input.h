// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>

#include <optional>

class QTouchEvent;

namespace enlarger::ui {

/// What fingers on a screen mean: one drags as a mouse does, two pinch, and two taps are a double click. (A
/// QPinchGesture would come twice for each movement, as long as single fingers are left to act as the mouse.)
class TouchInput
{
public:
    enum class Kind { None, Press, Drag, Release, Pinch, DoubleTap };

    struct Step
    {
        Kind kind = Kind::None;
        QPointF from;        // of a pinch: the middle of the fingers before
        QPointF to;          // where the finger is, or the middle of the fingers
        double factor = 1.0; // of a pinch
    };

    Step process(const QTouchEvent& event);

private:
    Step press(QPointF place);
    Step end(const QTouchEvent& event);

    struct Pinch
    {
        QPointF middle;
        double distance = 0.0;
    };
    std::optional<Pinch> m_pinch;    // the last one
    std::optional<QPointF> m_finger; // where a single one came down
    bool m_isTap = false;            // it has hardly moved
    QPointF m_lastTap;
    quint64 m_lastTapTime = 0; // milliseconds; 0: none
};

} // namespace enlarger::ui
