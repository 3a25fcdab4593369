// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/strength_slider.h"

#include <QMouseEvent>
#include <QPainter>
#include <QStyleOptionSlider>

namespace enlarger::ui {

StrengthSlider::StrengthSlider(QWidget* parent)
    : QSlider(Qt::Horizontal, parent)
{
    setTickPosition(QSlider::TicksBelow); // leaves room for them
}

// The style's own ticks cannot be told from a dark page.
void StrengthSlider::paintEvent(QPaintEvent* event)
{
    QSlider::paintEvent(event);
    QPainter painter(this);
    QStyleOptionSlider option;
    initStyleOption(&option);
    const QRect groove = style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderGroove, this);
    const int handle = style()->pixelMetric(QStyle::PM_SliderLength, &option, this);
    constexpr int length = 4;
    for (const int value : {minimum(), (minimum() + maximum()) / 2, maximum()}) {
        const int x = groove.x() + handle / 2 +
                      QStyle::sliderPositionFromValue(minimum(), maximum(), value, groove.width() - handle);
        painter.fillRect(x, height() - length, 1, length, palette().color(QPalette::PlaceholderText));
    }
}

// Qt's own moves by a page.
void StrengthSlider::mousePressEvent(QMouseEvent* event)
{
    QStyleOptionSlider option;
    initStyleOption(&option);
    const QRect handle = style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this);
    if (event->button() == Qt::LeftButton && !handle.contains(event->pos())) {
        const QRect groove =
            style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderGroove, this);
        setValue(QStyle::sliderValueFromPosition(minimum(), maximum(),
                                                 event->pos().x() - groove.x() - handle.width() / 2,
                                                 groove.width() - handle.width(), option.upsideDown));
    }
    QSlider::mousePressEvent(event); // the handle is under the pointer now, and is dragged on
}

void StrengthSlider::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        Q_EMIT defaultRequested();
}

} // namespace enlarger::ui
