// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/finetune/curve_plot.h"

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

// QCustomPlot's header wants Qt's lower-case keywords, which this project does without.
#define signals Q_SIGNALS
#define slots Q_SLOTS
#define foreach Q_FOREACH
#include <qcustomplot.h>
#undef signals
#undef slots
#undef foreach

namespace enlarger::ui {

class CurveMarks;
class CurveOverlays;

/// The drawing of a CurvePlot by QCustomPlot: three plots, their legends, and what is marked in them.
class CurveDrawing
{
public:
    explicit CurveDrawing(CurvePlot& owner);
    ~CurveDrawing();

    void draw(bool anew); // what is new of the curves, or all of them
    void showCurves();    // which are to be seen
    void markEvents();    // and checkpoints
    void colour();        // from the palette
    void setLogarithmic(bool logarithmic);
    void setSteps(double from, double to);
    QCPRange steps() const { return m_rects[0]->axis(QCPAxis::atBottom)->range(); }
    void moveSteps(double part);   // of what is visible
    void zoomSteps(double factor); // about its middle
    void fitValues();
    QCustomPlot& plot() { return *m_plot; }
    void drawEarlierRuns();

    QCPAxisRect& rect(CurvePlace::Plot plot) { return *m_rects[std::size_t(plot)]; }
    QColor colourOf(const std::string& curve) { return linesOf(curve).colour; }

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
    void fitToHeights();
    void showCursor(QMouseEvent& event);
    void toggle(QCPLegend* legend, QCPAbstractLegendItem* item);
    void followOrHold();
    double lastStep() const;

    CurvePlot& m_owner;
    QCustomPlot* m_plot;
    static constexpr std::size_t plots = 3; // CurvePlace::Plot
    std::array<QCPAxisRect*, plots> m_rects{};
    std::array<QCPLegend*, plots> m_legends{};
    std::array<QCPItemStraightLine*, plots> m_cursors{};
    std::map<std::string, Lines> m_lines;
    std::array<std::size_t, plots> m_count{}; // curves, for their colours
    CurveMarks* m_marks;                      // the plot owns it
    bool m_isSettingRange = false;
    std::array<int, plots> m_heights{}; // pixels, as drawn last
    std::unique_ptr<CurveOverlays> m_overlays;
};

} // namespace enlarger::ui
