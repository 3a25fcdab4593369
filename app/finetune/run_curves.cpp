// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/run_curves.h"

#include "app/session/background.h"
#include "core/train/run/trainer.h"

#include <chrono>

namespace enlarger::app {

namespace {

constexpr auto interval = std::chrono::seconds(3);

struct Reading
{
    std::optional<FileStamp> stamp;
    std::optional<std::vector<train::HistoryPoint>> points; // nothing: they are as before
    std::vector<std::int64_t> checkpoints;
};

Reading readingOf(const std::filesystem::path& folder, const std::optional<FileStamp>& known)
{
    const auto stamp = stampOf(folder / "history.csv"); // before the points, which may be newer then
    Reading reading{stamp, {}, train::checkpointsIn(folder)};
    if (!known || stamp != known)
        reading.points = curvesOf(folder);
    return reading;
}

} // namespace

RunCurves::RunCurves(QObject* parent)
    : QObject(parent)
{
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, &RunCurves::refresh);
}

void RunCurves::show(const RunInfo& run)
{
    const bool isOther = run.folder != m_folder;
    if (!isOther && run.changed == m_runChanged && run.activity == m_activity)
        return;
    if (isOther)
        clear();
    m_folder = run.folder;
    m_runChanged = run.changed;
    if (m_activity != run.activity)
        m_stamp.reset(); // the points come from elsewhere now
    m_activity = run.activity;
    setTimer();
    read();
}

void RunCurves::watch(bool watched)
{
    m_isWatched = watched;
    setTimer();
}

void RunCurves::setTimer()
{
    if (!m_isWatched || m_folder.empty() || m_activity != RunActivity::InProgress)
        m_timer.stop();
    else if (!m_timer.isActive())
        m_timer.start();
}

void RunCurves::clear()
{
    ++m_request;
    m_isReading = false;
    m_folder.clear();
    m_activity = RunActivity::None;
    m_stamp.reset();
    m_points.clear();
    m_checkpoints.clear();
    setTimer();
}

void RunCurves::refresh()
{
    if (!m_isReading && !m_folder.empty())
        read();
}

void RunCurves::read()
{
    const std::uint64_t request = ++m_request;
    m_isReading = true;
    runInBackground(
        readingPool(), this, TaskPriority::Normal,
        [folder = m_folder, stamp = m_stamp] { return readingOf(folder, stamp); },
        [this, request](Reading reading) {
            if (request != m_request)
                return;
            m_isReading = false;
            m_stamp = reading.stamp;
            const bool isSame = !reading.points && reading.checkpoints == m_checkpoints;
            if (reading.points)
                m_points = *std::move(reading.points);
            m_checkpoints = std::move(reading.checkpoints);
            if (!isSame)
                Q_EMIT changed();
        });
}

} // namespace enlarger::app
