// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/finetune/curve_set.h"

#include <QWidget>

#include <chrono>
#include <map>
#include <memory>
#include <vector>

namespace enlarger::ui {

class CurveDrawing; // QCustomPlot's header is not for others

/// A run's curves in plots one above the other that share the axis of steps: losses, validation, the course
/// of the run. Raw values are thin, smoothed ones thick. The wheel zooms and dragging moves along the steps,
/// a double click shows all again; a click into the legend hides or shows a curve; under the pointer all
/// plots tell their values.
class CurvePlot : public QWidget
{
    Q_OBJECT

public:
    explicit CurvePlot(QWidget* parent = nullptr);
    ~CurvePlot() override;

    void clear();
    void append(std::span<const train::HistoryPoint> points);
    /// The steps of the run's checkpoints that are there.
    void setCheckpoints(std::vector<std::int64_t> steps);
    const CurveSet& curves() const { return m_curves; }

    /// Another run's curves, to compare with.
    struct EarlierRun
    {
        QString name;
        std::vector<train::HistoryPoint> history;
        bool operator==(const EarlierRun& other) const
        {
            return name == other.name && history.size() == other.history.size();
        }
    };
    static constexpr std::size_t mostEarlierRuns = 6; // further ones are not drawn
    void setEarlierRuns(std::vector<EarlierRun> runs);
    const std::vector<EarlierRun>& earlierRuns() const { return m_earlierRuns; }

    void setSmoothing(double smoothing);   // 0..1, below 1
    void setLogarithmic(bool logarithmic); // the losses
    /// The plots show the newest steps as they come.
    bool isFollowing() const { return m_isFollowing; }
    void setFollowing(bool following);
    void showAll();

    bool isShown(const std::string& curve) const;
    void setShown(const std::string& curve, bool shown);
    /// What the plots say at a step: "step 340", what happened within `reach` steps of it, then a value for
    /// each curve that is shown.
    QString valuesAt(double step, double reach = 0.5) const;

    /// By the name's ending: a picture (.png), a drawing (.svg, .pdf) or the values (.csv). False: it cannot
    /// be written.
    bool saveAs(const QString& file);

    std::chrono::milliseconds drawingTime() const; // of the last time

Q_SIGNALS:
    void followingChanged(bool following);

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    CurveSet m_curves;
    std::vector<EarlierRun> m_earlierRuns;
    std::map<std::string, bool> m_shown; // what a person chose
    bool m_isFollowing = true;
    std::unique_ptr<CurveDrawing> m_drawing;
};

} // namespace enlarger::ui
