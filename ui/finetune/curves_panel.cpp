// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/curves_panel.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace enlarger::ui {

namespace {

// Curves are live, but take little of a core: each moment that drawing takes from one of those that train,
// the others wait for.
constexpr auto shortestInterval = std::chrono::milliseconds(200);
constexpr auto longestInterval = std::chrono::milliseconds(3000);
constexpr int restForDrawing = 150; // times what the drawing took
constexpr int firstSmoothing = 80;  // percent

} // namespace

CurvesPanel::CurvesPanel(QWidget* parent)
    : QWidget(parent)
    , m_plot(new CurvePlot)
    , m_smoothing(new QSlider(Qt::Horizontal))
    , m_logarithmic(new QCheckBox(tr("Log")))
    , m_follow(new QCheckBox(tr("Follow")))
{
    m_smoothing->setRange(0, 99);
    m_smoothing->setMaximumWidth(140);
    m_smoothing->setAccessibleName(tr("Smoothing"));
    m_smoothing->setToolTip(tr("How much the thick curves are smoothed; the thin ones are as measured."));
    m_smoothing->setMinimumWidth(50);
    m_logarithmic->setAccessibleName(tr("Logarithmic"));
    m_logarithmic->setToolTip(tr("A logarithmic scale for the losses."));
    m_follow->setToolTip(
        tr("Keep the newest steps in sight. A double click on the curves shows all of them."));
    m_follow->setChecked(true);
    auto* save = new QPushButton(tr("Save…"));
    save->setAccessibleName(tr("Save curves"));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 8, 12, 4);
    row->setSpacing(12);
    auto* smoothing = new QLabel(tr("Smoothing"));
    smoothing->setProperty("isQuiet", true);
    row->addWidget(smoothing);
    row->addWidget(m_smoothing);
    row->addWidget(m_logarithmic);
    row->addWidget(m_follow);
    row->addStretch(1);
    row->addWidget(save);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(row);
    layout->addWidget(m_plot, 1);
    connect(m_smoothing, &QSlider::valueChanged, this,
            [this](int value) { m_plot->setSmoothing(value / 100.0); });
    m_smoothing->setValue(firstSmoothing);
    connect(m_logarithmic, &QCheckBox::toggled, m_plot, &CurvePlot::setLogarithmic);
    connect(m_follow, &QCheckBox::toggled, m_plot, &CurvePlot::setFollowing);
    connect(m_plot, &CurvePlot::followingChanged, m_follow, &QCheckBox::setChecked);
    connect(save, &QPushButton::clicked, this, &CurvesPanel::save);
    connect(&m_timer, &QTimer::timeout, this, &CurvesPanel::sample);
    m_timer.setInterval(shortestInterval);
}

void CurvesPanel::showJob(app::TrainingJob* job)
{
    if (m_job == job)
        return;
    clear();
    m_job = job;
    if (job)
        connect(job, &app::TrainingJob::stateChanged, this, &CurvesPanel::sample, Qt::UniqueConnection);
    sample();
    if (isVisible())
        m_timer.start();
}

void CurvesPanel::showPoints(const std::vector<train::HistoryPoint>& points,
                             std::vector<std::int64_t> checkpoints)
{
    const bool goesOn = m_last && m_count <= points.size() && points[m_count - 1] == *m_last;
    if (!goesOn)
        clear();
    m_plot->append(std::span(points).subspan(m_count));
    m_count = points.size();
    if (!points.empty())
        m_last = points.back();
    m_plot->setCheckpoints(std::move(checkpoints));
}

void CurvesPanel::clear()
{
    m_timer.stop();
    m_job = nullptr;
    m_place = {};
    m_count = 0;
    m_last.reset();
    m_plot->clear();
}

void CurvesPanel::sample()
{
    if (!m_job)
        return m_timer.stop();
    const bool isOver = !m_job->isRunning();
    const auto more = m_job->historySince(m_place);
    if (more.isWhole && m_place.points > 0)
        m_plot->clear();
    m_place = more.place;
    m_plot->append(more.points);
    m_plot->setCheckpoints(more.checkpoints);
    m_timer.setInterval(
        std::clamp(restForDrawing * m_plot->drawingTime(), shortestInterval, longestInterval));
    if (isOver && m_job->state() != app::TrainingJob::State::Queued)
        m_timer.stop(); // the last points have come
}

void CurvesPanel::save()
{
    const QString file =
        QFileDialog::getSaveFileName(this, tr("Save curves"), QStringLiteral("curves.png"),
                                     tr("Picture (*.png);;Drawing (*.svg);;PDF (*.pdf);;Values (*.csv)"));
    if (!file.isEmpty() && !m_plot->saveAs(file))
        Q_EMIT problemFound(
            tr("%1 cannot be written. Choose another folder, and an ending of .png, .svg, .pdf or .csv.")
                .arg(file));
}

void CurvesPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!m_job)
        return;
    m_timer.start();
    sample();
}

void CurvesPanel::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_timer.stop();
}

} // namespace enlarger::ui
