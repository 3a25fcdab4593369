// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/run_catalog.h"

#include "app/files/number_text.h"
#include "app/files/path_text.h"
#include "app/session/background.h"
#include "app/training/run_file.h"
#include "core/train/run/trainer.h"

#include <QFileInfo>

#include <algorithm>

namespace enlarger::app {

namespace {

QDateTime changeOf(const std::filesystem::path& folder)
{
    const QFileInfo checkpoints(toText(folder / "checkpoints"));
    return checkpoints.exists() ? checkpoints.lastModified()
                                : QFileInfo(toText(runFileOf(folder))).lastModified();
}

/// Nothing where the folder holds no run.
std::optional<RunInfo> readRun(const std::filesystem::path& folder)
{
    const auto file = readRunFile(folder, folder.parent_path());
    if (!file)
        return {};
    RunInfo run;
    run.name = toText(folder.filename());
    run.folder = folder;
    run.from = toText(file->request.from);
    if (auto state = train::stateOfRun(folder)) {
        run.recipe = toText(state->recipe.name);
        run.step = state->step;
        run.position = state->position;
        run.seconds = state->seconds;
        run.minutes = state->minutes;
        run.history = std::move(state->history);
    }
    std::error_code problem;
    run.activity = activityOf(folder);
    run.hasModel = std::filesystem::exists(folder / "model.safetensors", problem);
    run.changed = changeOf(folder);
    return run;
}

std::vector<std::filesystem::path> foldersIn(const std::filesystem::path& runs)
{
    std::vector<std::filesystem::path> folders;
    std::error_code problem;
    for (auto entry = std::filesystem::directory_iterator(runs, problem);
         !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem))
        folders.push_back(entry->path());
    return folders;
}

std::vector<RunInfo> readRuns(const models::ModelStore& store)
{
    std::vector<RunInfo> runs;
    for (const std::filesystem::path& folder : foldersIn(runsFolder(store)))
        if (auto run = readRun(folder))
            runs.push_back(*std::move(run));
    std::ranges::sort(runs, [](const RunInfo& a, const RunInfo& b) { return a.changed > b.changed; });
    return runs;
}

} // namespace

RunCatalog::RunCatalog(models::ModelStore store, QObject* parent)
    : QAbstractListModel(parent)
    , m_store(std::move(store))
{}

void RunCatalog::reload()
{
    const std::uint64_t request = ++m_request;
    runInBackground(
        readingPool(), this, TaskPriority::Normal, [store = m_store] { return readRuns(store); },
        [this, request](std::vector<RunInfo> runs) {
            if (request != m_request)
                return;
            beginResetModel();
            m_runs = std::move(runs);
            endResetModel();
            Q_EMIT loaded();
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
    case Qt::ToolTipRole:
        return toText(run.folder);
    default:
        return {};
    }
}

std::optional<RunInfo> interruptedRun(const models::ModelStore& store)
{
    std::vector<std::filesystem::path> folders = foldersIn(runsFolder(store));
    std::erase_if(folders, [](const auto& folder) { return activityOf(folder) != RunActivity::Interrupted; });
    if (folders.empty())
        return {};
    return readRun(*std::ranges::max_element(folders, {}, changeOf));
}

QString summaryOf(const RunInfo& run)
{
    if (run.step == 0)
        return QStringLiteral("not begun");
    const QString place =
        run.activity == RunActivity::InProgress ? QStringLiteral("being trained")
        : run.position >= 1.0
            ? QStringLiteral("done")
            : QStringLiteral("%1 at %2 %")
                  .arg(QLatin1String(run.activity == RunActivity::Interrupted ? "interrupted" : "stopped"))
                  .arg(int(run.position * 100.0));
    return QStringLiteral("%1 steps, %2, %3").arg(run.step).arg(toText(durationText(run.seconds)), place);
}

} // namespace enlarger::app
