// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/run_catalog.h"

#include "app/files/path_text.h"
#include "app/session/background.h"
#include "app/session/network_loading.h"
#include "app/training/run_file.h"
#include "app/training/run_models.h"
#include "app/training/run_notes.h"
#include "app/training/run_removal.h"
#include "app/training/run_renaming.h"

#include <algorithm>
#include <chrono>

namespace enlarger::app {

namespace {

constexpr auto interval = std::chrono::seconds(4);

QString tipOf(const RunInfo& run)
{
    QStringList lines{summaryOf(run), toText(run.folder)};
    if (!run.recipe.isEmpty())
        lines += run.from.isEmpty() ? run.recipe : QStringLiteral("%1, from %2").arg(run.recipe, run.from);
    for (const QString& more : {run.problem, run.notes})
        if (!more.isEmpty())
            lines += more;
    return lines.join(QLatin1Char('\n'));
}

} // namespace

RunCatalog::RunCatalog(models::ModelStore store, QObject* parent)
    : QAbstractListModel(parent)
    , m_store(std::move(store))
{
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (!m_isReading)
            reload();
    });
}

void RunCatalog::watch(bool watched)
{
    if (watched)
        m_timer.start();
    else
        m_timer.stop();
}

void RunCatalog::reload()
{
    const std::uint64_t request = ++m_request;
    m_isReading = true;
    runInBackground(
        readingPool(), this, TaskPriority::Normal,
        [store = m_store, known = m_runs] { return readRuns(store, known); },
        [this, request](std::vector<RunInfo> runs) {
            if (request != m_request)
                return;
            m_isReading = false;
            take(std::move(runs));
            Q_EMIT loaded();
        });
}

// A view keeps its place where the same runs are there.
void RunCatalog::take(std::vector<RunInfo> runs)
{
    if (!std::ranges::equal(runs, m_runs, {}, &RunInfo::name, &RunInfo::name)) {
        beginResetModel();
        m_runs = std::move(runs);
        endResetModel();
        return;
    }
    for (std::size_t row = 0; row < runs.size(); ++row) {
        if (runs[row] == m_runs[row])
            continue;
        m_runs[row] = std::move(runs[row]);
        Q_EMIT dataChanged(index(int(row)), index(int(row)));
    }
}

std::filesystem::path RunCatalog::folderOf(const QString& run) const
{
    return runsFolder(m_store) / toPath(run);
}

void RunCatalog::finish(const Status& status)
{
    if (!status)
        Q_EMIT problemFound(toText(status.error().text()));
    reload();
}

void RunCatalog::measure(const QString& run)
{
    runInBackground(
        readingPool(), this, TaskPriority::High, [folder = folderOf(run)] { return bytesOfRun(folder); },
        [this, run](std::int64_t bytes) { Q_EMIT measured(run, bytes); });
}

void RunCatalog::remove(const QString& run)
{
    runInBackground(
        readingPool(), this, TaskPriority::High,
        [folder = folderOf(run), store = m_store]() -> Status {
            auto freed = removeRun(folder, store);
            return freed ? Status() : std::move(freed).error();
        },
        [this](const Status& status) { finish(status); });
}

void RunCatalog::setNameAndNotes(const QString& run, const QString& name, const QString& notes)
{
    const auto work = [folder = folderOf(run), name = name.toStdString(), notes,
                       store = m_store]() -> Status {
        if (Status written = writeNotes(folder, notes); !written || name == folder.filename())
            return written;
        openDevices(); // it touches tensors
        return renameRun(folder, name, store);
    };
    runInBackground(readingPool(), this, TaskPriority::High, work, [this, run, name](const Status& status) {
        if (status && name != run)
            Q_EMIT renamed(run, name);
        finish(status);
    });
}

void RunCatalog::keep(const QString& run, const QString& model)
{
    const auto work = [folder = folderOf(run), name = model.toStdString(), store = m_store] {
        openDevices();
        return keepModels(folder, name, store);
    };
    runInBackground(readingPool(), this, TaskPriority::High, work,
                    [this](const Result<std::vector<std::string>>& names) {
                        if (!names)
                            return Q_EMIT problemFound(toText(names.error().text()));
                        QStringList models;
                        for (const std::string& name : *names)
                            models += toText(name);
                        Q_EMIT kept(models);
                    });
}

void RunCatalog::exportTo(const QString& run, const std::filesystem::path& file)
{
    const auto work = [folder = folderOf(run), file, store = m_store]() -> Result<models::Exported> {
        openDevices();
        const auto ofRun = modelsOfRun(folder, store);
        if (!ofRun)
            return ofRun.error();
        return store.exportTo(ofRun->model, file, {.format = models::exportFormatOf(file), .replace = true});
    };
    runInBackground(readingPool(), this, TaskPriority::Normal, work,
                    [this](const Result<models::Exported>& result) {
                        if (!result)
                            return Q_EMIT problemFound(toText(result.error().text()));
                        QStringList files, notes;
                        for (const std::filesystem::path& one : result->files)
                            files += toText(one);
                        for (const std::string& note : result->notes)
                            notes += toText(note);
                        Q_EMIT exported(files, notes);
                    });
}

void RunCatalog::readSettings(const QString& run)
{
    runInBackground(
        readingPool(), this, TaskPriority::High,
        [folder = folderOf(run), store = m_store] { return settingsOf(folder, store); },
        [this](const Result<TrainingRequest>& settings) {
            if (settings)
                Q_EMIT settingsRead(*settings);
            else
                Q_EMIT problemFound(toText(settings.error().text()));
        });
}

int RunCatalog::rowOf(const QString& name) const
{
    const auto found = std::ranges::find(m_runs, name, &RunInfo::name);
    return found == m_runs.end() ? -1 : int(found - m_runs.begin());
}

int RunCatalog::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_runs.size());
}

QVariant RunCatalog::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= int(m_runs.size()))
        return {};
    const RunInfo& run = m_runs[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return run.name;
    case SummaryRole:
        return summaryOf(run);
    case StageRole:
        return int(stageOf(run));
    case BestRole:
        return run.best ? bestText(*run.best) : QString();
    case CurveRole:
        return QVariant::fromValue(QList<double>(run.curve.begin(), run.curve.end()));
    case Qt::ToolTipRole:
        return tipOf(run);
    default:
        return {};
    }
}

} // namespace enlarger::app
