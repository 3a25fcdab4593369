// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/training_folder.h"

#include "app/training/run_file.h"
#include "core/image/write/photo_writer.h"
#include "core/models/weight_delta.h"
#include "core/train/history/history_files.h"

#include <fmt/format.h>
#include <fstream>
#include <sstream>

namespace enlarger::app {

namespace {

/// What a new run must have on the disk before its first step.
Status describeRun(const TrainingPlan& plan)
{
    if (Status status = writeRunFile(plan.run.folder, plan.request, plan.crisp); !status)
        return status;
    const std::filesystem::path delta = weightDeltaFile(plan.run.folder);
    if (plan.pair)
        return models::saveWeightDelta(plan.pair->faithful, plan.pair->crisp, delta);
    std::error_code problem;
    std::filesystem::remove(delta, problem); // of a run that never began
    return {};
}

Status savePicture(const std::filesystem::path& file, const image::Image& picture, int bits)
{
    std::error_code problem;
    std::filesystem::create_directories(file.parent_path(), problem);
    image::WriteOptions png{.format = image::PhotoFormat::Png, .replace = true};
    png.bits = bits;
    return image::writePhoto(file, picture, png);
}

/// LR of a bicubic is not rounded to 8 bits, and is kept so.
Status saveHeldOut(const std::filesystem::path& folder, const std::vector<train::Sample>& crops)
{
    for (std::size_t row = 0; row < crops.size(); ++row) {
        const HeldOutFiles files = heldOutFilesOf(folder, int(row));
        if (Status status = savePicture(files.hr, crops[row].hr, 16); !status)
            return status;
        if (Status status = savePicture(files.lr, crops[row].lr, 16); !status)
            return status;
    }
    return {};
}

std::string contentOf(const std::filesystem::path& file)
{
    std::ostringstream content;
    content << std::ifstream(file, std::ios::binary).rdbuf();
    return content.str();
}

/// As notices are: without the full stop.
std::string noticeOf(const Error& error)
{
    std::string text = error.text();
    if (text.ends_with('.'))
        text.pop_back();
    return text;
}

} // namespace

std::filesystem::path stripFileOf(const std::filesystem::path& run, std::int64_t step)
{
    return run / "validation" / fmt::format("step-{:09}.png", step);
}

HeldOutFiles heldOutFilesOf(const std::filesystem::path& run, int row)
{
    const auto file = [&](const char* kind) {
        return run / "validation" / fmt::format("crop-{}-{}.png", row + 1, kind);
    };
    return {file("hr"), file("lr")};
}

Result<TrainingFolder> TrainingFolder::open(const TrainingPlan& plan)
{
    if (plan.conflict)
        return plan.conflict->error();
    auto lock = train::RunLock::take(plan.run.folder);
    if (!lock)
        return std::move(lock).error();
    TrainingFolder folder(plan, *std::move(lock));
    if (folder.m_isNew && train::holdsRun(plan.run.folder)) // since the name was looked at
        return Error{ErrorKind::BadInput, "another run of this name has been started meanwhile",
                     plan.run.folder, "Choose another name"};
    Status status = folder.m_isNew ? describeRun(plan) : rememberRequest(plan.run.folder, plan.request);
    if (status)
        status = folder.openCurves(plan);
    if (status) {
        folder.m_marker.emplace(plan.run.folder);
        return folder;
    }
    folder.removeIfUnbegun();
    return std::move(status).error();
}

Status TrainingFolder::openCurves(const TrainingPlan& plan)
{
    std::vector<train::HistoryPoint> before;
    if (!m_isNew)
        if (auto state = train::stateOfRun(m_folder))
            before = std::move(state->history);
    auto csv = train::openHistoryCsv(m_folder / "history.csv", before);
    if (!csv)
        return std::move(csv).error();
    m_curves.push_back(*std::move(csv));
    if (plan.request.isCsvWide) {
        auto wide = train::openWideCsv(m_folder / "history-wide.csv", before);
        if (!wide)
            return std::move(wide).error();
        m_curves.push_back(*std::move(wide));
    }
    if (!plan.request.tensorBoard)
        return {};
    auto events = train::openEventFile(m_folder / "tensorboard", before.empty() ? 0 : before.back().step);
    if (!events)
        return std::move(events).error();
    m_events = *std::move(events);
    m_curves.push_back(m_events->history);
    m_events->text(before.empty() ? 0 : before.back().step, "recipe",
                   "```json\n" + train::toJson(plan.run.recipe) + "\n```");
    return {};
}

train::RunSinks TrainingFolder::recording(train::RunSinks sinks) const
{
    train::RunSinks recording = sinks;
    recording.history = [files = m_curves, next = sinks.history](const train::HistoryPoint& point) {
        for (const train::HistorySink& file : files)
            file(point);
        if (next)
            next(point);
    };
    recording.heldOut = [folder = m_folder, next = sinks.heldOut,
                         notice = sinks.notice](const std::vector<train::Sample>& crops) {
        const Status status = saveHeldOut(folder, crops);
        if (!status && notice)
            notice(noticeOf(status.error()));
        if (next)
            next(crops);
    };
    recording.strip = [folder = m_folder, events = m_events, next = sinks.strip,
                       notice = sinks.notice](std::int64_t step, const image::Image& strip) {
        const std::filesystem::path file = stripFileOf(folder, step);
        const Status status = savePicture(file, strip, 8);
        if (!status && notice)
            notice(noticeOf(status.error()));
        if (status && events)
            events->picture(step, "validation", strip.width(), strip.height(), contentOf(file));
        if (next)
            next(step, strip);
    };
    return recording;
}

void TrainingFolder::removeIfUnbegun() const
{
    std::error_code problem;
    if (!m_isNew || train::holdsRun(m_folder))
        return;
    for (const char* part :
         {"run.json", "pictures.txt", "history.csv", "history-wide.csv", "tensorboard", "checkpoints",
          "validation", "base.safetensors", "model.safetensors", "in-progress"})
        std::filesystem::remove_all(m_folder / part, problem);
    std::filesystem::remove(weightDeltaFile(m_folder), problem);
    std::filesystem::remove(m_folder, problem); // if there is nothing else in it
}

} // namespace enlarger::app
