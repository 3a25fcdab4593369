// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/run_marker.h"
#include "app/training/training_request.h"
#include "core/base/result.h"
#include "core/models/model_store.h"
#include "core/train/history/history.h"
#include "core/train/run/run_state.h"

#include <QDateTime>
#include <QString>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace enlarger::app {

/// What the best validation of a run gave, on photos that it does not learn from.
struct BestFigures
{
    std::int64_t step = 0;
    double psnr = 0.0;          // dB
    std::optional<double> gain; // dB over the network that it began with; nothing: there is none to compare
    std::optional<double> lpips;

    bool operator==(const BestFigures&) const = default;
};

/// Where a run stands, as its description and its newest checkpoint say.
struct RunSummary
{
    QString recipe;
    QString from; // the model that it began with; empty: nothing
    std::int64_t step = 0;
    double position = 0.0; // in its schedule, 0..1
    double seconds = 0.0;  // trained
    std::optional<double> minutes;
    bool isOver = false;             // there is nothing left to train
    std::optional<BestFigures> best; // nothing: it was not validated
    std::vector<double> curve;       // PSNR of its validations in dB, evenly thinned to 100 at most
    QString problem;                 // why its checkpoints cannot be read; empty: they can
    bool operator==(const RunSummary&) const = default;
};

/// A run of the data folder.
struct RunInfo : RunSummary
{
    QString name; // its folder's
    std::filesystem::path folder;
    QDateTime changed; // when its checkpoints were
    RunActivity activity = RunActivity::None;
    bool hasModel = false; // its network, as it was when it ended or was stopped, is in its folder
    QString notes;         // a person's
    std::string stamp;     // of the files that the summary comes from: the same one, the same summary

    bool operator==(const RunInfo&) const = default;
};

/// Whether a folder holds a run: one that is described, or one of enlarger-bare.
bool isRun(const std::filesystem::path& folder);

/// By its name among the runs, or by its folder. Error: it is none.
Result<RunInfo> readRun(const std::filesystem::path& run, const models::ModelStore& store);

/// All runs of the data folder, the newest first. Those of `known`, or of the index where nothing is known,
/// that have not changed are not read again.
std::vector<RunInfo> readRuns(const models::ModelStore& store, const std::vector<RunInfo>& known = {});

/// The newest run that a crash, a kill or a power cut has ended; nothing: there is none. Reads no other run.
std::optional<RunInfo> interruptedRun(const models::ModelStore& store);

/// The curves of a run, with what came since its newest checkpoint where a program is training it.
std::vector<train::HistoryPoint> curvesOf(const std::filesystem::path& folder);

/// What begins the same training once more: its photos, recipe, start and length, without a name.
Result<TrainingRequest> settingsOf(const std::filesystem::path& folder, const models::ModelStore& store);

enum class RunStage {
    InProgress, // a program trains it now
    NotBegun,
    Damaged,
    Interrupted, // by a crash, a kill or a power cut
    Stopped,
    Done,
};
RunStage stageOf(const RunInfo& run);
QString stageText(const RunInfo& run);        // "being trained", "stopped at 50 %"
QString bestText(const BestFigures& figures); // "+0.42 dB", "28.31 dB"
QString summaryOf(const RunInfo& run);        // "stopped at 50 %, 340 steps, 12 min"

} // namespace enlarger::app
