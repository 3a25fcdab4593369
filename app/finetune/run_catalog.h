// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/run_marker.h"
#include "core/models/model_store.h"
#include "core/train/run/run_state.h"

#include <QAbstractListModel>
#include <QDateTime>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace enlarger::app {

/// A run of the data folder, as its newest checkpoint says.
struct RunInfo
{
    QString name; // its folder's
    std::filesystem::path folder;
    QString recipe;
    QString from; // the model that it began with; empty: nothing
    std::int64_t step = 0;
    double position = 0.0; // in its schedule, 0..1
    double seconds = 0.0;  // trained
    std::optional<double> minutes;
    QDateTime changed; // when the checkpoint was written
    RunActivity activity = RunActivity::None;
    bool hasModel = false; // it came to an end, and what it made is in its folder
    std::vector<train::HistoryPoint> history;
};

/// All runs of the data folder, those of the command line too, the newest first. Reads them on a pool's
/// thread.
class RunCatalog : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { SummaryRole = Qt::UserRole }; // DisplayRole: the name; SummaryRole: a line on where it stands

    explicit RunCatalog(models::ModelStore store = models::ModelStore(), QObject* parent = nullptr);

    void reload(); // loaded() follows
    const std::vector<RunInfo>& runs() const { return m_runs; }
    int rowOf(const QString& name) const; // -1: not there

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

Q_SIGNALS:
    void loaded();

private:
    models::ModelStore m_store;
    std::vector<RunInfo> m_runs;
    std::uint64_t m_request = 0; // the newest reading; older ones are outdated
};

/// The newest run that a crash, a kill or a power cut has ended; nothing: there is none. Reads no other run.
std::optional<RunInfo> interruptedRun(const models::ModelStore& store);

/// "340 steps, 12 min, stopped at 50 %"
QString summaryOf(const RunInfo& run);

} // namespace enlarger::app
