// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/run_info.h"
#include "core/system/file_stamp.h"

#include <QObject>
#include <QTimer>

#include <cstdint>
#include <vector>

namespace enlarger::app {

/// The curves of one run of the data folder, read on a pool's thread; while it is watched, and a program
/// trains it, every few seconds anew.
class RunCurves : public QObject
{
    Q_OBJECT

public:
    explicit RunCurves(QObject* parent = nullptr);

    /// changed() follows, unless they are known already.
    void show(const RunInfo& run);
    void clear();
    void watch(bool watched);
    /// Reads what has come since; changed() follows where something has. As the timer does.
    void refresh();

    const std::filesystem::path& folder() const { return m_folder; } // empty: none
    const std::vector<train::HistoryPoint>& points() const { return m_points; }
    const std::vector<std::int64_t>& checkpoints() const { return m_checkpoints; } // steps

Q_SIGNALS:
    void changed();

private:
    void read();
    void setTimer();

    std::filesystem::path m_folder;
    QDateTime m_runChanged;
    RunActivity m_activity = RunActivity::None;
    std::optional<FileStamp> m_stamp; // of the table that the points come from
    std::vector<train::HistoryPoint> m_points;
    std::vector<std::int64_t> m_checkpoints;
    std::uint64_t m_request = 0; // the newest reading; older ones are outdated
    bool m_isReading = false;
    bool m_isWatched = false;
    QTimer m_timer;
};

} // namespace enlarger::app
