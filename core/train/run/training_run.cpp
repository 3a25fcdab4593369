// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/training_run.h"

#include "core/train/run/run_network.h"
#include "core/train/run/schedule.h"
#include "core/train/run/trained_card.h"
#include "core/train/run/verdict.h"
#include "core/weights/module_tensors.h"
#include "core/weights/weights.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <ranges>
#include <utility>

namespace enlarger::train {

namespace {

constexpr int mostBadSteps = 5; // in a row
constexpr int mostRollbacks = 3;
constexpr double largestDrift = 2.0;            // 1/255
constexpr double longWithoutCheckpoint = 600.0; // seconds
constexpr std::size_t mostPoints = 8000;        // of a history

bool wasValidatedAt(const std::vector<HistoryPoint>& history, std::int64_t step)
{
    return std::ranges::any_of(std::views::reverse(history), [&](const HistoryPoint& point) {
        return point.kind == HistoryPoint::Kind::Validation && point.step == step;
    });
}

bool isBetter(Metric metric, double value, double best)
{
    return metric == Metric::Lpips ? value < best : value > best;
}

} // namespace

TrainingRun::TrainingRun(const RunPlan& plan, const SampleSource& source, const RunSinks& sinks,
                         ProcessGroup& processes)
    : m_plan(plan)
    , m_source(source)
    , m_sinks(sinks)
    , m_processes(processes)
    , m_checkpoints(plan.folder)
{}

void TrainingRun::notice(const std::string& text) const
{
    if (isFirst() && m_sinks.notice)
        m_sinks.notice(text);
}

void TrainingRun::record(const HistoryPoint& point)
{
    m_state.history.push_back(point);
    if (m_state.history.size() > mostPoints)
        m_state.history = thinned(std::move(m_state.history));
    if (isFirst() && m_sinks.history)
        m_sinks.history(point);
}

void TrainingRun::placeInSchedule(std::optional<double> minutes)
{
    m_state.position = minutes ? m_clock->resumed(m_state.position, m_state.minutes)
                               : double(m_state.step) / double(stepsPlanned());
    m_state.minutes = minutes;
}

void TrainingRun::startLoader()
{
    const Recipe& recipe = m_state.recipe;
    m_loader.reset(); // first: its threads end
    m_loader = std::make_unique<BatchLoader>(
        m_source, BatchLoader::Share{recipe.data.batch, m_processes.rank(), m_processes.size()},
        m_state.step * recipe.optimiser.accumulate, std::max(1, m_plan.dataThreads));
}

Result<RunResult> TrainingRun::go(Gate& gate, const std::stop_token& stop)
{
    if (m_state.history.empty() && !m_plan.resume) {
        const auto began = std::chrono::steady_clock::now();
        if (!m_plan.from.empty()) // where the curves begin, and perhaps the best there will be
            if (const auto validated = validate(gate); !validated)
                return validated.error();
        if (const Status status = saveCheckpoint(); !status) // a disk that is full is told before the work
            return status.error();
        m_clock->pass(longestSince(began));
    }
    RunEnd end = RunEnd::Finished;
    while (!m_clock->isOver(m_state.step)) {
        if (m_processes.largest(stop.stop_requested() ? 1.0 : 0.0) > 0.0) {
            end = RunEnd::Stopped;
            break;
        }
        const std::int64_t before = m_state.step;
        if (const Status status = oneStep(gate); !status)
            return status.error();
        if (m_state.step <= before) // rolled back to where this was done already
            continue;
        const auto began = std::chrono::steady_clock::now();
        const auto noProgress = betweenSteps(gate);
        if (!noProgress)
            return noProgress.error();
        m_clock->pass(longestSince(began));
        m_state.seconds = m_clock->seconds();
        if (*noProgress) {
            end = RunEnd::NoProgress;
            break;
        }
    }
    return finish(end, gate);
}

Result<bool> TrainingRun::betweenSteps(Gate& gate)
{
    const Recipe::Run& run = m_state.recipe.run;
    const std::int64_t bestBefore = m_state.bestStep;
    const double metricBefore = m_state.bestMetric;
    bool noProgress = false;
    if (m_state.step % run.validateEvery == 0) {
        const auto validated = validate(gate);
        if (!validated)
            return validated.error();
        noProgress = *validated;
    }
    const bool isPermanent = run.keepEvery > 0 && m_state.step % run.keepEvery == 0;
    const bool isDue = m_state.bestStep != bestBefore || m_state.step % run.checkpointEvery == 0 ||
                       isPermanent || m_state.seconds - m_secondsAtCheckpoint > longWithoutCheckpoint;
    if (!isDue)
        return noProgress;
    const Status status = saveCheckpoint();
    if (m_processes.largest(status ? 0.0 : 1.0) == 0.0)
        return noProgress;
    // The one before stands, and space may be made. What is not kept is not the best either: the one that was
    // must not be deleted in its favour.
    m_state.bestStep = bestBefore;
    m_state.bestMetric = metricBefore;
    if (!status)
        notice(status.error().text() + " The run goes on without this checkpoint");
    return noProgress;
}

double TrainingRun::longestSince(std::chrono::steady_clock::time_point began) const
{
    // All processes must stay at one place in the schedule.
    return m_processes.largest(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
}

Status TrainingRun::oneStep(Gate& gate)
{
    const auto began = std::chrono::steady_clock::now();
    const double waitedBefore = m_loader->secondsWaited();
    const Recipe& recipe = m_state.recipe;
    std::vector<Batch> batches;
    for (int i = 0; i < recipe.optimiser.accumulate; ++i) {
        auto batch = m_loader->next();
        if (!batch) {
            if (const Status status = saveCheckpoint(); !status)
                notice(status.error().text());
            return batch.error();
        }
        batches.push_back(*std::move(batch));
    }
    const auto rate = [&](double base) {
        return m_state.rateFactor * rateAt(recipe.schedule, base, m_state.position, m_state.step);
    };
    const Rates rates{rate(recipe.optimiser.rate), rate(recipe.discriminator.rate)};
    StepReport report = m_trainer->step(batches, m_state.step, rates, gate);
    if (!report.isFinite && !report.isOverflow)
        if (++m_badSteps; m_badSteps >= mostBadSteps)
            return rollBack();
    ++m_state.step;
    const double seconds = longestSince(began);
    m_state.position = m_clock->advance(m_state.position, m_state.step, seconds);
    m_state.seconds = m_clock->seconds();
    if (isFirst() && m_sinks.progress)
        m_sinks.progress(m_state.step, m_clock->stepsInAll(m_state.step), m_clock->secondsLeft(m_state.step));
    if (!report.isFinite) {
        notice(report.isOverflow
                   ? fmt::format("Step {} was too large for fp16 and was skipped; the loss scale is halved",
                                 m_state.step)
                   : fmt::format("Step {} gave values that are not finite and was skipped", m_state.step));
    } else {
        m_badSteps = 0;
        report.values["rate of G"] = rates.generator;
        if (recipe.hasDiscriminator())
            report.values["rate of D"] = rates.discriminator;
        report.values["seconds per step"] = seconds;
        report.values["share of waiting"] = (m_loader->secondsWaited() - waitedBefore) / seconds;
        m_group.add(report.values);
        if (m_group.isFull(m_state.step))
            record(m_group.take(m_state.step));
    }
    return {};
}

Status TrainingRun::rollBack()
{
    const std::int64_t failedAt = m_state.step;
    const double factor = m_state.rateFactor / 2.0;
    const int rollbacks = m_state.rollbacks + 1;
    auto checkpoint = m_checkpoints.newest();
    if (!checkpoint || rollbacks > mostRollbacks)
        return Error{
            ErrorKind::BadInput,
            fmt::format("{} steps in a row up to step {} gave values that are not finite", mostBadSteps,
                        failedAt + 1),
            {},
            "Start again with a lower optimiser.rate, a longer schedule.warm-up, or optimiser.clip=1"};
    const std::optional<double> minutes = m_state.minutes;
    Recipe recipe = std::move(m_state.recipe); // it may have changed since
    std::vector<std::string> changes = std::move(m_state.changes);
    m_state = std::move(checkpoint->state);
    m_state.recipe = std::move(recipe);
    m_state.changes = std::move(changes);
    placeInSchedule(minutes);
    m_state.rateFactor = factor;
    m_state.rollbacks = rollbacks;
    m_badSteps = 0;
    m_group.clear();
    if (Status status = m_trainer->load(checkpoint->tensors); !status)
        return status;
    startLoader();
    if (isFirst() && m_sinks.history)
        m_sinks.history({HistoryPoint::Kind::RolledBack, m_state.step, {}});
    notice(
        fmt::format("{} steps in a row gave values that are not finite: back to step {} at {} times the rate",
                    mostBadSteps, m_state.step, factor));
    return {};
}

Result<bool> TrainingRun::validate(Gate& gate)
{
    if (m_validator->empty())
        return false;
    std::map<std::string, double> values = m_validator->measure(*m_trainer->average(), gate);
    record({HistoryPoint::Kind::Validation, m_state.step, values});
    if (isFirst() && m_sinks.strip)
        m_sinks.strip(m_state.step, m_validator->strip(*m_trainer->average(), gate));
    // A network that treats noisy pictures moves their colours by itself: what counts is what training adds.
    const auto atStart = validationAt(m_state.history, 0);
    const double driftAtStart = atStart.contains("drift") ? atStart.at("drift") : 0.0;
    const bool drifts =
        !m_state.parent.name.empty() && m_state.step > 0 && values["drift"] > driftAtStart + largestDrift;
    if (drifts && !std::exchange(m_drifts, true))
        notice(fmt::format("The colours drift: the means are {:.1f}/255 off. Stop the run, and start again "
                           "with a higher loss.colour-weight or loss.pixel-weight (--set)",
                           values["drift"]));
    m_state.withoutProgress =
        updateBest(values[nameOf(m_state.recipe.run.metric)]) ? 0 : m_state.withoutProgress + 1;
    const int patience = m_state.recipe.run.patience;
    return patience > 0 && m_state.withoutProgress >= patience;
}

bool TrainingRun::updateBest(double metric)
{
    // Processes may differ in the last digits, and must agree on the end.
    const double agreed = m_processes.largest(metric);
    const bool isFirstOne = m_state.bestStep < 0;
    if (!std::isfinite(agreed) ||
        (!isFirstOne && !isBetter(m_state.recipe.run.metric, agreed, m_state.bestMetric)))
        return false;
    m_state.bestStep = m_state.step;
    m_state.bestMetric = agreed;
    return true;
}

Status TrainingRun::saveCheckpoint()
{
    m_secondsAtCheckpoint = m_state.seconds;
    if (!isFirst())
        return {};
    return m_checkpoints.saveAndPrune({m_state, m_trainer->save()});
}

std::int64_t TrainingRun::selectedStep() const
{
    if (m_state.bestStep <= 0 || !m_state.startCompares || !wasValidatedAt(m_state.history, 0))
        return m_state.bestStep;
    const Verdict verdict = judge(m_state.recipe, validationAt(m_state.history, m_state.bestStep),
                                  validationAt(m_state.history, 0));
    const bool isForNothing = verdict.kind == Verdict::Kind::Same || verdict.kind == Verdict::Kind::Worse;
    return isForNothing && m_checkpoints.steps().contains(0) ? 0 : m_state.bestStep;
}

void TrainingRun::reportSelectedStep(std::int64_t step) const
{
    const Recipe& recipe = m_state.recipe;
    if (step == 0) // the verdict says it
        return;
    if (step != m_state.step) {
        notice(fmt::format("Step {} did best on the held-out pictures: its network is kept", step));
    } else if (m_state.bestStep >= 0 && m_state.bestStep != step && recipe.hasPixelLossesAlone()) {
        notice(fmt::format("Step {} did better on the held-out pictures ({} {:.4g}): run.patience above 0 "
                           "keeps the best network",
                           m_state.bestStep, nameOf(recipe.run.metric), m_state.bestMetric));
    }
}

Result<RunResult> TrainingRun::finish(RunEnd end, Gate& gate)
{
    const std::int64_t bestBefore = m_state.bestStep;
    const double metricBefore = m_state.bestMetric;
    if (wasValidatedAt(m_state.history, m_state.step)) { // perhaps the best, but its checkpoint failed
        auto values = validationAt(m_state.history, m_state.step);
        updateBest(values[nameOf(m_state.recipe.run.metric)]);
    } else if (end == RunEnd::Finished) {
        if (const auto validated = validate(gate); !validated)
            return validated.error();
    }
    RunResult result;
    const Status saved = saveCheckpoint();
    result.isSaved = saved.ok();
    if (!saved) { // the network itself, a small file, may still find room
        m_state.bestStep = bestBefore;
        m_state.bestMetric = metricBefore;
        notice(saved.error().text() + " This checkpoint is missing: the run can go on from the one before");
    }
    result.selectedStep = m_state.step;
    const bool wantsBest = end == RunEnd::NoProgress ||
                           (end == RunEnd::Finished && m_state.recipe.run.patience > 0 && result.isSaved);
    const std::int64_t selected = wantsBest && isFirst() ? selectedStep() : -1;
    if (selected >= 0 && selected != m_state.step) {
        if (const auto best = readCheckpoint(m_checkpoints.fileOf(selected))) {
            result.selectedStep = selected;
            if (const Status status = m_trainer->load(best->tensors); !status)
                return status.error();
        } else {
            notice(best.error().text() + " The last network is kept in place of the best");
        }
    }
    if (end == RunEnd::Finished && result.isSaved && isFirst())
        reportSelectedStep(result.selectedStep);
    result.end = end;
    result.recipe = m_state.recipe;
    result.steps = m_state.step;
    result.seconds = m_state.seconds;
    result.validation = validationAt(m_state.history, result.selectedStep);
    result.last = validationAt(m_state.history, result.steps);
    result.heldOut = m_validator->pictures();
    result.parent = m_state.parent.name;
    if (m_state.startCompares && wasValidatedAt(m_state.history, 0))
        result.start = validationAt(m_state.history, 0);
    else if (m_state.parent.name.empty() && !m_validator->empty())
        result.bicubic = m_validator->measureBicubic();
    result.minutes = m_state.minutes;
    result.model = networkFileOf(m_plan.folder);
    result.card = trainedCard(m_plan, m_state, result);
    if (isFirst())
        if (const Status status =
                weights::writeSafetensors(result.model, weights::stateDict(*m_trainer->average()),
                                          {{cards::cardKey, cards::toJson(result.card)}});
            !status)
            return status.error();
    return result;
}

} // namespace enlarger::train
