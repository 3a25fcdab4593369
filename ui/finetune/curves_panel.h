// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/training_job.h"
#include "ui/finetune/curve_plot.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <optional>
#include <vector>

class QCheckBox;
class QSlider;

namespace enlarger::ui {

/// The curves of a run, live or as they were, with what is set about them.
class CurvesPanel : public QWidget
{
    Q_OBJECT

public:
    explicit CurvesPanel(QWidget* parent = nullptr);

    /// Samples the job's curves while it runs, a few times a second.
    void showJob(app::TrainingJob* job);
    /// Those of a run as they were, or have become since: what goes on from what is shown is added to it.
    void showPoints(const std::vector<train::HistoryPoint>& points, std::vector<std::int64_t> checkpoints);
    void setEarlierRuns(std::vector<CurvePlot::EarlierRun> runs) { m_plot->setEarlierRuns(std::move(runs)); }
    void clear();

    CurvePlot& plot() { return *m_plot; }

Q_SIGNALS:
    void problemFound(const QString& sentence);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void sample();
    void save();

    CurvePlot* m_plot;
    QSlider* m_smoothing;
    QCheckBox* m_logarithmic;
    QCheckBox* m_follow;
    QPointer<app::TrainingJob> m_job;
    app::TrainingJob::HistoryPlace m_place;
    std::size_t m_count = 0; // of the points that showPoints() shows
    std::optional<train::HistoryPoint> m_last;
    QTimer m_timer; // no signal a step
};

} // namespace enlarger::ui
