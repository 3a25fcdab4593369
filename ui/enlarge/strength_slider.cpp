// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/strength_slider.h"

#include <QMouseEvent>
#include <QStyleOptionSlider>

namespace enlarger::ui {

StrengthSlider::StrengthSlider(QWidget* parent)
    : QSlider(Qt::Horizontal, parent)
{
    setTickPosition(QSlider::TicksBelow);
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
