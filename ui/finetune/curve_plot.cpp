// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/curve_plot.h"

#include "ui/finetune/curve_drawing.h"

#include <QFile>
#include <QFileInfo>
#include <QKeyEvent>
#include <QPainter>
#include <QSvgGenerator>

#include <algorithm>
#include <cmath>
#include <limits>

namespace enlarger::ui {

CurvePlot::CurvePlot(QWidget* parent)
    : QWidget(parent)
    , m_drawing(std::make_unique<CurveDrawing>(*this))
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

void CurvePlot::setCheckpoints(std::vector<std::int64_t> steps)
{
    if (m_curves.setCheckpoints(std::move(steps)))
        m_drawing->markEvents();
}

void CurvePlot::setEarlierRuns(std::vector<EarlierRun> runs)
{
    if (runs == m_earlierRuns)
        return;
    m_earlierRuns = std::move(runs);
    m_drawing->drawEarlierRuns();
}

void CurvePlot::setSmoothing(double smoothing)
{
    m_curves.setSmoothing(smoothing);
    m_drawing->drawEarlierRuns();
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
    m_drawing->setSteps(0.0, std::numeric_limits<double>::max());
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

QString CurvePlot::valuesAt(double step, double reach) const
{
    QString text = tr("step %1").arg(std::lround(step));
    if (const auto best = m_curves.bestStep(); best && std::abs(*best - step) <= reach)
        text += QLatin1Char('\n') + tr("Best validation");
    for (const CurveMark& mark : m_curves.marks())
        if (std::abs(mark.step - step) <= reach)
            text += QLatin1Char('\n') + mark.text();
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

std::chrono::milliseconds CurvePlot::drawingTime() const
{
    return std::chrono::milliseconds(std::lround(m_drawing->plot().replotTime(false)));
}

void CurvePlot::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (m_drawing && (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange))
        m_drawing->colour();
}

void CurvePlot::paintEvent(QPaintEvent*)
{
    if (!m_curves.curves().empty())
        return; // the drawing covers it
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(rect(), Qt::AlignCenter, tr("Curves appear here."));
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
