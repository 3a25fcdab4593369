// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/finetune/curve_drawing.h"

#include <optional>

namespace enlarger::ui {

/// Earlier runs in the plots of a CurveDrawing: smoothed, dashed, in the colours of the curves, each with a
/// dash of its own, which a legend names.
class CurveOverlays
{
public:
    explicit CurveOverlays(CurveDrawing& drawing);

    void draw(const std::vector<CurvePlot::EarlierRun>& runs, double smoothing);
    void showCurves(const CurvePlot& owner); // which are to be seen
    void colour(const QPalette& palette, const QFont& font);

    double lastStep() const { return m_lastStep; }
    /// Of the values that are visible on an axis.
    std::optional<QCPRange> rangeOf(const QCPAxis& axis, QCP::SignDomain sign, const QCPRange& steps) const;

private:
    struct Line
    {
        std::string curve;
        QCPGraph* graph = nullptr;
    };

    CurveDrawing& m_drawing;
    QCPLegend* m_legend; // the plot owns it
    std::vector<Line> m_lines;
    std::vector<QCPGraph*> m_samples; // for the legend
    double m_lastStep = 0.0;
};

} // namespace enlarger::ui
