// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/curve_drawing.h"

#include "ui/finetune/curve_marks.h"
#include "ui/finetune/curve_overlays.h"

#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace enlarger::ui {

namespace {

using Plot = CurvePlace::Plot;

const QString cursorLayer = QStringLiteral("cursor");

// Told apart on dark and on light ground, and by those who see few colours (after Okabe and Ito 2008).
const std::array<QColor, 8> colours{QColor("#4f9fe0"), QColor("#e69f00"), QColor("#2fb08a"),
                                    QColor("#cc79a7"), QColor("#d55e00"), QColor("#9a86e0"),
                                    QColor("#a8a800"), QColor("#8a8a8a")};

/// The part of a plot's height that its legend covers, 0.4 at most.
double legendShare(const QCPAxisRect& rect)
{
    double share = 0.0;
    for (const QCPLayoutElement* element : rect.insetLayout()->elements(false))
        if (element->visible() && rect.height() > 0)
            share = std::max(share, double(element->minimumOuterSizeHint().height()) / rect.height());
    return std::min(share, 0.4);
}

} // namespace

CurveDrawing::CurveDrawing(CurvePlot& owner)
    : m_owner(owner)
    , m_plot(new QCustomPlot(&owner))
{
    auto* layout = new QVBoxLayout(&owner);
    layout->setContentsMargins({});
    layout->addWidget(m_plot);
    makeRects();
    m_marks = new CurveMarks(*this);
    m_overlays = std::make_unique<CurveOverlays>(*this);
    m_plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom | QCP::iSelectLegend);
    m_plot->setMouseTracking(true);
    m_plot->setFocusPolicy(Qt::NoFocus); // its keys are the owner's
    QObject::connect(m_plot, &QCustomPlot::mouseMove, &owner,
                     [this](QMouseEvent* event) { showCursor(*event); });
    QObject::connect(m_plot, &QCustomPlot::mouseDoubleClick, &owner, [this](QMouseEvent* event) {
        for (const QCPLegend* legend : m_legends)
            if (legend->outerRect().contains(event->pos()))
                return;
        m_owner.showAll();
    });
    QObject::connect(m_plot, &QCustomPlot::legendClick, &owner,
                     [this](QCPLegend* legend, QCPAbstractLegendItem* item) { toggle(legend, item); });
    QObject::connect(m_plot, &QCustomPlot::afterReplot, &owner, [this] { fitToHeights(); });
    m_plot->hide(); // until there is something to see
    colour();
}

CurveDrawing::~CurveDrawing() = default;

void CurveDrawing::makeRects()
{
    m_plot->plotLayout()->clear();
    m_plot->plotLayout()->setRowSpacing(2);
    auto* margins = new QCPMarginGroup(m_plot);
    m_plot->addLayer(cursorLayer, m_plot->layer(QStringLiteral("main")));
    m_plot->layer(cursorLayer)->setMode(QCPLayer::lmBuffered); // it moves, and no curve is drawn again
    for (std::size_t i = 0; i < plots; ++i) {
        auto* rect = new QCPAxisRect(m_plot, true);
        m_rects[i] = rect;
        rect->setMarginGroup(QCP::msLeft | QCP::msRight, margins);
        rect->setMinimumMargins({8, 4, 8, 4});
        rect->setRangeDrag(Qt::Horizontal);
        rect->setRangeZoom(Qt::Horizontal);
        rect->axis(QCPAxis::atRight)->setVisible(i != std::size_t(Plot::Losses));
        rect->axis(QCPAxis::atRight)->setTickLabels(true);
        rect->axis(QCPAxis::atTop)->setVisible(false);
        rect->axis(QCPAxis::atBottom)->setTickLabels(i + 1 == plots);
        rect->axis(QCPAxis::atRight)->grid()->setVisible(false);
        for (const auto side : {QCPAxis::atLeft, QCPAxis::atRight})
            rect->axis(side)->setNumberPrecision(4);
        m_plot->plotLayout()->addElement(int(i), 0, rect);

        auto* legend = new QCPLegend;
        m_legends[i] = legend;
        rect->insetLayout()->addElement(legend, Qt::AlignTop | Qt::AlignRight);
        legend->setLayer(QStringLiteral("legend"));
        legend->setFillOrder(QCPLayoutGrid::foColumnsFirst);
        legend->setWrap(4);
        legend->setRowSpacing(0);
        legend->setMargins({6, 2, 6, 2});
        legend->setSelectableParts(QCPLegend::spItems);

        auto* cursor = new QCPItemStraightLine(m_plot);
        m_cursors[i] = cursor;
        cursor->setLayer(cursorLayer);
        cursor->setClipAxisRect(rect);
        for (QCPItemPosition* point : {cursor->point1, cursor->point2})
            point->setAxes(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
        cursor->setVisible(false);
    }
    m_plot->plotLayout()->setRowStretchFactors({3.0, 2.0, 1.4});
    QCPAxis* course = m_rects[std::size_t(Plot::Course)]->axis(QCPAxis::atRight);
    course->setScaleType(QCPAxis::stLogarithmic); // rates fall by powers of ten
    course->setTicker(QSharedPointer<QCPAxisTickerLog>::create());
    course->setNumberFormat(QStringLiteral("gb"));
    course->setNumberPrecision(2);
    course->ticker()->setTickCount(3);        // within one power
    for (std::size_t i = 0; i < plots; ++i) { // one axis of steps
        QObject::connect(m_rects[i]->axis(QCPAxis::atBottom),
                         qOverload<const QCPRange&>(&QCPAxis::rangeChanged), &m_owner,
                         [this](const QCPRange& range) {
                             if (m_isSettingRange)
                                 return;
                             setSteps(range.lower, range.upper);
                             followOrHold();
                             m_plot->replot(QCustomPlot::rpQueuedReplot);
                         });
    }
}

CurveDrawing::Lines& CurveDrawing::linesOf(const std::string& name)
{
    const auto found = m_lines.find(name);
    if (found != m_lines.end())
        return found->second;
    const CurvePlace place = placeOf(name);
    const auto index = std::size_t(place.plot);
    QCPAxisRect* rect = m_rects[index];
    QCPAxis* steps = rect->axis(QCPAxis::atBottom);
    QCPAxis* values = rect->axis(place.onRight ? QCPAxis::atRight : QCPAxis::atLeft);
    Lines lines;
    lines.colour = colours[m_count[index]++ % colours.size()];
    QColor faint = lines.colour;
    faint.setAlphaF(0.35F);
    lines.raw = m_plot->addGraph(steps, values);
    lines.raw->setPen(QPen(faint, 1.0));
    lines.raw->removeFromLegend();
    lines.smooth = m_plot->addGraph(steps, values);
    lines.smooth->setPen(QPen(lines.colour, 2.0));
    lines.smooth->setName(place.title);
    lines.smooth->removeFromLegend(); // the plot's own
    lines.smooth->addToLegend(m_legends[index]);
    if (place.plot == Plot::Validation)
        lines.smooth->setScatterStyle(
            QCPScatterStyle(QCPScatterStyle::ssDisc, lines.colour, lines.colour, 5));
    return m_lines.emplace(name, lines).first->second;
}

void CurveDrawing::draw(bool anew)
{
    if (anew) {
        for (auto& [name, lines] : m_lines) {
            lines.raw->data()->clear();
            lines.smooth->data()->clear();
            lines.drawn = 0;
        }
    }
    for (const auto& [name, curve] : m_owner.curves().curves()) {
        Lines& lines = linesOf(name);
        const bool isSmoothed = placeOf(name).plot != Plot::Validation;
        QVector<QCPGraphData> raw;
        QVector<QCPGraphData> smooth;
        for (std::size_t i = lines.drawn; i < curve.steps.size(); ++i) {
            if (isSmoothed)
                raw.append({curve.steps[i], curve.values[i]});
            smooth.append({curve.steps[i], curve.smooth[i]});
        }
        lines.raw->data()->add(raw, true);
        lines.smooth->data()->add(smooth, true);
        lines.drawn = curve.steps.size();
    }
    m_plot->setVisible(!m_owner.curves().curves().empty());
    m_marks->show(m_owner.curves());
    showCurves();
    const QCPRange now = steps();
    const double last = std::max(1.0, lastStep());
    if (m_owner.isFollowing())
        setSteps(anew || now.lower <= 0.0 ? 0.0 : last - now.size(), last);
    fitValues();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurveDrawing::drawEarlierRuns()
{
    m_overlays->draw(m_owner.earlierRuns(), m_owner.curves().smoothing());
    m_overlays->colour(m_owner.palette(), m_owner.font());
    draw(true);
}

double CurveDrawing::lastStep() const
{
    return std::max(m_owner.curves().lastStep(), m_overlays->lastStep());
}

void CurveDrawing::markEvents()
{
    m_marks->show(m_owner.curves());
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurveDrawing::showCurves()
{
    for (auto& [name, lines] : m_lines) {
        const bool isShown = m_owner.isShown(name);
        lines.raw->setVisible(isShown);
        lines.smooth->setVisible(isShown);
        const auto index = std::size_t(placeOf(name).plot);
        if (QCPPlottableLegendItem* item = m_legends[index]->itemWithPlottable(lines.smooth)) {
            QColor text = m_owner.palette().color(QPalette::Text);
            text.setAlphaF(isShown ? 1.0F : 0.45F);
            item->setTextColor(text);
            item->setSelectedTextColor(text);
        }
    }
    m_overlays->showCurves(m_owner);
    for (QCPLegend* legend : m_legends)
        legend->setVisible(legend->itemCount() > 0);
}

void CurveDrawing::toggle(QCPLegend* legend, QCPAbstractLegendItem* item)
{
    if (std::ranges::find(m_legends, legend) == m_legends.end() || !item)
        return;
    auto* plottable = qobject_cast<QCPPlottableLegendItem*>(item);
    for (const auto& [name, lines] : m_lines)
        if (plottable && plottable->plottable() == lines.smooth) {
            m_owner.setShown(name, !m_owner.isShown(name));
            break;
        }
    m_plot->deselectAll();
}

void CurveDrawing::colour()
{
    const QPalette palette = m_owner.palette();
    const QColor text = palette.color(QPalette::PlaceholderText);
    const QPen line(palette.color(QPalette::Mid), 1.0);
    QColor veil = palette.color(QPalette::Base);
    m_plot->setBackground(veil);
    veil.setAlphaF(0.8F);
    for (std::size_t i = 0; i < plots; ++i) {
        for (const auto side : {QCPAxis::atLeft, QCPAxis::atRight, QCPAxis::atBottom, QCPAxis::atTop}) {
            QCPAxis* axis = m_rects[i]->axis(side);
            axis->setBasePen(line);
            axis->setTickPen(line);
            axis->setSubTickPen(line);
            axis->setTickLabelColor(text);
            axis->setTickLabelFont(m_owner.font());
            axis->grid()->setPen(QPen(palette.color(QPalette::Mid), 0.0, Qt::DotLine));
        }
        m_legends[i]->setBrush(veil);
        m_legends[i]->setBorderPen(Qt::NoPen);
        m_legends[i]->setFont(m_owner.font());
        m_legends[i]->setSelectedIconBorderPen(Qt::NoPen);
        m_legends[i]->setSelectedFont(m_owner.font());
        m_cursors[i]->setPen(QPen(text, 1.0));
    }
    m_overlays->colour(palette, m_owner.font());
    m_marks->colour(palette);
    showCurves();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurveDrawing::setLogarithmic(bool logarithmic)
{
    QCPAxis* axis = m_rects[std::size_t(Plot::Losses)]->axis(QCPAxis::atLeft);
    axis->setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    axis->setTicker(logarithmic ? QSharedPointer<QCPAxisTicker>(QSharedPointer<QCPAxisTickerLog>::create())
                                : QSharedPointer<QCPAxisTicker>::create());
    axis->setNumberFormat(logarithmic ? QStringLiteral("gb") : QStringLiteral("g"));
    fitValues();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurveDrawing::setSteps(double from, double to)
{
    const double least = 2.0; // steps: nothing lies between
    const double last = std::max(least, lastStep());
    const double width = std::clamp(to - from, least, last);
    from = std::clamp(from, 0.0, last - width);
    m_isSettingRange = true;
    for (QCPAxisRect* rect : m_rects)
        rect->axis(QCPAxis::atBottom)->setRange(from, from + width);
    m_isSettingRange = false;
    fitValues();
}

void CurveDrawing::followOrHold()
{
    m_owner.setFollowing(steps().upper >= lastStep());
}

void CurveDrawing::moveSteps(double part)
{
    const QCPRange now = steps();
    setSteps(now.lower + part * now.size(), now.upper + part * now.size());
    followOrHold();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurveDrawing::zoomSteps(double factor)
{
    const QCPRange now = steps();
    const double width = now.size() / factor;
    const double from = m_owner.isFollowing() ? now.upper - width : now.center() - width / 2.0;
    setSteps(from, from + width);
    followOrHold();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurveDrawing::fitValues()
{
    for (QCPAxisRect* rect : m_rects)
        for (const auto side : {QCPAxis::atLeft, QCPAxis::atRight})
            fit(*rect->axis(side));
}

// The legends may cover another part of the plots than before.
void CurveDrawing::fitToHeights()
{
    const std::array<int, plots> heights{m_rects[0]->height(), m_rects[1]->height(), m_rects[2]->height()};
    if (heights != std::exchange(m_heights, heights)) {
        fitValues();
        m_plot->replot(QCustomPlot::rpQueuedReplot);
    }
}

// To what is visible of the smoothed curves: a single spike does not flatten all others.
void CurveDrawing::fit(QCPAxis& axis) const
{
    const bool isLogarithmic = axis.scaleType() == QCPAxis::stLogarithmic;
    const QCP::SignDomain sign = isLogarithmic ? QCP::sdPositive : QCP::sdBoth;
    std::optional<QCPRange> all = m_overlays->rangeOf(axis, sign, steps());
    for (const auto& [name, lines] : m_lines) {
        if (lines.smooth->valueAxis() != &axis || !lines.smooth->visible())
            continue;
        bool isFound = false;
        const QCPRange range = lines.smooth->getValueRange(isFound, sign, steps());
        if (!isFound)
            continue;
        all = all ? QCPRange(std::min(all->lower, range.lower), std::max(all->upper, range.upper)) : range;
    }
    axis.setTickLabels(all.has_value());
    if (!all)
        return;
    const double below = 1.0 / (1.0 - legendShare(*axis.axisRect())); // the curves stay below the legend
    if (isLogarithmic) {
        const double lower = all->lower / 1.3;
        axis.setRange(lower, lower * std::pow(all->upper * 1.3 / lower, below));
        return;
    }
    const double room = all->size() > 0.0 ? 0.08 * all->size() : std::max(1e-6, 0.05 * std::abs(all->upper));
    axis.setRange(all->lower - room, all->lower - room + (all->size() + 2.0 * room) * below);
}

void CurveDrawing::showCursor(QMouseEvent& event)
{
    const bool isInside = std::ranges::any_of(
        m_rects, [&](const QCPAxisRect* rect) { return rect->rect().contains(event.pos()); });
    constexpr double reach = 5.0; // pixels, to a mark
    const double step = m_rects[0]->axis(QCPAxis::atBottom)->pixelToCoord(event.pos().x());
    const bool isShown = isInside && !m_lines.empty() && steps().contains(step);
    for (QCPItemStraightLine* cursor : m_cursors) {
        cursor->setVisible(isShown);
        cursor->point1->setCoords(step, 0.0);
        cursor->point2->setCoords(step, 1.0);
    }
    m_plot->layer(cursorLayer)->replot();
    if (isShown)
        QToolTip::showText(event.globalPosition().toPoint() + QPoint(14, 0),
                           m_owner.valuesAt(step, reach * steps().size() / m_rects[0]->width()), m_plot);
    else
        QToolTip::hideText();
}

} // namespace enlarger::ui
