// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job_list.h"

#include "app/files/path_text.h"

#include <QDateTime>
#include <QDebug>
#include <QIODevice>
#include <QMimeData>

#include <algorithm>

namespace enlarger::app {

namespace {

QString titleOf(const Job& job)
{
    const QString name = toText(job.source.filename());
    const int page = job.settings ? job.settings->enlarge.reading.page : 1;
    return page > 1 ? JobList::tr("%1, page %2").arg(name).arg(page) : name;
}

const QString mimeType = QStringLiteral("application/x-enlarger-jobs");

} // namespace

void JobList::setJobs(std::vector<Job> jobs)
{
    beginResetModel();
    m_jobs.clear();
    for (Job& job : jobs) {
        m_lastId = std::max(m_lastId, job.id);
        m_jobs.push_back(std::make_unique<Job>(std::move(job)));
    }
    endResetModel();
}

std::vector<std::int64_t> JobList::add(std::vector<Job> jobs)
{
    if (jobs.empty())
        return {};
    const std::int64_t now = QDateTime::currentMSecsSinceEpoch();
    double place = m_jobs.empty() ? 0.0 : m_jobs.back()->place;
    std::vector<std::int64_t> ids;
    beginInsertRows({}, count(), count() + int(jobs.size()) - 1);
    for (Job& job : jobs) {
        job.id = ++m_lastId;
        job.place = ++place;
        job.added = now;
        ids.push_back(job.id);
        m_jobs.push_back(std::make_unique<Job>(job));
    }
    endInsertRows();
    tell({std::move(jobs), {}});
    return ids;
}

void JobList::remove(const JobIds& ids)
{
    JobChanges changes;
    for (int last = count() - 1; last >= 0; --last) { // whole stretches, from the end
        int first = last + 1;
        while (first > 0 && ids.contains(at(first - 1).id))
            --first;
        if (first > last)
            continue;
        for (int row = first; row <= last; ++row)
            changes.removed.push_back(at(row).id);
        beginRemoveRows({}, first, last);
        m_jobs.erase(m_jobs.begin() + first, m_jobs.begin() + last + 1);
        endRemoveRows();
        last = first;
    }
    tell(std::move(changes));
}

void JobList::move(const JobIds& ids, int row)
{
    row = std::clamp(row, 0, count());
    const auto isMoved = [&ids](const std::unique_ptr<Job>& job) { return ids.contains(job->id); };
    const auto at = m_jobs.begin() + row;
    const auto before = std::size_t(std::count_if(m_jobs.begin(), at, isMoved));
    const auto moved = std::size_t(std::count_if(m_jobs.begin(), m_jobs.end(), isMoved));
    if (moved == 0)
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    QModelIndexList from = persistentIndexList();
    std::vector<std::int64_t> pointed;
    for (const QModelIndex& index : std::as_const(from))
        pointed.push_back(m_jobs[std::size_t(index.row())]->id);
    std::stable_partition(m_jobs.begin(), at, std::not_fn(isMoved));
    std::stable_partition(at, m_jobs.end(), isMoved);
    QModelIndexList to;
    for (const std::int64_t id : pointed)
        to << index(rowOf(id));
    changePersistentIndexList(from, to);
    const std::size_t begin = std::size_t(row) - before;
    placeBetween(begin, begin + moved);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

// Where there is no room left between the neighbours, all get new places.
void JobList::placeBetween(std::size_t begin, std::size_t end)
{
    const double low = begin == 0 ? m_jobs.size() > end ? m_jobs[end]->place - double(end - begin) - 1.0 : 0.0
                                  : m_jobs[begin - 1]->place;
    const double high = end == m_jobs.size() ? low + double(end - begin) + 1.0 : m_jobs[end]->place;
    const double step = (high - low) / double(end - begin + 1);
    constexpr double least = 1e-6;
    if (step < least) {
        begin = 0;
        end = m_jobs.size();
    }
    JobChanges changes;
    for (std::size_t i = begin; i < end; ++i) {
        m_jobs[i]->place = step < least ? double(i + 1) : low + step * double(i - begin + 1);
        changes.written.push_back(*m_jobs[i]);
    }
    tell(std::move(changes));
}

void JobList::change(const JobIds& ids, const std::function<void(Job&)>& edit)
{
    if (std::vector<Job> changed = apply(ids, edit); !changed.empty())
        tell({std::move(changed), {}});
}

std::vector<Job> JobList::apply(const JobIds& ids, const std::function<void(Job&)>& edit)
{
    std::vector<Job> changed;
    int first = count();
    int last = -1;
    for (int row = 0; row < count(); ++row) {
        Job& job = *m_jobs[std::size_t(row)];
        if (!ids.contains(job.id))
            continue;
        Job edited = job;
        edit(edited);
        if (edited.state != job.state && !isLegal(job.state, edited.state)) {
            qWarning() << "a job cannot go from" << nameOf(job.state) << "to" << nameOf(edited.state);
            continue;
        }
        job = std::move(edited);
        changed.push_back(job);
        first = std::min(first, row);
        last = row;
    }
    if (last >= 0)
        Q_EMIT dataChanged(index(first), index(last));
    return changed;
}

void JobList::setProgress(std::int64_t id, const Progress& progress, bool isHeldByScreen)
{
    const int row = rowOf(id);
    if (row < 0)
        return;
    m_jobs[std::size_t(row)]->progress = progress;
    m_jobs[std::size_t(row)]->isHeldByScreen = isHeldByScreen;
    Q_EMIT dataChanged(index(row), index(row));
}

void JobList::tell(const JobChanges& changes)
{
    if (!changes.isEmpty())
        Q_EMIT changed(changes);
}

int JobList::rowOf(std::int64_t id) const
{
    const auto found = std::ranges::find(m_jobs, id, [](const auto& job) { return job->id; });
    return found == m_jobs.end() ? -1 : int(found - m_jobs.begin());
}

const Job* JobList::find(std::int64_t id) const
{
    const int row = rowOf(id);
    return row < 0 ? nullptr : &at(row);
}

int JobList::countOf(JobState state) const
{
    return int(std::ranges::count(m_jobs, state, [](const auto& job) { return job->state; }));
}

JobIds JobList::idsOf(const std::function<bool(const Job&)>& isMeant) const
{
    JobIds ids;
    for (const auto& job : m_jobs)
        if (isMeant(*job))
            ids.insert(job->id);
    return ids;
}

void JobList::setLosses(LossesOfJobs losses)
{
    if (losses == m_losses)
        return;
    m_losses = std::move(losses);
    if (count() > 0)
        Q_EMIT dataChanged(index(0), index(count() - 1), {Qt::ToolTipRole});
}

QStringList JobList::lossesOf(std::int64_t id) const
{
    const auto found = m_losses.find(id);
    return found == m_losses.end() ? QStringList() : found->second;
}

int JobList::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant JobList::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= count())
        return {};
    const Job& job = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return titleOf(job);
    case Qt::ToolTipRole: {
        QStringList lines{toText(job.source)};
        if (job.state == JobState::Done)
            lines << QStringLiteral("→ ") + toText(job.output);
        if (!job.text.isEmpty())
            lines << job.text;
        if (!isOver(job.state)) // then its text says what was
            lines << lossesOf(job.id);
        return lines.join(QLatin1Char('\n'));
    }
    case IdRole:
        return qint64(job.id);
    case StateRole:
        return int(job.state);
    default:
        return {};
    }
}

Qt::ItemFlags JobList::flags(const QModelIndex& index) const
{
    // Between rows something can be dropped, but not on one.
    return index.isValid() ? QAbstractListModel::flags(index) | Qt::ItemIsDragEnabled : Qt::ItemIsDropEnabled;
}

QStringList JobList::mimeTypes() const
{
    return {mimeType};
}

QMimeData* JobList::mimeData(const QModelIndexList& indexes) const
{
    QByteArray ids;
    QDataStream stream(&ids, QIODevice::WriteOnly);
    for (const QModelIndex& index : indexes)
        stream << qint64(at(index.row()).id);
    auto* data = new QMimeData;
    data->setData(mimeType, ids);
    return data;
}

bool JobList::dropMimeData(const QMimeData* data, Qt::DropAction /*action*/, int row, int /*column*/,
                           const QModelIndex& parent)
{
    if (!data || !data->hasFormat(mimeType))
        return false;
    QByteArray bytes = data->data(mimeType);
    QDataStream stream(&bytes, QIODevice::ReadOnly);
    JobIds ids;
    while (!stream.atEnd()) {
        qint64 id = 0;
        stream >> id;
        ids.insert(id);
    }
    move(ids, row >= 0 ? row : parent.isValid() ? parent.row() : count());
    return false; // they have been moved: the view is to remove nothing
}

} // namespace enlarger::app
