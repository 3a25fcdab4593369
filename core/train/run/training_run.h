// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/learn/adversarial_trainer.h"
#include "core/train/learn/batch_loader.h"
#include "core/train/run/cadence.h"
#include "core/train/run/checkpoint.h"
#include "core/train/run/history_group.h"
#include "core/train/run/run_clock.h"
#include "core/train/run/run_watch.h"
#include "core/train/run/trainer.h"
#include "core/train/run/validator.h"

#include <chrono>

namespace enlarger::train {

struct StepCost;

/// One execution of a recipe: what happens around the trainer's steps.
class TrainingRun
{
public:
    TrainingRun(const RunPlan& plan, const SampleSource& source, const RunSinks& sinks,
                ProcessGroup& processes);

    /// Makes or loads everything; says all that is wrong before the first step.
    Status prepare(Gate& gate);
    Result<RunResult> go(Gate& gate, const std::stop_token& stop);
    /// Instead of both: see measureSteps().
    Result<StepCost> measure(Gate& gate);

private:
    Status begin();
    Status recordBase(Gate& gate);
    Status continueFrom(const Checkpoint& checkpoint);
    Status takeUpChanges();
    device::Precision precisionHere() const;
    Status makeTrainer(std::shared_ptr<nn::Network> generator);
    std::int64_t stepsPlanned() const;

    void waitWhilePaused();
    void takeAdjustment();
    Status oneStep(Gate& gate);
    /// Validation and checkpoint where they are due. Whether the run should end for want of progress.
    Result<bool> betweenSteps(Gate& gate);
    double longestSince(std::chrono::steady_clock::time_point began) const; // of all processes, in seconds
    /// The recipe's, with the warm-up of a run of a length in time as short as its share of the steps is.
    Recipe::Schedule schedule() const;
    /// Says how many steps fit into the time, and takes smaller batches where those are too few to learn
    /// from.
    void fitIntoTime(double secondsPerStep);
    Status rollBack();
    void startLoader();
    /// Where the run, as it was read from a checkpoint, stands in a schedule of so many minutes.
    void placeInSchedule(std::optional<double> minutes);
    /// Whether the run should end for want of progress.
    Result<bool> validate(Gate& gate);
    /// Of the validation sets, by the names of their curves.
    std::map<std::string, double> measureValidationSets(Gate& gate) const;
    /// Whether the metric of this step is the best so far; then it is remembered.
    bool updateBest(double metric);
    Status saveCheckpoint();
    /// The step whose network a run ends with: the best, or the start where that is no worse to see.
    std::int64_t selectedStep() const;
    void reportSelectedStep(std::int64_t step) const;
    Result<RunResult> finish(RunEnd end, Gate& gate);
    Status writeNetwork(const std::filesystem::path& file, const cards::Card& card) const;
    void showStep(std::int64_t step, bool isValidated) const; // to the afterStep sink
    void record(const HistoryPoint& point);
    void recordEvent(const char* name, double value); // after this step
    void notice(const std::string& text) const;
    bool isFirst() const { return m_processes.rank() == 0; }

    const RunPlan& m_plan;
    const SampleSource& m_source;
    const RunSinks& m_sinks;
    ProcessGroup& m_processes;
    CheckpointFolder m_checkpoints;
    RunState m_state;
    device::Precision m_precision = device::Precision::Fp32;
    std::unique_ptr<AdversarialTrainer> m_trainer;
    std::unique_ptr<Validator> m_validator;
    std::map<std::string, Validator> m_validationSets; // of the first process
    std::unique_ptr<BatchLoader> m_loader;
    std::optional<RunClock> m_clock;
    HistoryGroup m_group;
    int m_badSteps = 0; // in a row
    Cadence m_cadence;
    std::optional<StepTimer> m_timer; // of a new run of a length in time
    RunWatch m_watch;
    bool m_hasOtherPictures = false; // than before it was resumed
};

} // namespace enlarger::train
