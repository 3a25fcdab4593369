// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/run_info.h"

#include <QAbstractListModel>
#include <QTimer>

#include <cstdint>
#include <vector>

namespace enlarger::app {

/// All runs of the data folder, those of the command line too, the newest first. Reads them on a pool's
/// thread.
class RunCatalog : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {                     // DisplayRole: the name
        SummaryRole = Qt::UserRole, // a line on where it stands
        StageRole,                  // RunStage as int
        BestRole,                   // "+0.42 dB"; empty: not validated
        CurveRole,                  // QList<double>, see RunSummary::curve
    };

    explicit RunCatalog(models::ModelStore store = models::ModelStore(), QObject* parent = nullptr);

    void reload(); // loaded() follows
    /// Reads again every few seconds what other programs have done.
    void watch(bool watched);

    // What can be done with a run, on a pool's thread; where it cannot be, problemFound() follows.
    void measure(const QString& run); // measured() follows
    void remove(const QString& run);  // loaded() follows
    /// With its models, see renameRun(); renamed() follows where the name is another one, and loaded().
    void setNameAndNotes(const QString& run, const QString& name, const QString& notes);
    void readSettings(const QString& run); // settingsRead() follows
    /// The network that it has come to, as of its newest checkpoint: into the store under a name of its own,
    /// or for other programs into a file, which is replaced: by its ending as .pth, as .safetensors or as an
    /// ncnn pair. kept() or exported() follows.
    void keep(const QString& run, const QString& model);
    void exportTo(const QString& run, const std::filesystem::path& file);

    const std::vector<RunInfo>& runs() const { return m_runs; }
    int rowOf(const QString& name) const; // -1: not there

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

Q_SIGNALS:
    void loaded();
    void measured(const QString& run, std::int64_t bytes); // that removing it would free
    void settingsRead(const enlarger::app::TrainingRequest& settings);
    void renamed(const QString& run, const QString& newName);
    void kept(const QStringList& models);                              // the one that was asked for first
    void exported(const QStringList& files, const QStringList& notes); // notes: whole sentences
    void problemFound(const QString& sentence);

private:
    std::filesystem::path folderOf(const QString& run) const;
    void finish(const Status& status);
    void take(std::vector<RunInfo> runs);

    models::ModelStore m_store;
    std::vector<RunInfo> m_runs;
    std::uint64_t m_request = 0; // the newest reading; older ones are outdated
    bool m_isReading = false;
    QTimer m_timer;
};

} // namespace enlarger::app
