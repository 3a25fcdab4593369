// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/run_delegate.h"

#include "app/finetune/run_catalog.h"

#include <QPainter>

#include <algorithm>

namespace enlarger::ui {

namespace {

constexpr int margin = 8; // pixels
constexpr int gap = 8;
constexpr int curveWidth = 44;

/// The values from left to right, the least at the bottom.
void drawCurve(QPainter& painter, const QRectF& place, const QList<double>& values)
{
    if (values.size() < 2)
        return;
    const auto [least, most] = std::ranges::minmax(values);
    const double range = most > least ? most - least : 1.0;
    QPolygonF line;
    for (qsizetype i = 0; i < values.size(); ++i)
        line += QPointF(place.left() + place.width() * double(i) / double(values.size() - 1),
                        place.bottom() - place.height() * (values[i] - least) / range);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawPolyline(line);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

} // namespace

QSize RunDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {100, 2 * option.fontMetrics.height() + 2 * margin + 2};
}

void RunDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    using Role = app::RunCatalog::Role;
    const QPalette& palette = option.palette;
    const bool isChosen = option.state.testFlag(QStyle::State_Selected);
    if (isChosen || option.state.testFlag(QStyle::State_MouseOver))
        painter->fillRect(option.rect,
                          palette.color(isChosen ? QPalette::Midlight : QPalette::AlternateBase));
    if (isChosen)
        painter->fillRect(QRect(option.rect.topLeft(), QSize(2, option.rect.height())),
                          palette.color(QPalette::Highlight));
    const QRect inside = option.rect.adjusted(margin, margin, -margin, -margin);
    const int line = option.fontMetrics.height();
    const auto write = [&](int row, int right, QPalette::ColorRole role, const QString& text) {
        const int width = std::max(0, inside.width() - right);
        painter->setPen(palette.color(role));
        painter->drawText(QRect(inside.left(), inside.top() + row * (line + 2), width, line),
                          Qt::AlignLeft | Qt::AlignVCenter,
                          option.fontMetrics.elidedText(text, Qt::ElideRight, width));
    };
    const QString best = index.data(Role::BestRole).toString();
    const auto curve = index.data(Role::CurveRole).value<QList<double>>();
    const bool isRunning = index.data(Role::StageRole).toInt() == int(app::RunStage::InProgress);
    const int bestWidth = best.isEmpty() ? 0 : option.fontMetrics.horizontalAdvance(best) + gap;
    write(0, bestWidth, QPalette::Text, index.data(Qt::DisplayRole).toString());
    write(1, curve.size() < 2 ? 0 : curveWidth + gap,
          isRunning ? QPalette::Highlight : QPalette::PlaceholderText,
          index.data(Role::SummaryRole).toString());
    painter->setPen(palette.color(QPalette::PlaceholderText));
    painter->drawText(QRect(inside.left(), inside.top(), inside.width(), line),
                      Qt::AlignRight | Qt::AlignVCenter, best);
    painter->setPen(palette.color(isRunning ? QPalette::Highlight : QPalette::Text));
    drawCurve(*painter, QRectF(inside.right() - curveWidth, inside.top() + line + 4, curveWidth, line - 4),
              curve);
}

} // namespace enlarger::ui
