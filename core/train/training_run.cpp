// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/training_run.h"

#include "core/infer/engine_network.h"
#include "core/infer/kept_memory.h"
#include "core/train/make_perceptual_term.h"
#include "core/train/network_spec.h"
#include "core/train/schedule.h"
#include "core/weights/module_tensors.h"
#include "core/weights/weights.h"

#include <algorithm>
#include <cmath>
#include <fmt/ranges.h>
#include <ranges>
#include <set>
#include <stdexcept>
#include <utility>

namespace enlarger::train {

namespace {

constexpr int mostBadSteps = 5; // in a row
constexpr int mostRollbacks = 3;
constexpr int heldOutSide = 256;                // pixels of HR
constexpr double muchDrift = 2.0;               // 1/255
constexpr double longWithoutCheckpoint = 600.0; // seconds

infer::Precision precisionOf(const Recipe& recipe, const infer::Device& device)
{
    const auto wanted = infer::precisionFromName(recipe.run.precision);
    return !wanted || *wanted == infer::Precision::Auto ? device.trainingPrecision : *wanted;
}

/// The network of a checkpoint: what its tensors say, since a run may have begun with one that no recipe
/// describes.
nn::NetworkSpec specOf(const Checkpoint& checkpoint)
{
    constexpr std::string_view prefix = "generator.";
    weights::WeightsFile file;
    for (const auto& [name, tensor] : checkpoint.tensors.entries())
        if (name.starts_with(prefix) && !weights::isCounter(name))
            file.tensors.add(name.substr(prefix.size()), tensor);
    const auto recognised = weights::recognise(file);
    return recognised ? recognised->spec : networkSpec(checkpoint.state.recipe);
}

/// What the last validation gave that came at that step or before.
std::map<std::string, double> validationAt(const std::vector<HistoryPoint>& history, std::int64_t step)
{
    for (const HistoryPoint& point : std::views::reverse(history))
        if (point.kind == HistoryPoint::Kind::Validation && point.step <= step)
            return point.values;
    return {};
}

/// Each name must mean a parameter, and one must be left to learn.
Status checkFreezing(const nn::Network& network, const std::string& freeze)
{
    std::set<std::string> learning;
    for (const std::string& name : network.named_parameters().keys())
        learning.insert(name);
    const std::set<std::string> all = learning;
    for (const std::string& prefix : prefixesOf(freeze)) {
        const auto begins = [&](const std::string& name) { return name.starts_with(prefix); };
        if (std::ranges::none_of(all, begins))
            return Error{
                ErrorKind::BadInput,
                fmt::format("generator.freeze names '{}', but no parameter of the network begins so", prefix),
                {},
                fmt::format("Its parts are {}", fmt::join(network.named_children().keys(), ", "))};
        std::erase_if(learning, begins);
    }
    if (learning.empty())
        return Error{
            ErrorKind::BadInput, "generator.freeze leaves nothing to learn", {}, "Leave a part out of it"};
    return {};
}

/// A network from nothing. Error: no such network can be built.
Result<std::shared_ptr<nn::Network>> freshNetwork(const Recipe& recipe)
try {
    return nn::makeNetwork(networkSpec(recipe));
} catch (const std::invalid_argument& wrong) {
    return Error{ErrorKind::BadInput,
                 fmt::format("the recipe's generator cannot be built: {}", wrong.what()),
                 {},
                 "Change generator.architecture, generator.scale or the sizes"};
}

bool isBetter(const std::string& metric, double value, double best)
{
    return metric == "lpips" ? value < best : value > best;
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

void TrainingRun::tell(const HistoryPoint& point)
{
    m_state.history.push_back(point);
    if (isFirst() && m_sinks.history)
        m_sinks.history(point);
}

std::int64_t TrainingRun::stepsPlanned() const
{
    const Recipe& recipe = m_state.recipe;
    if (recipe.schedule.epochs <= 0.0)
        return recipe.schedule.steps;
    const double perStep = double(recipe.data.batch) * recipe.optimiser.accumulate * m_processes.size();
    return std::max<std::int64_t>(
        1, std::llround(recipe.schedule.epochs * double(m_source.pictures()) / perStep));
}

Status TrainingRun::prepare(Gate& gate)
{
    infer::keepFreedMemory();
    std::error_code problem;
    std::filesystem::create_directories(m_plan.folder, problem);
    if (problem)
        return Error{ErrorKind::Io, "the folder cannot be made: " + problem.message(), m_plan.folder, {}};
    if (m_plan.resume) {
        std::vector<Error> problems;
        auto checkpoint = m_checkpoints.newest(&problems);
        for (const Error& one : problems)
            notice(one.text() + " The one before it is taken.");
        if (!checkpoint)
            return checkpoint.error();
        if (Status status = continueFrom(*checkpoint); !status)
            return status;
    } else if (Status status = begin(); !status) {
        return status;
    }

    auto heldOut = m_source.heldOut(heldOutSide);
    if (!heldOut)
        return heldOut.error();
    if (heldOut->empty())
        notice(
            "There are too few pictures to keep some for validation: nothing will tell when the network gets "
            "worse");
    const torch::Device device(m_plan.device.name);
    m_validator = std::make_unique<Validator>(*heldOut, m_state.recipe.generator.scale, device, m_precision,
                                              lpipsDistance(m_plan.featureFolders, device));
    if (m_state.recipe.run.metric == "lpips" && !m_validator->empty() && !m_validator->hasLpips())
        return Error{ErrorKind::BadInput,
                     "run.metric is lpips, but its networks are not at hand",
                     {},
                     "Put them into the folder for features, or set run.metric=psnr"};
    if (!m_plan.from.empty() || m_plan.resume)
        m_validator->setBase(*m_learner->average(), gate);

    const std::optional<double> minutes = m_plan.minutes ? m_plan.minutes : m_state.minutes;
    m_clock.emplace(stepsPlanned(), minutes, m_state.seconds);
    placeInSchedule(minutes);
    m_secondsAtCheckpoint = m_state.seconds;
    m_group = HistoryGroup(minutes ? 20000 : stepsPlanned());
    startLoader();
    return {};
}

Status TrainingRun::begin()
{
    if (Status status = check(m_plan.recipe); !status)
        return status;
    if (!m_checkpoints.steps().empty())
        return Error{ErrorKind::BadInput, "holds a run already", m_plan.folder,
                     "Resume it, or choose another name"};
    m_state.recipe = m_plan.recipe;
    m_state.dataSummary = m_source.summary();
    m_state.parent = m_plan.parent;
    m_state.ancestry = m_plan.ancestry.empty() ? m_plan.name : m_plan.ancestry;
    if (m_plan.from.empty()) {
        if (m_state.recipe.generator.start == "trained")
            return Error{ErrorKind::BadInput,
                         fmt::format("the recipe '{}' begins with a trained network, and none was given",
                                     m_state.recipe.name),
                         {},
                         "Give one with --from; the recipe psnr makes them"};
        torch::manual_seed(std::uint64_t(m_state.recipe.run.seed));
        auto network = freshNetwork(m_state.recipe);
        return network ? makeLearner(*std::move(network)) : Status(network.error());
    }
    auto loaded = weights::loadNetwork(m_plan.from);
    if (!loaded)
        return loaded.error();
    // The network is what it is: the recipe's own size plays no part.
    if (const int scale = loaded->network->spec().scale; scale != m_state.recipe.generator.scale)
        return Error{
            ErrorKind::BadInput,
            fmt::format("enlarges x{}, but the recipe trains x{}", scale, m_state.recipe.generator.scale),
            m_plan.from, fmt::format("Set generator.scale={}", scale)};
    describeNetwork(loaded->network->spec(), m_state.recipe);
    torch::manual_seed(std::uint64_t(m_state.recipe.run.seed));
    return makeLearner(loaded->network);
}

Status TrainingRun::continueFrom(const Checkpoint& checkpoint)
{
    m_state = checkpoint.state;
    if (const std::string now = m_source.summary(); now != m_state.dataSummary)
        notice(fmt::format("The pictures are not what they were ({}, before: {})", now, m_state.dataSummary));
    torch::manual_seed(std::uint64_t(m_state.recipe.run.seed));
    if (Status status = makeLearner(nn::makeNetwork(specOf(checkpoint))); !status)
        return status;
    return m_learner->load(checkpoint.tensors);
}

Status TrainingRun::makeLearner(std::shared_ptr<nn::Network> generator)
{
    const Recipe& recipe = m_state.recipe;
    m_precision = precisionOf(recipe, m_plan.device);
    if (Status status = infer::canCompute(m_plan.device, m_precision); !status)
        return status;
    if (Status status = checkFreezing(*generator, recipe.generator.freeze); !status)
        return status;
    const torch::Device device(m_plan.device.name);
    m_learner = std::make_unique<Learner>(recipe, std::move(generator), device, m_precision, m_processes);
    if (recipe.loss.perceptualWeight <= 0.0)
        return {};
    auto term = makePerceptualTerm(recipe.loss, m_plan.featureFolders, m_learner->discriminator(), device);
    if (!term)
        return term.error();
    m_learner->setPerceptual(*std::move(term));
    return {};
}

void TrainingRun::placeInSchedule(std::optional<double> minutes)
{
    m_state.position = m_clock->resumed(m_state.position, m_state.minutes);
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
    // Where the curves begin, and perhaps the best there will be.
    if (m_state.history.empty() && !m_plan.from.empty()) {
        if (const auto validated = validate(gate); !validated)
            return validated.error();
        if (m_state.bestStep >= 0)
            if (const Status status = saveCheckpoint(); !status)
                return status.error();
    }
    RunEnd end = RunEnd::Finished;
    while (!m_clock->isOver(m_state.step)) {
        if (m_processes.largest(stop.stop_requested() ? 1.0 : 0.0) > 0.0) {
            end = RunEnd::Stopped;
            break;
        }
        if (const Status status = oneStep(gate); !status)
            return status.error();
        const Recipe::Run& run = m_state.recipe.run;
        bool isSaved = false;
        if (m_state.step % run.validateEvery == 0) {
            const std::int64_t bestBefore = m_state.bestStep;
            const auto noProgress = validate(gate);
            if (!noProgress)
                return noProgress.error();
            if (m_state.bestStep != bestBefore) {
                if (const Status status = saveCheckpoint(); !status)
                    return status.error();
                isSaved = true;
            }
            if (*noProgress) {
                end = RunEnd::NoProgress;
                break;
            }
        }
        const bool isDue = m_state.step % run.checkpointEvery == 0 ||
                           m_state.seconds - m_secondsAtCheckpoint > longWithoutCheckpoint;
        if (!isSaved && isDue)
            if (const Status status = saveCheckpoint(); !status)
                return status.error();
    }
    return finish(end, gate);
}

Status TrainingRun::oneStep(Gate& gate)
{
    const auto began = std::chrono::steady_clock::now();
    const double waitedBefore = m_loader->secondsWaited();
    const Recipe& recipe = m_state.recipe;
    std::vector<Batch> batches;
    for (int i = 0; i < recipe.optimiser.accumulate; ++i) {
        auto batch = m_loader->next();
        if (!batch)
            return batch.error();
        batches.push_back(*std::move(batch));
    }
    const auto rate = [&](double base) {
        return m_state.rateFactor * rateAt(recipe.schedule, base, m_state.position, m_state.step);
    };
    const Rates rates{rate(recipe.optimiser.rate), rate(recipe.discriminator.rate)};
    StepReport report = m_learner->step(batches, m_state.step, rates, gate);
    if (!report.isFinite && !report.isOverflow)
        if (++m_badSteps; m_badSteps >= mostBadSteps)
            return rollBack();
    ++m_state.step;
    const double seconds = // all processes must stay at one place in the schedule
        m_processes.largest(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    m_state.position = m_clock->advance(m_state.position, m_state.step, seconds);
    m_state.seconds = m_clock->seconds();
    if (isFirst() && m_sinks.progress)
        m_sinks.progress(m_state.step, m_clock->stepsInAll(m_state.step), m_clock->secondsLeft(m_state.step));
    if (!report.isFinite) {
        notice(report.isOverflow
                   ? fmt::format("Step {} was too large for fp16 and is left out; its scale is halved",
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
            tell(m_group.take(m_state.step));
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
            "Begin again with a lower optimiser.rate, a longer schedule.warm-up, or optimiser.clip=1"};
    const std::optional<double> minutes = m_state.minutes;
    m_state = std::move(checkpoint->state);
    placeInSchedule(minutes);
    m_state.rateFactor = factor;
    m_state.rollbacks = rollbacks;
    m_badSteps = 0;
    m_group.clear();
    if (Status status = m_learner->load(checkpoint->tensors); !status)
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
    std::map<std::string, double> values = m_validator->measure(*m_learner->average(), gate);
    tell({HistoryPoint::Kind::Validation, m_state.step, values});
    if (isFirst() && m_sinks.strip)
        m_sinks.strip(m_state.step, m_validator->strip(*m_learner->average(), gate));
    const bool drifts = !m_state.parent.empty() && m_state.step > 0 && values["drift"] > muchDrift;
    if (drifts && !std::exchange(m_drifts, true))
        notice(fmt::format("The colours drift: the means are {:.1f}/255 off. Raise loss.colour-weight or "
                           "loss.pixel-weight, or end the run",
                           values["drift"]));
    // Processes may differ in the last digits, and must agree on the end.
    const double metric = m_processes.largest(values[m_state.recipe.run.metric]);
    if (m_state.bestStep < 0 || isBetter(m_state.recipe.run.metric, metric, m_state.bestMetric)) {
        m_state.bestStep = m_state.step;
        m_state.bestMetric = metric;
        m_state.withoutProgress = 0;
    } else {
        ++m_state.withoutProgress;
    }
    const int patience = m_state.recipe.run.patience;
    return patience > 0 && m_state.withoutProgress >= patience;
}

Status TrainingRun::saveCheckpoint()
{
    m_secondsAtCheckpoint = m_state.seconds;
    if (!isFirst())
        return {};
    return m_checkpoints.keep({m_state, m_learner->save()});
}

Result<RunResult> TrainingRun::finish(RunEnd end, Gate& gate)
{
    if (end == RunEnd::Finished && m_state.step % m_state.recipe.run.validateEvery != 0)
        if (const auto validated = validate(gate); !validated)
            return validated.error();
    if (const Status status = saveCheckpoint(); !status)
        return status.error();
    std::int64_t kept = m_state.step;
    if (end == RunEnd::NoProgress && isFirst()) {
        if (const auto best = readCheckpoint(m_checkpoints.fileOf(m_state.bestStep))) {
            kept = m_state.bestStep;
            if (const Status status = m_learner->load(best->tensors); !status)
                return status.error();
        } else {
            notice(best.error().text() + " The last network is kept in place of the best");
        }
    }
    RunResult result;
    result.end = end;
    result.recipe = m_state.recipe;
    result.steps = m_state.step;
    result.seconds = m_state.seconds;
    result.parent = m_state.parent;
    result.ancestry = m_state.ancestry;
    result.dataSummary = m_state.dataSummary;
    result.validation = validationAt(m_state.history, kept);
    result.model = m_plan.folder / "model.safetensors";
    if (isFirst())
        if (const Status status =
                weights::writeSafetensors(result.model, weights::stateDict(*m_learner->average()), {});
            !status)
            return status.error();
    return result;
}

} // namespace enlarger::train
