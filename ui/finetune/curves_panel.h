// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/finetune/run_catalog.h"
#include "app/finetune/training_job.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QCheckBox;
class QSlider;

namespace enlarger::ui {

class CurvePlot;

/// The curves of a run, live or as they were, with what is set about them.
class CurvesPanel : public QWidget
{
    Q_OBJECT

public:
    explicit CurvesPanel(QWidget* parent = nullptr);

    /// Samples the job's curves while it runs, a few times a second.
    void showJob(app::TrainingJob* job);
    void showRun(const app::RunInfo& run);
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
    QTimer m_timer; // no signal a step
};

} // namespace enlarger::ui
