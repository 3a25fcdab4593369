// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/base/progress.h"
#include "core/cards/card.h"
#include "core/device/device.h"
#include "core/train/data/sample_source.h"
#include "core/train/history/history.h"
#include "core/train/recipe/recipe.h"
#include "core/train/run/run_state.h"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>

namespace enlarger::train {

class Processes;

/// Threads that decode ahead of the trainer: half of the processor's, four at most.
int usualDataThreads();

/// Pictures on which a run is measured at each validation, besides those that it holds out.
struct ValidationSet
{
    std::string name; // of its curves: "psnr of NAME", "ssim of NAME" ...
    std::vector<Sample> pictures;
};

/// What a run is to do, and where.
struct RunPlan
{
    Recipe recipe;                    // of a new run; a resumed one has its own
    std::vector<std::string> changes; // "FIELD=VALUE": of a resumed one's recipe, see changeRecipe()
    std::filesystem::path folder;     // of the run: checkpoints, curves, strips, the model
    bool resume = false;              // go on from the folder's newest checkpoint
    std::string name;                 // of the model that it makes

    std::string command; // that repeats it, but for its length: for the model's card; may be empty
    std::string steps;   // the length in steps, where a person asked for one: for the command

    std::filesystem::path from; // a model to begin with; empty: from nothing
    cards::Card parent;         // of that model; without a name, what is made begins an ancestry of its own

    device::Device device;
    std::optional<double> minutes;                     // the run's length in time instead of in steps
    bool maySmallerBatches = true;                     // where else too few steps would fit into that
    std::vector<std::filesystem::path> featureFolders; // where backbones of perceptual losses and LPIPS lie
    std::vector<ValidationSet> validationSets;
    int dataThreads = usualDataThreads();
};

/// The pictures of a validation: bicubic, base, now, HR side by side, with their names.
using StripSink = std::function<void(std::int64_t step, const image::Image& strip)>;

/// What a person may change of a run while it goes on.
struct Adjustment
{
    double rateFactor = 1.0;    // of all learning rates, from now on
    double moreMinutes = 0.0;   // for a run of a length in time: its schedule stretches
    std::int64_t moreSteps = 0; // for a run of a length in steps
};

/// Writes the averaged network as it is now, safetensors in fp32 with its card. Errors: Io.
using NetworkWriter = std::function<Status(const std::filesystem::path& file)>;

struct RunSinks
{
    HistorySink history;
    NoticeSink notice;
    bool tellsTroubles = true; // as notices; false: whoever reads the history looks for them (run_watch.h)
    StripSink strip;
    std::function<void(const std::vector<Sample>& crops)> heldOut; // once, of a strip's rows: HR and LR
    std::function<void(std::int64_t step, std::int64_t steps, double secondsLeft)>
        progress; // after each step
    /// Before each step; the run pauses for as long as it does not return, and its clock stands still.
    /// Whether it has been paused.
    std::function<bool()> beforeStep;
    /// Before each step, after that: what has been asked of the run since. In a run of several processes, not
    /// called.
    std::function<Adjustment()> adjust;
    /// After each step, and after the last one, of the network that is kept. Whether validation came with it.
    std::function<void(std::int64_t step, bool isValidated, const NetworkWriter& write)> afterStep;
    std::function<void()> checkpointSaved; // others may have gone with it
};

enum class RunEnd { Finished, Stopped, NoProgress };

struct RunResult
{
    RunEnd end = RunEnd::Finished;
    Recipe recipe;
    std::int64_t steps = 0;              // done in all
    std::int64_t selectedStep = 0;       // the model's: the best one where the recipe has a patience
    double seconds = 0.0;                // in all
    bool isSaved = true;                 // the last checkpoint could be written: the run can go on from here
    std::optional<double> minutes;       // the length that was asked for, where it was one in time
    int heldOut = 0;                     // photos that were kept for validation
    bool heldOutParts = false;           // those are parts of the photos that were learnt from
    std::string parent;                  // the model that it began with; empty: none
    std::map<std::string, double> start; // validation of that, where it was on the same photos
    std::map<std::string, double> bicubic;    // validation of bicubic enlargement, where there was none
    std::map<std::string, double> validation; // of the model, or the last before it
    std::map<std::string, double> last;       // validation in the end
    std::filesystem::path model; // the averaged network of that step, safetensors in fp32 with its card
    cards::Card card;            // what that file says of itself
};

/// Whether there are checkpoints of work done: of more than the start.
bool holdsRun(const std::filesystem::path& folder);

/// The steps of the checkpoints that are there, in order.
std::vector<std::int64_t> checkpointsIn(const std::filesystem::path& folder);

/// Where a run that was begun before stands, by its newest checkpoint. Error: none there can be read.
Result<RunState> stateOfRun(const std::filesystem::path& folder);

/// Runs a recipe to its end, or until `stop` is asked for: then it ends after the step with a checkpoint. The
/// gate lets more urgent work go first; one that throws ends the run at once without a checkpoint.
///
/// A step whose loss or gradient is not finite is skipped; after five in a row the run goes back to its last
/// checkpoint at half the rate, three times at most. Errors: whatever the recipe, the model, the data, the
/// device or the disk refuse; the last checkpoint stands (a picture that cannot be read any more ends the run
/// with one). Nobody else may use the folder meanwhile: take a RunLock before. With `processes`, each takes
/// its part of every batch and the first one reports and saves; one that gets an Error should abort the
/// others.
Result<RunResult> runTraining(const RunPlan& plan, const SampleSource& source, Gate& gate,
                              const std::stop_token& stop, const RunSinks& sinks,
                              const Processes* processes = nullptr);

} // namespace enlarger::train
