// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/histogram_view.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace enlarger::ui {

namespace {

// The ends are left out of the height: blown-out skies and black borders would flatten the rest.
double tallest(const image::Histogram& histogram)
{
    std::uint32_t most = 1;
    for (const auto* counts : {&histogram.red, &histogram.green, &histogram.blue, &histogram.luma})
        most = std::max(most, *std::max_element(counts->begin() + 1, counts->end() - 1));
    return std::sqrt(double(most));
}

QPainterPath curve(const image::Histogram::Counts& counts, double top, const QRectF& area)
{
    QPainterPath path(area.bottomLeft());
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double height = std::min(1.0, std::sqrt(double(counts[i])) / top);
        path.lineTo(area.left() + area.width() * double(i) / double(counts.size() - 1),
                    area.bottom() - height * area.height());
    }
    path.lineTo(area.bottomRight());
    return path;
}

} // namespace

HistogramView::HistogramView(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Histogram"));
    setToolTip(
        tr("How often each level of red, green, blue and brightness occurs, in the photo's own colours."));
}

void HistogramView::setHistogram(const std::optional<image::Histogram>& histogram)
{
    m_histogram = histogram;
    update();
}

void HistogramView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    if (!m_histogram)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = QRectF(rect()).adjusted(6, 6, -6, -1);
    const double top = tallest(*m_histogram);
    QColor grey = palette().color(QPalette::Text);
    grey.setAlpha(60);
    painter.fillPath(curve(m_histogram->luma, top, area), grey);
    for (const auto& [counts, colour] :
         {std::pair(&m_histogram->red, QColor("#e0574f")), std::pair(&m_histogram->green, QColor("#4faa5f")),
          std::pair(&m_histogram->blue, QColor("#4f86e0"))}) {
        painter.setPen(QPen(colour, 1.2));
        painter.drawPath(curve(*counts, top, area));
    }
}

} // namespace enlarger::ui
