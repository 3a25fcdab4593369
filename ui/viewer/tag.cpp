// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/tag.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPalette>

namespace enlarger::ui {

namespace {

constexpr int topPadding = 3;
constexpr double cornerRadius = 4.0;

} // namespace

QSize tagSize(const QFontMetrics& metrics, const QString& text)
{
    return {metrics.horizontalAdvance(text) + 2 * tagPadding + 2, metrics.height() + 2 * topPadding};
}

void paintTag(QPainter& painter, const QRect& place, const QString& text, const QPalette& palette, int left,
              int right)
{
    QColor ground = palette.color(QPalette::Window);
    ground.setAlphaF(0.85F);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(place, cornerRadius, cornerRadius);
    painter.setPen(palette.color(QPalette::WindowText));
    const QRect inside =
        place.adjusted(tagPadding + left, 0, -tagPadding - right, 0); // with a little room for rounding
    painter.drawText(inside, Qt::AlignCenter,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, inside.width()));
    painter.restore();
}

} // namespace enlarger::ui
