// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/change_mark.h"

#include <QEvent>
#include <QPainter>

namespace enlarger::ui {

namespace {

constexpr int duration = 1600; // ms
constexpr int reach = 6;       // pixels beyond the section
constexpr int corner = 5;      // radius

} // namespace

void ChangeMark::put(QWidget& section)
{
    (new ChangeMark(section))->show();
}

ChangeMark::ChangeMark(QWidget& section)
    : QWidget(section.parentWidget())
    , m_section(section)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    place();
    m_section.installEventFilter(this);
    m_fading.setStartValue(1.0);
    m_fading.setEndValue(0.0);
    m_fading.setDuration(duration);
    m_fading.setEasingCurve(QEasingCurve::InQuad);
    connect(&m_fading, &QVariantAnimation::valueChanged, this, qOverload<>(&QWidget::update));
    connect(&m_fading, &QVariantAnimation::finished, this, &QObject::deleteLater);
    m_fading.start();
}

void ChangeMark::place()
{
    setGeometry(m_section.geometry().adjusted(-reach, -reach, reach, reach));
}

// What has changed may be laid out anew after that.
bool ChangeMark::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::Move)
        place();
    return QWidget::eventFilter(watched, event);
}

void ChangeMark::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor colour = palette().color(QPalette::Highlight);
    colour.setAlphaF(float(m_fading.currentValue().toDouble()));
    painter.setPen(QPen(colour, 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), corner, corner);
}

} // namespace enlarger::ui
