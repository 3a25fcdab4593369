// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/curve_marks.h"

#include <limits>

namespace enlarger::ui {

namespace {

using Kind = CurveMark::Kind;

constexpr double half = 3.5;  // of a sign, in pixels
constexpr double apart = 6.0; // pixels: nearer ones of a kind are one sign
constexpr double above = 7.0; // the lower edge, in pixels
const QColor wentWrong("#d55e00");
const QColor wasLeftOut("#e69f00");

} // namespace

CurveMarks::CurveMarks(CurveDrawing& drawing)
    : QCPAbstractItem(&drawing.plot())
    , m_losses(drawing.rect(CurvePlace::Plot::Losses))
{
    setClipAxisRect(&m_losses);
    setLayer(QStringLiteral("axes")); // over the curves
    QCPAxisRect& validation = drawing.rect(CurvePlace::Plot::Validation);
    m_best = drawing.plot().addGraph(validation.axis(QCPAxis::atBottom), validation.axis(QCPAxis::atLeft));
    m_best->setLineStyle(QCPGraph::lsNone);
    m_best->removeFromLegend();
}

void CurveMarks::show(const CurveSet& curves)
{
    m_marks = curves.marks();
    m_best->data()->clear();
    const auto best = curves.bestStep();
    const Curve* psnr = curves.find("psnr");
    if (!best || !psnr)
        return;
    const auto place = std::ranges::lower_bound(psnr->steps, *best);
    if (place != psnr->steps.end())
        m_best->addData(*place, psnr->values[std::size_t(place - psnr->steps.begin())]);
}

void CurveMarks::colour(const QPalette& palette)
{
    m_quiet = palette.color(QPalette::PlaceholderText);
    m_best->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, palette.color(QPalette::Text), 11));
}

void CurveMarks::draw(QCPPainter* painter)
{
    const QCPAxis& steps = *m_losses.axis(QCPAxis::atBottom);
    const double y = m_losses.bottom() - above;
    std::map<Kind, double> last; // x of the sign before
    for (const CurveMark& mark : m_marks) {
        if (!steps.range().contains(mark.step))
            continue;
        const double x = steps.coordToPixel(mark.step);
        const auto before = last.find(mark.kind);
        if (before != last.end() && x - before->second < apart)
            continue;
        last[mark.kind] = x;
        if (mark.kind == Kind::RolledBack) {
            painter->setAntialiasing(false);
            painter->setPen(QPen(wentWrong, 1.0, Qt::DashLine));
            painter->drawLine(QPointF(x, m_losses.top()), QPointF(x, y - 2.0 * half));
        }
        painter->setAntialiasing(true);
        drawSign(*painter, mark.kind, {x, y});
    }
}

void CurveMarks::drawSign(QCPPainter& painter, Kind kind, QPointF place) const
{
    const auto fill = [&](const QColor& colour, const QPolygonF& shape) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawPolygon(shape.translated(place));
    };
    switch (kind) {
    case Kind::Checkpoint: // a diamond
        return fill(m_quiet, QPolygonF({{0.0, -half}, {half, 0.0}, {0.0, half}, {-half, 0.0}}));
    case Kind::RolledBack: // backwards
        return fill(wentWrong, QPolygonF({{-half, 0.0}, {half, -half}, {half, half}}));
    case Kind::Rate: // down
        return fill(m_quiet, QPolygonF({{0.0, half}, {-half, -half}, {half, -half}}));
    case Kind::Paused: // two bars
    case Kind::Resumed:
        fill(m_quiet, QRectF(-half, -half, 2.0, 2.0 * half));
        return fill(m_quiet, QRectF(half - 2.0, -half, 2.0, 2.0 * half));
    case Kind::Skipped: // a cross
        painter.setPen(QPen(wasLeftOut, 1.6));
        painter.drawLine(place + QPointF(-half, -half), place + QPointF(half, half));
        painter.drawLine(place + QPointF(-half, half), place + QPointF(half, -half));
        return;
    }
}

} // namespace enlarger::ui
