// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/split_divider.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

namespace enlarger::ui {

namespace {

constexpr int handleSize = 40;
constexpr int handleMargin = 2;    // room for the ring of the focus
constexpr int grabWidth = 11;      // of the line
constexpr double smallStep = 0.01; // of the parent's width, by key
constexpr double largeStep = 0.1;
constexpr int lineAt = handleSize / 2 + handleMargin;

} // namespace

SplitDivider::SplitDivider(QWidget* parent)
    : QWidget(parent)
{
    setCursor(Qt::SplitHCursor);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Divider"));
    setAccessibleDescription(tr("Drag it, or press the left and right arrow keys."));
}

void SplitDivider::setPlace(int x)
{
    setGeometry(x - lineAt, 0, 2 * lineAt + 1, parentWidget()->height());
}

QRect SplitDivider::handle() const
{
    return {lineAt - handleSize / 2, (height() - handleSize) / 2, handleSize, handleSize};
}

void SplitDivider::resizeEvent(QResizeEvent* /*event*/)
{
    // Elsewhere the mouse belongs to the pictures.
    const QRect room = handle().adjusted(-handleMargin, -handleMargin, handleMargin, handleMargin);
    setMask(QRegion(lineAt - grabWidth / 2, 0, grabWidth, height()) | QRegion(room));
}

void SplitDivider::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    // Light with a dark edge on each side: seen on every picture.
    painter.fillRect(QRect(lineAt - 1, 0, 3, height()), QColor(0, 0, 0, 70));
    painter.fillRect(QRect(lineAt, 0, 1, height()), QColor(255, 255, 255, 230));
    if (m_grabbedAt)
        return; // nothing in the way of what one looks at

    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = palette().color(QPalette::Window);
    ground.setAlphaF(hasFocus() ? 0.9F : 0.6F);
    const QColor rim = hasFocus() ? palette().color(QPalette::Highlight) : QColor(255, 255, 255, 230);
    const QRectF circle = QRectF(handle()).translated(0.5, 0).adjusted(1, 1, -1, -1);
    painter.setBrush(ground);
    painter.setPen(QPen(rim, hasFocus() ? 2.0 : 1.0));
    painter.drawEllipse(circle);

    painter.setPen(
        QPen(palette().color(QPalette::WindowText), 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    const QPointF middle = circle.center();
    for (const double side : {-1.0, 1.0}) {
        QPainterPath arrow(middle + QPointF(side * 5, -4.5));
        arrow.lineTo(middle + QPointF(side * 9.5, 0));
        arrow.lineTo(middle + QPointF(side * 5, 4.5));
        painter.drawPath(arrow);
    }
}

void SplitDivider::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    m_grabbedAt = event->position().x() - lineAt;
    update();
}

void SplitDivider::mouseMoveEvent(QMouseEvent* event)
{
    if (m_grabbedAt)
        Q_EMIT moveRequested(mapToParent(event->position()).x() - *m_grabbedAt);
    else
        event->ignore(); // the parent follows the cursor
}

void SplitDivider::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_grabbedAt.reset();
    update();
}

void SplitDivider::keyPressEvent(QKeyEvent* event)
{
    const double width = parentWidget()->width();
    const double place = x() + lineAt;
    const double step = width * (event->modifiers() & Qt::ShiftModifier ? largeStep : smallStep);
    switch (event->key()) {
    case Qt::Key_Left:
        Q_EMIT moveRequested(place - step);
        break;
    case Qt::Key_Right:
        Q_EMIT moveRequested(place + step);
        break;
    case Qt::Key_Home:
        Q_EMIT moveRequested(0);
        break;
    case Qt::Key_End:
        Q_EMIT moveRequested(width);
        break;
    default:
        event->ignore();
    }
}

void SplitDivider::focusInEvent(QFocusEvent* /*event*/)
{
    update();
}

void SplitDivider::focusOutEvent(QFocusEvent* /*event*/)
{
    update();
}

} // namespace enlarger::ui
