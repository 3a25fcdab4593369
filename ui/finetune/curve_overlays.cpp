// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/curve_overlays.h"

#include <algorithm>

namespace enlarger::ui {

namespace {

// In widths of the line: drawn, left out, and so on.
const std::array<QVector<qreal>, CurvePlot::mostEarlierRuns> dashes{
    QVector<qreal>{6, 3}, {2, 2}, {8, 2, 2, 2}, {12, 4}, {1, 3}, {8, 2, 1, 2, 1, 2}};

QPen dashed(const QColor& colour, std::size_t run)
{
    QPen pen(colour, 1.4);
    pen.setDashPattern(dashes[run]);
    return pen;
}

} // namespace

CurveOverlays::CurveOverlays(CurveDrawing& drawing)
    : m_drawing(drawing)
    , m_legend(new QCPLegend)
{
    drawing.rect(CurvePlace::Plot::Losses).insetLayout()->addElement(m_legend, Qt::AlignTop | Qt::AlignLeft);
    m_legend->setLayer(QStringLiteral("legend"));
    m_legend->setRowSpacing(0);
    m_legend->setMargins({6, 2, 6, 2});
    m_legend->setBorderPen(Qt::NoPen);
    m_legend->setVisible(false);
}

void CurveOverlays::draw(const std::vector<CurvePlot::EarlierRun>& runs, double smoothing)
{
    QCustomPlot& plot = m_drawing.plot();
    m_legend->clearItems();
    for (QCPGraph* graph : std::exchange(m_samples, {}))
        plot.removeGraph(graph);
    for (const Line& line : std::exchange(m_lines, {}))
        plot.removeGraph(line.graph);
    m_lastStep = 0.0;
    for (std::size_t run = 0; run < std::min(runs.size(), dashes.size()); ++run) {
        CurveSet curves;
        curves.setSmoothing(smoothing);
        curves.append(runs[run].history);
        m_lastStep = std::max(m_lastStep, curves.lastStep());
        for (const auto& [name, curve] : curves.curves()) {
            const CurvePlace place = placeOf(name);
            QCPAxisRect& rect = m_drawing.rect(place.plot);
            QCPGraph* graph = plot.addGraph(rect.axis(QCPAxis::atBottom),
                                            rect.axis(place.onRight ? QCPAxis::atRight : QCPAxis::atLeft));
            graph->removeFromLegend();
            graph->setPen(dashed(m_drawing.colourOf(name), run));
            QVector<QCPGraphData> points;
            for (std::size_t i = 0; i < curve.steps.size(); ++i)
                points.append({curve.steps[i], curve.smooth[i]});
            graph->data()->set(points, true);
            m_lines.push_back({name, graph});
        }
        QCPGraph* sample = plot.addGraph(); // has no values: the legend shows its pen
        sample->removeFromLegend();
        sample->setName(runs[run].name);
        sample->setPen(dashed(m_drawing.plot().palette().color(QPalette::Text), run));
        sample->addToLegend(m_legend);
        m_samples.push_back(sample);
    }
    m_legend->setVisible(!m_samples.empty());
}

void CurveOverlays::showCurves(const CurvePlot& owner)
{
    for (const Line& line : m_lines)
        line.graph->setVisible(owner.isShown(line.curve));
}

void CurveOverlays::colour(const QPalette& palette, const QFont& font)
{
    QColor veil = palette.color(QPalette::Base);
    veil.setAlphaF(0.8F);
    m_legend->setBrush(veil);
    m_legend->setFont(font);
    m_legend->setTextColor(palette.color(QPalette::Text));
    for (std::size_t run = 0; run < m_samples.size(); ++run)
        m_samples[run]->setPen(dashed(palette.color(QPalette::Text), run));
}

std::optional<QCPRange> CurveOverlays::rangeOf(const QCPAxis& axis, QCP::SignDomain sign,
                                               const QCPRange& steps) const
{
    std::optional<QCPRange> all;
    for (const Line& line : m_lines) {
        if (line.graph->valueAxis() != &axis || !line.graph->visible())
            continue;
        bool isFound = false;
        const QCPRange range = line.graph->getValueRange(isFound, sign, steps);
        if (isFound)
            all =
                all ? QCPRange(std::min(all->lower, range.lower), std::max(all->upper, range.upper)) : range;
    }
    return all;
}

} // namespace enlarger::ui
