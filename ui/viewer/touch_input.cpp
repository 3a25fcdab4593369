// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/touch_input.h"

#include <QApplication>
#include <QLineF>
#include <QStyleHints>
#include <QTouchEvent>

#include <utility>

namespace enlarger::ui {

TouchInput::Step TouchInput::process(const QTouchEvent& event)
{
    QList<QPointF> fingers;
    for (const QEventPoint& point : event.points()) {
        if (point.state() != QEventPoint::Released)
            fingers.append(point.position());
    }
    if (fingers.isEmpty() || event.type() == QEvent::TouchCancel)
        return end(event);

    if (fingers.size() == 1) {
        m_pinch.reset();
        if (!m_finger)
            return event.type() == QEvent::TouchBegin ? press(fingers[0]) : Step{}; // one of two stayed
        m_isTap = m_isTap && QLineF(*m_finger, fingers[0]).length() < QApplication::startDragDistance();
        return {Kind::Drag, {}, fingers[0]};
    }

    const QLineF line(fingers[0], fingers[1]);
    const Pinch now{line.center(), line.length()};
    const std::optional<Pinch> before = std::exchange(m_pinch, now);
    if (m_finger) {
        m_finger.reset();
        m_isTap = false;
        return {Kind::Release, {}, now.middle}; // what looked like a drag is none
    }
    if (!before || before->distance <= 0)
        return {};
    return {Kind::Pinch, before->middle, now.middle, now.distance / before->distance};
}

TouchInput::Step TouchInput::press(QPointF place)
{
    m_finger = place;
    m_isTap = true;
    return {Kind::Press, {}, place};
}

TouchInput::Step TouchInput::end(const QTouchEvent& event)
{
    m_pinch.reset();
    if (!m_finger)
        return {};
    const QPointF place = *m_finger;
    const bool isTap = m_isTap && event.type() != QEvent::TouchCancel;
    m_finger.reset();
    m_isTap = false;
    if (!isTap)
        return {Kind::Release, {}, place};

    const QStyleHints& hints = *QGuiApplication::styleHints();
    const bool isSecond = m_lastTapTime != 0 &&
                          event.timestamp() - m_lastTapTime < quint64(hints.mouseDoubleClickInterval()) &&
                          QLineF(place, m_lastTap).length() < hints.touchDoubleTapDistance();
    m_lastTap = place;
    m_lastTapTime = isSecond ? 0 : event.timestamp();
    return {isSecond ? Kind::DoubleTap : Kind::Release, {}, place};
}

} // namespace enlarger::ui
