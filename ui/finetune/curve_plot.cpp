// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/curve_plot.h"

#include <QApplication>
#include <QFile>
#include <QFileInfo>
#include <QKeyEvent>
#include <QSvgGenerator>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

// QCustomPlot's header wants Qt's lower-case keywords, which this project does without.
#define signals Q_SIGNALS
#define slots Q_SLOTS
#define foreach Q_FOREACH
#include <qcustomplot.h>
#undef signals
#undef slots
#undef foreach

namespace enlarger::ui {

namespace {

using Plot = CurvePlace::Plot;

constexpr std::size_t plots = 3; // Losses, Validation, Course

// Told apart on dark and on light ground, and by those who see few colours (after Okabe and Ito 2008).
const std::array<QColor, 8> colours{QColor("#4f9fe0"), QColor("#e69f00"), QColor("#2fb08a"),
                                    QColor("#cc79a7"), QColor("#d55e00"), QColor("#9a86e0"),
                                    QColor("#a8a800"), QColor("#8a8a8a")};

bool isBetween(const QCPRange& range, double value)
{
    return value >= range.lower && value <= range.upper;
}

} // namespace

class CurvePlot::Drawing
{
public:
    explicit Drawing(CurvePlot& owner);

    void draw(bool anew); // what is new of the curves, or all of them
    void showCurves();    // which are to be seen
    void colour();        // from the palette
    void setLogarithmic(bool logarithmic);
    void setSteps(double from, double to);
    QCPRange steps() const { return m_rects[0]->axis(QCPAxis::atBottom)->range(); }
    void moveSteps(double part);   // of what is visible
    void zoomSteps(double factor); // about its middle
    void fitValues();
    QCustomPlot& plot() { return *m_plot; }

private:
    struct Lines
    {
        QCPGraph* raw = nullptr;
        QCPGraph* smooth = nullptr;
        std::size_t drawn = 0; // points
        QColor colour;
    };

    void makeRects();
    Lines& linesOf(const std::string& name);
    void fit(QCPAxis& axis) const;
    void showCursor(QMouseEvent& event);
    void toggle(QCPLegend* legend, QCPAbstractLegendItem* item);
    void followOrHold();
    void markBest();

    CurvePlot& m_owner;
    QCustomPlot* m_plot;
    std::array<QCPAxisRect*, plots> m_rects{};
    std::array<QCPLegend*, plots> m_legends{};
    std::array<QCPItemStraightLine*, plots> m_cursors{};
    std::map<std::string, Lines> m_lines;
    std::array<std::size_t, plots> m_count{}; // curves, for their colours
    QCPGraph* m_best = nullptr;
    std::vector<QCPItemStraightLine*> m_rollbacks;
    bool m_isSettingRange = false;
};

CurvePlot::Drawing::Drawing(CurvePlot& owner)
    : m_owner(owner)
    , m_plot(new QCustomPlot(&owner))
{
    auto* layout = new QVBoxLayout(&owner);
    layout->setContentsMargins({});
    layout->addWidget(m_plot);
    makeRects();
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
    colour();
}

void CurvePlot::Drawing::makeRects()
{
    m_plot->plotLayout()->clear();
    m_plot->plotLayout()->setRowSpacing(2);
    auto* margins = new QCPMarginGroup(m_plot);
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
    m_best = m_plot->addGraph(m_rects[std::size_t(Plot::Validation)]->axis(QCPAxis::atBottom),
                              m_rects[std::size_t(Plot::Validation)]->axis(QCPAxis::atLeft));
    m_best->setLineStyle(QCPGraph::lsNone);
    m_best->removeFromLegend();
}

CurvePlot::Drawing::Lines& CurvePlot::Drawing::linesOf(const std::string& name)
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

void CurvePlot::Drawing::draw(bool anew)
{
    if (anew) {
        for (auto& [name, lines] : m_lines) {
            lines.raw->data()->clear();
            lines.smooth->data()->clear();
            lines.drawn = 0;
        }
    }
    for (const auto& [name, curve] : m_owner.m_curves.curves()) {
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
    markBest();
    showCurves();
    const QCPRange now = steps();
    const double last = std::max(1.0, m_owner.m_curves.lastStep());
    if (m_owner.m_isFollowing)
        setSteps(anew || now.lower <= 0.0 ? 0.0 : last - now.size(), last);
    fitValues();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::Drawing::markBest()
{
    m_best->data()->clear();
    const Curve* psnr = m_owner.m_curves.find("psnr");
    if (psnr && !psnr->values.empty()) {
        const auto best = std::ranges::max_element(psnr->values) - psnr->values.begin();
        m_best->addData(psnr->steps[std::size_t(best)], psnr->values[std::size_t(best)]);
    }
    const std::vector<double>& rollbacks = m_owner.m_curves.rollbacks();
    for (QCPItemStraightLine* line : m_rollbacks)
        m_plot->removeItem(line);
    m_rollbacks.clear();
    for (const double step : rollbacks) {
        auto* line = new QCPItemStraightLine(m_plot);
        QCPAxisRect* rect = m_rects[std::size_t(Plot::Losses)];
        line->setClipAxisRect(rect);
        for (QCPItemPosition* point : {line->point1, line->point2})
            point->setAxes(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
        line->point1->setCoords(step, 0.0);
        line->point2->setCoords(step, 1.0);
        line->setPen(QPen(colours[4], 1.0, Qt::DashLine));
        m_rollbacks.push_back(line);
    }
}

void CurvePlot::Drawing::showCurves()
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
    for (QCPLegend* legend : m_legends)
        legend->setVisible(legend->itemCount() > 0);
}

void CurvePlot::Drawing::toggle(QCPLegend* legend, QCPAbstractLegendItem* item)
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

void CurvePlot::Drawing::colour()
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
    m_best->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, palette.color(QPalette::Text), 11));
    showCurves();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::Drawing::setLogarithmic(bool logarithmic)
{
    QCPAxis* axis = m_rects[std::size_t(Plot::Losses)]->axis(QCPAxis::atLeft);
    axis->setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    axis->setTicker(logarithmic ? QSharedPointer<QCPAxisTicker>(QSharedPointer<QCPAxisTickerLog>::create())
                                : QSharedPointer<QCPAxisTicker>::create());
    axis->setNumberFormat(logarithmic ? QStringLiteral("gb") : QStringLiteral("g"));
    fitValues();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::Drawing::setSteps(double from, double to)
{
    const double least = 2.0; // steps: nothing lies between
    const double last = std::max(least, m_owner.m_curves.lastStep());
    const double width = std::clamp(to - from, least, last);
    from = std::clamp(from, 0.0, last - width);
    m_isSettingRange = true;
    for (QCPAxisRect* rect : m_rects)
        rect->axis(QCPAxis::atBottom)->setRange(from, from + width);
    m_isSettingRange = false;
    fitValues();
}

void CurvePlot::Drawing::followOrHold()
{
    m_owner.setFollowing(steps().upper >= m_owner.m_curves.lastStep());
}

void CurvePlot::Drawing::moveSteps(double part)
{
    const QCPRange now = steps();
    setSteps(now.lower + part * now.size(), now.upper + part * now.size());
    followOrHold();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::Drawing::zoomSteps(double factor)
{
    const QCPRange now = steps();
    const double width = now.size() / factor;
    const double from = m_owner.m_isFollowing ? now.upper - width : now.center() - width / 2.0;
    setSteps(from, from + width);
    followOrHold();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::Drawing::fitValues()
{
    for (QCPAxisRect* rect : m_rects)
        for (const auto side : {QCPAxis::atLeft, QCPAxis::atRight})
            fit(*rect->axis(side));
}

// To what is visible of the smoothed curves: a single spike does not flatten all others.
void CurvePlot::Drawing::fit(QCPAxis& axis) const
{
    const bool isLogarithmic = axis.scaleType() == QCPAxis::stLogarithmic;
    std::optional<QCPRange> all;
    for (const auto& [name, lines] : m_lines) {
        if (lines.smooth->valueAxis() != &axis || !lines.smooth->visible())
            continue;
        bool isFound = false;
        const QCPRange range =
            lines.smooth->getValueRange(isFound, isLogarithmic ? QCP::sdPositive : QCP::sdBoth, steps());
        if (!isFound)
            continue;
        all = all ? QCPRange(std::min(all->lower, range.lower), std::max(all->upper, range.upper)) : range;
    }
    if (axis.axisType() == QCPAxis::atRight)
        axis.setTickLabels(all.has_value());
    if (!all)
        return;
    if (isLogarithmic) {
        axis.setRange(all->lower / 1.3, all->upper * 1.3);
        return;
    }
    const double room = all->size() > 0.0 ? 0.08 * all->size() : std::max(1e-6, 0.05 * std::abs(all->upper));
    axis.setRange(all->lower - room, all->upper + room);
}

void CurvePlot::Drawing::showCursor(QMouseEvent& event)
{
    const bool isInside = std::ranges::any_of(
        m_rects, [&](const QCPAxisRect* rect) { return rect->rect().contains(event.pos()); });
    const double step = m_rects[0]->axis(QCPAxis::atBottom)->pixelToCoord(event.pos().x());
    const bool isShown = isInside && !m_lines.empty() && isBetween(steps(), step);
    for (QCPItemStraightLine* cursor : m_cursors) {
        cursor->setVisible(isShown);
        cursor->point1->setCoords(step, 0.0);
        cursor->point2->setCoords(step, 1.0);
    }
    m_plot->replot(QCustomPlot::rpQueuedReplot);
    if (isShown)
        QToolTip::showText(event.globalPosition().toPoint() + QPoint(14, 0), m_owner.valuesAt(step), m_plot);
    else
        QToolTip::hideText();
}

CurvePlot::CurvePlot(QWidget* parent)
    : QWidget(parent)
    , m_drawing(std::make_unique<Drawing>(*this))
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Curves"));
    setMinimumSize(300, 220);
}

CurvePlot::~CurvePlot() = default;

void CurvePlot::clear()
{
    m_curves.clear();
    m_isFollowing = true;
    m_drawing->draw(true);
}

void CurvePlot::append(std::span<const train::HistoryPoint> points)
{
    if (points.empty())
        return;
    m_curves.append(points);
    m_drawing->draw(false);
}

void CurvePlot::setSmoothing(double smoothing)
{
    m_curves.setSmoothing(smoothing);
    m_drawing->draw(true);
}

void CurvePlot::setLogarithmic(bool logarithmic)
{
    m_drawing->setLogarithmic(logarithmic);
}

void CurvePlot::setFollowing(bool following)
{
    if (following == m_isFollowing)
        return;
    m_isFollowing = following;
    if (following)
        m_drawing->draw(false);
    Q_EMIT followingChanged(following);
}

void CurvePlot::showAll()
{
    m_drawing->setSteps(0.0, m_curves.lastStep());
    setFollowing(true);
    m_drawing->draw(false);
}

bool CurvePlot::isShown(const std::string& curve) const
{
    const auto chosen = m_shown.find(curve);
    return chosen != m_shown.end() ? chosen->second : placeOf(curve).isShown;
}

void CurvePlot::setShown(const std::string& curve, bool shown)
{
    m_shown[curve] = shown;
    m_drawing->showCurves();
    m_drawing->fitValues();
    m_drawing->plot().replot(QCustomPlot::rpQueuedReplot);
}

QString CurvePlot::valuesAt(double step) const
{
    QString text = tr("step %1").arg(std::lround(step));
    for (const auto& [name, curve] : m_curves.curves()) {
        if (!isShown(name) || curve.steps.empty())
            continue;
        const auto next = std::ranges::lower_bound(curve.steps, step);
        auto index =
            std::size_t(std::min(next - curve.steps.begin(), std::ptrdiff_t(curve.steps.size()) - 1));
        if (index > 0 && step - curve.steps[index - 1] < curve.steps[index] - step)
            --index;
        text += QStringLiteral("\n%1  %2").arg(placeOf(name).title).arg(curve.values[index], 0, 'g', 5);
    }
    return text;
}

bool CurvePlot::saveAs(const QString& file)
{
    const QString kind = QFileInfo(file).suffix().toLower();
    QCustomPlot& plot = m_drawing->plot();
    if (kind == QLatin1String("pdf"))
        return plot.savePdf(file, 0, 0, QCP::epAllowCosmetic, tr("Enlarger"));
    if (kind == QLatin1String("png"))
        return plot.savePng(file, 0, 0, 2.0);
    if (kind == QLatin1String("svg")) {
        QSvgGenerator generator;
        generator.setFileName(file);
        generator.setSize(plot.size());
        generator.setViewBox(QRect(QPoint(), plot.size()));
        QCPPainter painter;
        if (!painter.begin(&generator))
            return false;
        painter.setMode(QCPPainter::pmVectorized);
        plot.toPainter(&painter, plot.width(), plot.height());
        return painter.end();
    }
    QFile table(file);
    if (kind != QLatin1String("csv") || !table.open(QIODevice::WriteOnly | QIODevice::Text))
        return false;
    QByteArray text = "step,name,value\n";
    for (const auto& [name, curve] : m_curves.curves())
        for (std::size_t i = 0; i < curve.steps.size(); ++i)
            text += QByteArray::number(qlonglong(curve.steps[i])) + ',' + QByteArray::fromStdString(name) +
                    ',' + QByteArray::number(curve.values[i], 'g', 9) + '\n';
    return table.write(text) == text.size() && table.flush();
}

void CurvePlot::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (m_drawing && (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange))
        m_drawing->colour();
}

void CurvePlot::keyPressEvent(QKeyEvent* event)
{
    constexpr double part = 0.2;
    constexpr double factor = 1.5;
    switch (event->key()) {
    case Qt::Key_Left:
        return m_drawing->moveSteps(-part);
    case Qt::Key_Right:
        return m_drawing->moveSteps(part);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return m_drawing->zoomSteps(factor);
    case Qt::Key_Minus:
        return m_drawing->zoomSteps(1.0 / factor);
    case Qt::Key_Home:
        return showAll();
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace enlarger::ui
