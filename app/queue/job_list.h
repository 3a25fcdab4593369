// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/job_forecasts.h"
#include "app/queue/job_store.h"

#include <QAbstractListModel>

#include <functional>
#include <memory>
#include <set>
#include <vector>

namespace enlarger::app {

using JobIds = std::set<std::int64_t>;

/// The jobs in the order in which they are run, as a list model. What changes is told to whoever keeps it.
/// Rows can be dragged to another place. Lives on the GUI thread.
class JobList : public QAbstractListModel
{
    Q_OBJECT

public:
    // DisplayRole: the photo's name, ToolTipRole: its path and what is to be known
    enum Role { IdRole = Qt::UserRole, StateRole };

    using QAbstractListModel::QAbstractListModel;

    /// Those that were kept, in their order.
    void setJobs(std::vector<Job> jobs);
    /// At the end, with ids, places and time of their own. Returns the ids.
    std::vector<std::int64_t> add(std::vector<Job> jobs);
    void remove(const JobIds& ids);
    /// Before the job that has `row` now; count(): to the end. They keep their order.
    void move(const JobIds& ids, int row);
    /// Calls `edit` for the jobs that there are. A change of state that is not legal is refused, with a
    /// warning, and the job stays as it was.
    void change(const JobIds& ids, const std::function<void(Job&)>& edit);
    void change(std::int64_t id, const std::function<void(Job&)>& edit) { change(JobIds{id}, edit); }
    /// One of them, and nobody keeps that before the next change: for what a crash may forget.
    void changeForNow(std::int64_t id, const std::function<void(Job&)>& edit) { apply({id}, edit); }
    /// What results will lack of their photos; of what is not named, nothing is known to be lost.
    void setLosses(LossesOfJobs losses);
    QStringList lossesOf(std::int64_t id) const;
    /// What is not kept, of one that runs.
    void setProgress(std::int64_t id, const Progress& progress, bool isHeldByScreen);

    int count() const { return int(m_jobs.size()); }
    const Job& at(int row) const { return *m_jobs[std::size_t(row)]; }
    const Job* find(std::int64_t id) const; // null: it is gone
    int rowOf(std::int64_t id) const;       // -1: it is gone
    int countOf(JobState state) const;
    JobIds idsOf(const std::function<bool(const Job&)>& isMeant) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                      const QModelIndex& parent) override;

Q_SIGNALS:
    void changed(const enlarger::app::JobChanges& changes); // to be kept; also after every other change

private:
    using Jobs = std::vector<std::unique_ptr<Job>>;
    /// Those that have changed.
    std::vector<Job> apply(const JobIds& ids, const std::function<void(Job&)>& edit);
    void placeBetween(std::size_t begin, std::size_t end); // those rows, between their neighbours
    void tell(const JobChanges& changes);

    Jobs m_jobs;
    LossesOfJobs m_losses;
    std::int64_t m_lastId = 0;
};

} // namespace enlarger::app
