// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/training_run.h"

#include "core/base/time_text.h"
#include "core/train/learn/augmentation.h"
#include "core/train/run/schedule.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <utility>

namespace enlarger::train {

namespace {

constexpr int mostBadSteps = 5; // in a row
constexpr int mostRollbacks = 3;
constexpr std::size_t mostPoints = 8000; // of a history

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

void TrainingRun::recordEvent(const char* name, double value)
{
    record({HistoryPoint::Kind::Event, m_state.step, {{name, value}}});
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
        m_state.step * recipe.optimiser.accumulate, std::max(1, m_plan.dataThreads),
        augments(recipe) ? [recipe](Batch& batch, std::uint64_t first) { augment(batch, recipe, first); }
                         : BatchLoader::Change());
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
    } else if (!m_clock->isOver(m_state.step)) {
        recordEvent(events::resumed, 1.0);
    }
    RunEnd end = RunEnd::Finished;
    while (!m_clock->isOver(m_state.step)) {
        waitWhilePaused();
        if (m_processes.largest(stop.stop_requested() ? 1.0 : 0.0) > 0.0) {
            end = RunEnd::Stopped;
            break;
        }
        takeAdjustment();
        const std::int64_t before = m_state.step;
        if (const Status status = oneStep(gate); !status)
            return status.error();
        if (m_state.step <= before) // rolled back to where this was done already
            continue;
        const auto began = std::chrono::steady_clock::now();
        const auto noProgress = betweenSteps(gate);
        if (!noProgress)
            return noProgress.error();
        showStep(m_state.step, wasValidatedAt(m_state.history, m_state.step));
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
    const Recipe::Run run = m_state.recipe.run;
    const std::int64_t bestBefore = m_state.bestStep;
    const double metricBefore = m_state.bestMetric;
    bool noProgress = false;
    if (m_state.step % run.validateEvery == 0 || m_cadence.isValidationDue(m_state.seconds)) {
        const auto validated = validate(gate);
        if (!validated)
            return validated.error();
        noProgress = *validated;
    }
    const bool isPermanent = run.keepEvery > 0 && m_state.step % run.keepEvery == 0;
    const bool isDue = m_state.bestStep != bestBefore || m_state.step % run.checkpointEvery == 0 ||
                       isPermanent || m_cadence.isCheckpointDue(m_state.seconds);
    if (!isDue)
        return noProgress;
    const auto began = std::chrono::steady_clock::now();
    const Status status = saveCheckpoint();
    m_cadence.saved(m_state.seconds, longestSince(began));
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

void TrainingRun::waitWhilePaused()
{
    const auto began = std::chrono::steady_clock::now();
    if (m_sinks.beforeStep && m_sinks.beforeStep())
        recordEvent(events::paused,
                    std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
}

void TrainingRun::takeAdjustment()
{
    if (!m_sinks.adjust || m_processes.size() > 1)
        return;
    const Adjustment wanted = m_sinks.adjust();
    const auto remember = [this](const std::string& change) {
        m_state.changes.push_back(fmt::format("{} from step {}", change, m_state.step));
        notice(m_state.changes.back());
    };
    if (wanted.rateFactor != 1.0) {
        m_state.rateFactor *= wanted.rateFactor;
        remember(fmt::format("{:g} times the rate", wanted.rateFactor));
        recordEvent(events::rate, m_state.rateFactor);
    }
    if (wanted.moreMinutes > 0.0 && m_state.minutes) {
        const double minutes = *m_state.minutes + wanted.moreMinutes;
        m_clock->setMinutes(minutes);
        m_cadence = Cadence(minutes, m_state.seconds);
        placeInSchedule(minutes);
        remember(fmt::format("{:g} minutes in all", minutes));
    }
    Recipe::Schedule& schedule = m_state.recipe.schedule;
    if (wanted.moreSteps > 0 && !m_state.minutes) {
        schedule.steps = stepsPlanned() + wanted.moreSteps;
        schedule.epochs = 0.0;
        m_clock->setSteps(schedule.steps);
        placeInSchedule({});
        remember(fmt::format("schedule.steps={}", schedule.steps));
    }
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
    const Recipe::Schedule schedule = this->schedule();
    const auto rate = [&](double base) {
        return m_state.rateFactor * rateAt(schedule, base, m_state.position, m_state.step);
    };
    const Rates rates{rate(recipe.optimiser.rate), rate(recipe.discriminator.rate)};
    StepReport report = m_trainer->step(batches, m_state.step, rates, gate);
    if (!report.isFinite && !report.isOverflow)
        if (++m_badSteps; m_badSteps >= mostBadSteps)
            return rollBack();
    ++m_state.step;
    const double seconds = longestSince(began);
    const double waited = m_loader->secondsWaited() - waitedBefore; // before there is another loader
    m_state.position = m_clock->advance(m_state.position, m_state.step, seconds);
    m_state.seconds = m_clock->seconds();
    if (const auto timed = m_timer ? m_timer->add(seconds) : std::nullopt)
        fitIntoTime(*timed);
    if (isFirst() && m_sinks.progress)
        m_sinks.progress(m_state.step, m_clock->stepsInAll(m_state.step), m_clock->secondsLeft(m_state.step));
    if (!report.isFinite) {
        recordEvent(events::skipped, 1.0);
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
        report.values["share of waiting"] = waited / seconds;
        m_group.add(report.values);
        if (m_group.isFull(m_state.step))
            record(m_group.take(m_state.step));
    }
    return {};
}

Recipe::Schedule TrainingRun::schedule() const
{
    Recipe::Schedule schedule = m_state.recipe.schedule;
    if (!m_state.minutes || schedule.warmUp == 0 || m_state.step == 0) // the pace is not known yet
        return schedule;
    const double share = double(schedule.warmUp) / double(std::max<std::int64_t>(1, stepsPlanned()));
    schedule.warmUp = std::clamp<std::int64_t>(
        std::llround(share * double(m_clock->stepsInAll(m_state.step))), 1, schedule.warmUp);
    return schedule;
}

void TrainingRun::fitIntoTime(double secondsPerStep)
{
    Recipe& recipe = m_state.recipe;
    const double fit = m_clock->secondsLeft(m_state.step) / secondsPerStep;
    std::string text = fmt::format(
        "About {:.0f} steps fit into {:g} minutes; the recipe is made for {}, which would take {}", fit,
        *m_state.minutes, stepsPlanned(), durationText(secondsPerStep * double(stepsPlanned())));
    const Fit smaller = fitted(recipe.data.batch, fit);
    const bool maySmaller = m_plan.maySmallerBatches && learnsFromSmallerBatches(recipe);
    m_clock->setPace(secondsPerStep);
    if (smaller.batch < recipe.data.batch && maySmaller) {
        m_clock->setPace(secondsPerStep * smaller.batch / recipe.data.batch);
        text += fmt::format(". So each step learns from {} in place of {}: about {:.0f} fit",
                            smaller.batch == 1 ? "1 crop" : fmt::format("{} crops", smaller.batch),
                            recipe.data.batch, smaller.steps);
        recipe.data.batch = smaller.batch;
        m_state.changes.push_back(fmt::format("data.batch={} from step {}", smaller.batch, m_state.step));
        startLoader();
    }
    notice(text);
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
    const RunState before = std::exchange(m_state, std::move(checkpoint->state));
    m_state.recipe = before.recipe; // it may have changed since
    m_state.changes = before.changes;
    const std::vector<HistoryPoint> known = m_state.history;
    for (const HistoryPoint& point : before.history) // earlier returns to this checkpoint, which knows none
        if (point.kind == HistoryPoint::Kind::Event && point.step == m_state.step &&
            std::ranges::find(known, point) == known.end())
            m_state.history.push_back(point);
    placeInSchedule(before.minutes);
    m_state.rateFactor = factor;
    m_state.rollbacks = rollbacks;
    m_badSteps = 0;
    m_group.clear();
    if (Status status = m_trainer->load(checkpoint->tensors); !status)
        return status;
    startLoader();
    if (isFirst() && m_sinks.history)
        m_sinks.history({HistoryPoint::Kind::RolledBack, m_state.step, {}});
    recordEvent(events::rolledBack, double(failedAt + 1));
    notice(
        fmt::format("{} steps in a row gave values that are not finite: back to step {} at {} times the rate",
                    mostBadSteps, m_state.step, factor));
    return {};
}

Result<bool> TrainingRun::validate(Gate& gate)
{
    m_cadence.validated(m_state.seconds);
    std::map<std::string, double> values = measureValidationSets(gate);
    if (m_validator->empty()) {
        if (!values.empty())
            record({HistoryPoint::Kind::Validation, m_state.step, values});
        return false;
    }
    values.merge(m_validator->measure(*m_trainer->average(), gate));
    const auto counts = values.find(nameOf(m_state.recipe.run.metric));
    const double metric = counts == values.end() ? 0.0 : counts->second;
    const bool isBest = updateBest(metric);
    if (isBest)
        recordEvent(events::best, metric);
    record({HistoryPoint::Kind::Validation, m_state.step, values});
    if (isFirst() && m_sinks.strip)
        m_sinks.strip(m_state.step,
                      m_validator->strip(*m_trainer->average(), gate,
                                         m_state.parent.name.empty() ? "start" : m_state.parent.name,
                                         fmt::format("step {}", m_state.step)));
    if (m_sinks.tellsTroubles)
        for (const std::string& text : m_watch.lookAt(m_state.history, m_state.recipe))
            notice(text);
    m_state.withoutProgress = isBest ? 0 : m_state.withoutProgress + 1;
    const int patience = m_state.recipe.run.patience;
    return patience > 0 && m_state.withoutProgress >= patience;
}

std::map<std::string, double> TrainingRun::measureValidationSets(Gate& gate) const
{
    std::map<std::string, double> values;
    for (const auto& [name, set] : m_validationSets)
        for (const auto& [metric, value] : set.measure(*m_trainer->average(), gate))
            values[metric + " of " + name] = value;
    return values;
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
    if (!isFirst())
        return {};
    Status status = m_checkpoints.saveAndPrune({m_state, m_trainer->save()});
    if (status && m_sinks.checkpointSaved)
        m_sinks.checkpointSaved();
    return status;
}

} // namespace enlarger::train
