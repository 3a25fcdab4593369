// SPDX-License-Identifier: GPL-3.0-or-later
// How a person moves in a picture: wheel, mouse, keys, touch. What is shown is in picture_view.cpp.
#include "ui/viewer/picture_view.h"

#include "ui/viewer/crop_tool.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QTouchEvent>
#include <QWheelEvent>

#include <cmath>

namespace enlarger::ui {

namespace {

constexpr double wheelStep = 1.25;  // of a notch
constexpr double notch = 120.0;     // of QWheelEvent
constexpr double arrowStep = 60.0;  // device-independent pixels
constexpr double pageOverlap = 0.1; // of the view, that stays in it

// A whole notch that would pass by 100% stops there.
double wheelFactor(double angle, double zoom)
{
    const double factor = std::pow(wheelStep, angle / notch);
    const bool passes = (zoom < 1.0 && zoom * factor > 1.0) || (zoom > 1.0 && zoom * factor < 1.0);
    return passes && std::abs(angle) >= notch ? 1.0 / zoom : factor;
}

} // namespace

bool PictureView::event(QEvent* event)
{
    switch (event->type()) {
    case QEvent::TouchBegin:
    case QEvent::TouchUpdate:
    case QEvent::TouchEnd:
    case QEvent::TouchCancel:
        touch(m_touchInput.process(*static_cast<QTouchEvent*>(event)));
        return true;
    case QEvent::NativeGesture:
        return zoomNatively(*static_cast<QNativeGestureEvent*>(event));
    default:
        return QWidget::event(event);
    }
}

void PictureView::touch(const TouchInput::Step& step)
{
    switch (step.kind) {
    case TouchInput::Kind::None:
        break;
    case TouchInput::Kind::Press:
        setFocus(Qt::MouseFocusReason);
        press(step.to, Qt::LeftButton);
        break;
    case TouchInput::Kind::Drag:
        dragTo(step.to);
        break;
    case TouchInput::Kind::Release:
        release();
        break;
    case TouchInput::Kind::Pinch: {
        ViewGeometry geometry = m_geometry;
        geometry.zoomAt(step.from, step.factor);
        geometry.panBy(step.to - step.from);
        moveTo(geometry);
        break;
    }
    case TouchInput::Kind::DoubleTap:
        release();
        if (!m_cropTool)
            toggleFit(step.to);
        break;
    }
}

// Two fingers on a touchpad.
bool PictureView::zoomNatively(const QNativeGestureEvent& event)
{
    if (event.gestureType() == Qt::SmartZoomNativeGesture) {
        toggleFit(event.position());
        return true;
    }
    if (event.gestureType() != Qt::ZoomNativeGesture)
        return false;
    zoomAt(event.position(), 1.0 + event.value());
    return true;
}

void PictureView::wheelEvent(QWheelEvent* event)
{
    const double angle = event->angleDelta().y();
    if (angle == 0 || m_geometry.isEmpty()) {
        event->ignore();
        return;
    }
    zoomAt(event->position(), wheelFactor(angle, m_geometry.zoom()));
    setCursorSpot(event->position());
}

void PictureView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton)
        press(event->position(), event->button());
    else
        event->ignore();
}

void PictureView::press(QPointF viewPoint, Qt::MouseButton button)
{
    if (m_focusRing) {
        m_focusRing = false;
        update();
    }
    Q_EMIT activated();
    if (m_cropTool && button == Qt::LeftButton && !m_geometry.isEmpty()) {
        m_cropDrag = true;
        m_cropTool->press(viewPoint, m_geometry);
        return;
    }
    m_dragFrom = viewPoint;
    setCursor(Qt::ClosedHandCursor);
}

void PictureView::mouseMoveEvent(QMouseEvent* event)
{
    dragTo(event->position());
    if (m_cropTool && event->buttons() == Qt::NoButton)
        setCursor(CropTool::cursorOf(m_cropTool->handleAt(event->position(), m_geometry)));
    setCursorSpot(event->position());
}

void PictureView::dragTo(QPointF viewPoint)
{
    if (m_cropDrag && m_cropTool) {
        m_cropTool->drag(viewPoint, m_geometry);
    } else if (m_dragFrom) {
        panBy(viewPoint - *m_dragFrom);
        m_dragFrom = viewPoint;
    }
}

void PictureView::mouseReleaseEvent(QMouseEvent* event)
{
    if (!(event->buttons() & (Qt::LeftButton | Qt::MiddleButton))) // else the other one is still down
        release();
}

void PictureView::release()
{
    if (m_cropDrag && m_cropTool)
        m_cropTool->release();
    if (m_dragFrom)
        unsetCursor();
    m_cropDrag = false;
    m_dragFrom.reset();
}

void PictureView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && !m_cropTool)
        toggleFit(event->position());
    else
        mousePressEvent(event);
}

void PictureView::toggleFit(QPointF viewPoint)
{
    if (isFit())
        zoomAt(viewPoint, 1.0 / m_geometry.zoom());
    else
        fit();
}

void PictureView::leaveEvent(QEvent* /*event*/)
{
    setCursorSpot({});
}

void PictureView::keyPressEvent(QKeyEvent* event)
{
    if (!handleKey(*event))
        event->ignore();
}

bool PictureView::handleKey(const QKeyEvent& event)
{
    if (m_cropTool && m_cropTool->handleKey(event))
        return true;
    const bool page = event.modifiers() & Qt::ShiftModifier;
    const double right = page ? width() * (1 - pageOverlap) : arrowStep;
    const double down = page ? height() * (1 - pageOverlap) : arrowStep;
    switch (event.key()) {
    case Qt::Key_Left:
        panBy({right, 0});
        break;
    case Qt::Key_Right:
        panBy({-right, 0});
        break;
    case Qt::Key_Up:
        panBy({0, down});
        break;
    case Qt::Key_Down:
        panBy({0, -down});
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        setZoom(ViewGeometry::nextZoom(m_geometry.zoom()));
        break;
    case Qt::Key_Minus:
        setZoom(ViewGeometry::previousZoom(m_geometry.zoom()));
        break;
    default:
        return false;
    }
    return true;
}

void PictureView::focusInEvent(QFocusEvent* event)
{
    m_focusRing = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    update();
    Q_EMIT activated();
}

void PictureView::focusOutEvent(QFocusEvent* /*event*/)
{
    m_focusRing = false;
    update();
}

} // namespace enlarger::ui
