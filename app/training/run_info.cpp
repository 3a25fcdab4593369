// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_info.h"

#include "app/files/number_text.h"
#include "app/files/path_text.h"
#include "app/training/run_file.h"
#include "app/training/run_index.h"
#include "app/training/run_notes.h"
#include "core/base/count_text.h"
#include "core/system/file_stamp.h"
#include "core/train/history/history_files.h"
#include "core/train/run/trainer.h"

#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace enlarger::app {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longestCurve = 100; // points

std::optional<double> valueIn(const std::map<std::string, double>& values, const char* name)
{
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
}

std::optional<BestFigures> bestOf(const train::RunState& state)
{
    const auto values = train::validationAt(state.history, state.bestStep);
    const auto psnr = valueIn(values, "psnr");
    if (state.bestStep < 0 || !psnr)
        return {};
    BestFigures best{state.bestStep, *psnr, {}, valueIn(values, "lpips")};
    if (state.startCompares && train::wasValidatedAt(state.history, 0))
        if (const auto start = valueIn(train::validationAt(state.history, 0), "psnr"))
            best.gain = *psnr - *start;
    return best;
}

std::vector<double> curveOf(const std::vector<train::HistoryPoint>& history)
{
    std::vector<double> all;
    for (const train::HistoryPoint& point : history)
        if (const auto psnr = valueIn(point.values, "psnr"))
            all.push_back(*psnr);
    if (all.size() <= longestCurve)
        return all;
    std::vector<double> curve;
    for (std::size_t i = 0; i < longestCurve; ++i)
        curve.push_back(all[i * (all.size() - 1) / (longestCurve - 1)]);
    return curve;
}

RunSummary summaryIn(const fs::path& folder)
{
    RunSummary summary;
    if (const auto file = readRunFile(folder, folder.parent_path()))
        summary.from = toText(file->request.from);
    const auto state = train::stateOfRun(folder);
    if (!state) {
        if (train::holdsRun(folder))
            summary.problem = toText(state.error().text());
        return summary;
    }
    summary.recipe = toText(state->recipe.name);
    if (summary.from.isEmpty())
        summary.from = toText(state->parent.name);
    summary.step = state->step;
    summary.position = state->position;
    summary.seconds = state->seconds;
    summary.minutes = state->minutes;
    const int patience = state->recipe.run.patience;
    summary.isOver = state->position >= 1.0 || (patience > 0 && state->withoutProgress >= patience);
    summary.best = bestOf(*state);
    summary.curve = curveOf(state->history);
    return summary;
}

/// Of the description, the newest checkpoint, and the folder that gets others.
std::string stampOfRun(const fs::path& folder)
{
    std::error_code problem;
    fs::path newest;
    const fs::path checkpoints = folder / "checkpoints";
    for (auto entry = fs::directory_iterator(checkpoints, problem);
         !problem && entry != fs::directory_iterator(); entry.increment(problem))
        newest = std::max(newest, entry->path());
    std::string stamp = newest.filename().string();
    for (const fs::path& file : {runFileOf(folder), checkpoints, newest})
        if (const auto now = stampOf(file))
            stamp += fmt::format(" {}:{}:{}:{}", now->inode, now->size, now->modified, now->changed);
    return stamp;
}

QDateTime changeOf(const fs::path& folder)
{
    const QFileInfo checkpoints(toText(folder / "checkpoints"));
    return checkpoints.exists() ? checkpoints.lastModified()
                                : QFileInfo(toText(runFileOf(folder))).lastModified();
}

/// With what is not the checkpoints' to say.
RunInfo infoOf(const fs::path& folder, RunSummary summary, std::string stamp)
{
    RunInfo run{std::move(summary)};
    std::error_code problem;
    run.name = toText(folder.filename());
    run.folder = folder;
    run.changed = changeOf(folder);
    run.activity = activityOf(folder);
    run.hasModel = fs::exists(folder / "model.safetensors", problem);
    run.notes = notesOf(folder);
    run.stamp = std::move(stamp);
    return run;
}

RunInfo readFolder(const fs::path& folder)
{
    std::string stamp = stampOfRun(folder); // first: a checkpoint may come meanwhile
    return infoOf(folder, summaryIn(folder), std::move(stamp));
}

std::vector<fs::path> foldersIn(const fs::path& runs)
{
    std::vector<fs::path> folders;
    std::error_code problem;
    for (auto entry = fs::directory_iterator(runs, problem); !problem && entry != fs::directory_iterator();
         entry.increment(problem))
        if (isRun(entry->path()))
            folders.push_back(entry->path());
    return folders;
}

} // namespace

bool isRun(const fs::path& folder)
{
    std::error_code problem;
    return fs::exists(runFileOf(folder), problem) || train::holdsRun(folder);
}

Result<RunInfo> readRun(const fs::path& run, const models::ModelStore& store)
{
    const fs::path folder = findRun(run, store);
    if (isRun(folder))
        return readFolder(folder);
    if (isRun(run)) // enlarger-bare's, elsewhere
        return readFolder(run);
    return readRunFile(folder, runsFolder(store)).error();
}

std::vector<RunInfo> readRuns(const models::ModelStore& store, const std::vector<RunInfo>& known)
{
    const RunIndex index;
    const fs::path all = runsFolder(store);
    const std::vector<RunInfo> before = known.empty() ? index.read(all) : known;
    std::size_t same = 0;
    std::vector<RunInfo> runs;
    for (const fs::path& folder : foldersIn(all)) {
        std::string stamp = stampOfRun(folder);
        const auto found = std::ranges::find(before, folder, &RunInfo::folder);
        const bool isSame = found != before.end() && found->stamp == stamp;
        same += isSame ? 1 : 0;
        runs.push_back(isSame ? infoOf(folder, *found, std::move(stamp)) : readFolder(folder));
    }
    if (same != runs.size() || same != before.size())
        index.write(all, runs);
    std::ranges::sort(runs, [](const RunInfo& a, const RunInfo& b) { return a.changed > b.changed; });
    return runs;
}

std::optional<RunInfo> interruptedRun(const models::ModelStore& store)
{
    std::vector<fs::path> folders = foldersIn(runsFolder(store));
    std::erase_if(folders, [](const auto& folder) { return activityOf(folder) != RunActivity::Interrupted; });
    if (folders.empty())
        return {};
    return readFolder(*std::ranges::max_element(folders, {}, changeOf));
}

std::vector<train::HistoryPoint> curvesOf(const fs::path& folder)
{
    if (activityOf(folder) == RunActivity::InProgress)
        if (auto points = train::readHistoryCsv(folder / "history.csv"); !points.empty())
            return points;
    auto state = train::stateOfRun(folder);
    return state ? std::move(state->history) : std::vector<train::HistoryPoint>();
}

Result<TrainingRequest> settingsOf(const fs::path& folder, const models::ModelStore& store)
{
    auto file = readRunFile(folder, runsFolder(store));
    if (!file)
        return std::move(file).error();
    auto state = train::stateOfRun(folder);
    if (!state)
        return std::move(state).error();
    TrainingRequest request;
    request.data = std::move(file->request.data);
    request.lrFolder = std::move(file->request.lrFolder);
    request.featureFolders = std::move(file->request.featureFolders);
    request.validationSets = std::move(file->request.validationSets);
    request.from = std::move(file->request.from);
    request.recipe = std::move(state->recipe);
    request.minutes = state->minutes;
    if (!request.minutes && state->position > 0.0 && state->seconds > 0.0)
        request.minutes = state->seconds / 60.0 / std::min(1.0, state->position); // its steps took so long
    return request;
}

RunStage stageOf(const RunInfo& run)
{
    if (run.activity == RunActivity::InProgress)
        return RunStage::InProgress;
    if (!run.problem.isEmpty())
        return RunStage::Damaged;
    if (run.isOver)
        return RunStage::Done;
    if (run.step == 0)
        return RunStage::NotBegun;
    return run.activity == RunActivity::Interrupted ? RunStage::Interrupted : RunStage::Stopped;
}

QString stageText(const RunInfo& run)
{
    const auto at = [&](const char* what) {
        return toText(fmt::format("{} at {} %", what, int(run.position * 100.0)));
    };
    switch (stageOf(run)) {
    case RunStage::InProgress:
        return QStringLiteral("being trained");
    case RunStage::NotBegun:
        return QStringLiteral("not begun");
    case RunStage::Damaged:
        return QStringLiteral("damaged");
    case RunStage::Interrupted:
        return at("interrupted");
    case RunStage::Stopped:
        return at("stopped");
    case RunStage::Done:
        break;
    }
    return QStringLiteral("done");
}

QString bestText(const BestFigures& figures)
{
    if (!figures.gain)
        return toText(fmt::format("{:.2f} dB", figures.psnr));
    const double shown = std::abs(*figures.gain) < 0.005 ? 0.0 : *figures.gain; // no "-0.00"
    return toText(fmt::format("{:+.2f} dB", shown));
}

QString summaryOf(const RunInfo& run)
{
    if (run.step == 0)
        return stageText(run);
    return toText(fmt::format("{}, {}, {}", stageText(run).toStdString(),
                              countText(run.step, "step", "steps"), durationText(run.seconds)));
}

} // namespace enlarger::app
