// SPDX-License-Identifier: GPL-3.0-or-later
// How a run begins or goes on: everything that is wrong is said before the first step. The steps are in
// training_run.cpp, the end in training_finish.cpp.
#include "core/train/run/training_run.h"

#include "core/device/allocator_cache.h"
#include "core/infer/engine/engine_network.h"
#include "core/train/learn/recipe_network.h"
#include "core/train/learn/training_precision.h"
#include "core/train/run/run_changes.h"
#include "core/weights/module_tensors.h"
#include "core/weights/weights.h"

#include <algorithm>
#include <fmt/ranges.h>
#include <set>
#include <stdexcept>

namespace enlarger::train {

namespace {

constexpr int heldOutSide = 256; // pixels of HR
constexpr const char* baseName = "base.safetensors";

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
    return recognised ? weights::asTrained(*recognised).spec : networkSpec(checkpoint.state.recipe);
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
                fmt::format("generator.freeze names '{}', but no parameter of the network begins like that",
                            prefix),
                {},
                fmt::format("Its parts are {}", fmt::join(network.named_children().keys(), ", "))};
        std::erase_if(learning, begins);
    }
    if (learning.empty())
        return Error{
            ErrorKind::BadInput, "generator.freeze leaves nothing to learn", {}, "Leave a part out of it"};
    return {};
}

/// Networks that begin with an unshuffle read multiples of it alone.
Status checkCrop(const nn::Network& network, int crop)
{
    const int multiple = network.spec().scale * network.inputMultiple();
    if (crop % multiple == 0)
        return {};
    return Error{ErrorKind::BadInput,
                 fmt::format("data.crop is {}, and this network reads crops whose sides are multiples of {}",
                             crop, multiple),
                 {},
                 fmt::format("Set data.crop={}", (crop / multiple + 1) * multiple)};
}

/// A network from nothing. Error: no such network can be built.
Result<std::shared_ptr<nn::Network>> freshNetwork(const Recipe& recipe)
try {
    return newNetwork(recipe);
} catch (const std::invalid_argument& wrong) {
    return Error{ErrorKind::BadInput,
                 fmt::format("the recipe's generator cannot be built: {}", wrong.what()),
                 {},
                 "Change generator.architecture, generator.scale or the sizes"};
}

} // namespace

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
    device::enableAllocatorCache();
    std::error_code problem;
    std::filesystem::create_directories(m_plan.folder, problem);
    if (problem)
        return Error{ErrorKind::Io, "the folder cannot be created: " + problem.message(), m_plan.folder, {}};
    if (m_plan.resume) {
        std::vector<Error> problems;
        auto checkpoint = m_checkpoints.newest(&problems);
        for (const Error& one : problems)
            notice(one.text() + " The one before it is used.");
        if (!checkpoint)
            return checkpoint.error();
        if (isFirst())
            m_checkpoints.removeUnfinished();
        if (Status status = continueFrom(*checkpoint); !status)
            return status;
    } else if (Status status = begin(); !status) {
        return status;
    }
    const double step = double(m_state.step);
    if (m_processes.largest(step) != -m_processes.largest(-step))
        return Error{ErrorKind::BadInput, "the processes do not find the same newest checkpoint",
                     m_plan.folder, "Let them all use one shared data folder"};

    const std::string pictures = m_source.summary();
    m_hasOtherPictures =
        m_plan.resume && m_processes.largest(pictures != m_state.dataSummary ? 1.0 : 0.0) > 0.0;
    if (m_hasOtherPictures)
        notice(fmt::format("The pictures have changed ({}, before: {}): validation starts again", pictures,
                           m_state.dataSummary));
    auto heldOut = m_source.heldOut(heldOutSide);
    if (!heldOut)
        return heldOut.error();
    if (heldOut->empty() && m_state.recipe.data.heldOut > 0)
        notice("There are too few pictures to hold some out for validation (five of a crop's size, or larger "
               "ones, are needed): nothing will show when the network gets worse");
    const torch::Device device(m_plan.device.name);
    const PictureDistance lpips = lpipsDistance(m_plan.featureFolders, device);
    const int scale = m_state.recipe.generator.scale;
    m_validator = std::make_unique<Validator>(*heldOut, scale, device, m_precision, lpips);
    if (isFirst())
        for (const ValidationSet& set : m_plan.validationSets)
            m_validationSets.emplace(set.name, Validator(set.pictures, scale, device, m_precision, lpips));
    if (m_state.recipe.run.metric == Metric::Lpips && !m_validator->empty() && !m_validator->hasLpips())
        return Error{ErrorKind::BadInput,
                     "run.metric is lpips, but its networks are not installed",
                     {},
                     "Put them into the folder for features, or set run.metric=psnr"};
    if (Status status = recordBase(gate); !status)
        return status;
    if (isFirst() && m_sinks.heldOut)
        m_sinks.heldOut(m_validator->stripCrops());
    const std::string own = m_source.ownDegradation();
    const std::string wanted = nameOf(m_state.recipe.data.degradation);
    if (!own.empty() && wanted != own && wanted != "bicubic")
        notice(fmt::format(
            "The data have LR pictures of their own ({}): data.degradation={} is ignored{}", own, wanted,
            m_state.recipe.data.degradePairs ? "" : "; data.degrade-pairs=yes degrades them by it as well"));

    const std::optional<double> minutes = m_plan.minutes ? m_plan.minutes : m_state.minutes;
    m_clock.emplace(stepsPlanned(), minutes, m_state.seconds);
    placeInSchedule(minutes);
    if (m_hasOtherPictures && !m_clock->isOver(m_state.step)) { // what was measured before does not compare
        m_state.dataSummary = pictures;
        m_state.bestStep = -1;
        m_state.startCompares = false;
        m_state.withoutProgress = 0;
        if (isFirst())
            std::filesystem::remove(m_plan.folder / baseName, problem);
    }
    m_cadence = Cadence(minutes, m_state.seconds);
    if (minutes && m_state.step == 0)
        m_timer.emplace();
    m_group = HistoryGroup(minutes ? 20000 : stepsPlanned());
    startLoader();
    return {};
}

Status TrainingRun::begin()
{
    if (Status status = check(m_plan.recipe); !status)
        return status;
    if (holdsRun(m_plan.folder))
        return Error{ErrorKind::BadInput, "already contains a run", m_plan.folder,
                     "Resume it, or choose another name"};
    m_state.recipe = m_plan.recipe;
    m_state.dataSummary = m_source.summary();
    m_state.parent = m_plan.parent;
    m_state.ancestry = m_plan.parent.name.empty() ? m_plan.name : cards::ancestryOf(m_plan.parent);
    if (m_plan.from.empty()) {
        if (m_state.recipe.generator.start == GeneratorStart::Trained)
            return Error{
                ErrorKind::BadInput,
                fmt::format("the recipe '{}' starts from a trained network, and none was given",
                            m_state.recipe.name),
                {},
                fmt::format("Give one with --from; the recipe {} makes them", m_state.recipe.firstStage())};
        torch::manual_seed(std::uint64_t(m_state.recipe.run.seed));
        auto network = freshNetwork(m_state.recipe);
        return network ? makeTrainer(*std::move(network)) : Status(network.error());
    }
    auto loaded = m_plan.recipe.generator.branches ? weights::loadTrainable(m_plan.from)
                                                   : weights::loadNetwork(m_plan.from);
    if (!loaded)
        return loaded.error();
    // The network is what it is: the recipe's own size plays no part.
    if (const int scale = loaded->network->spec().scale; scale != m_state.recipe.generator.scale)
        return Error{
            ErrorKind::BadInput,
            fmt::format("enlarges x{}, but the recipe trains x{}", scale, m_state.recipe.generator.scale),
            m_plan.from, fmt::format("Set generator.scale={}", scale)};
    if (Status described = describeNetwork(loaded->network->spec(), m_state.recipe); !described) {
        Error error = described.error();
        error.file = m_plan.from;
        return error;
    }
    torch::manual_seed(std::uint64_t(m_state.recipe.run.seed));
    return makeTrainer(loaded->network);
}

// Of the network that the run began with: the strips show it, after a resume too.
Status TrainingRun::recordBase(Gate& gate)
{
    const std::filesystem::path file = m_plan.folder / baseName;
    if (isFirst() && m_plan.resume && !m_hasOtherPictures)
        if (const auto known = weights::readWeights(file))
            m_validator->setBase(known->tensors);
    if (!isFirst() || m_plan.resume)
        return {};
    std::error_code problem;
    std::filesystem::remove(file, problem); // of a run that never began
    if (m_plan.from.empty())
        return {};
    m_validator->setBase(*m_trainer->average(), gate);
    return weights::writeSafetensors(file, m_validator->base(), {}, weights::Storage::Float16);
}

Status TrainingRun::continueFrom(const Checkpoint& checkpoint)
{
    m_state = checkpoint.state;
    if (Status status = takeUpChanges(); !status)
        return status;
    if (m_state.parent.licence.empty()) // checkpoints of earlier versions do not know it
        m_state.parent.licence = m_plan.parent.licence;
    if (m_state.parent.role.empty())
        m_state.parent.role = m_plan.parent.role;
    torch::manual_seed(std::uint64_t(m_state.recipe.run.seed));
    if (Status status = makeTrainer(nn::makeNetwork(specOf(checkpoint))); !status)
        return status;
    return m_trainer->load(checkpoint.tensors);
}

// What was asked for now goes before what the run was begun with.
Status TrainingRun::takeUpChanges()
{
    if (m_plan.changes.empty())
        return {};
    if (Status status = changeRecipe(m_state.recipe, m_plan.changes); !status)
        return status;
    const auto isSet = [&](const std::string& key) {
        return std::ranges::any_of(m_plan.changes,
                                   [&](const std::string& change) { return change.starts_with(key + "="); });
    };
    if (isSet("schedule.steps") || isSet("schedule.epochs")) // in place of a length in time
        m_state.minutes.reset();
    if (isSet("optimiser.rate"))
        m_state.rateFactor = 1.0;
    m_state.changes.push_back(fmt::format("{} from step {}", fmt::join(m_plan.changes, ", "), m_state.step));
    return {};
}

// A run that goes on computes as it has computed, on the same device.
device::Precision TrainingRun::precisionHere() const
{
    const Recipe& recipe = m_state.recipe;
    if (!m_plan.resume || recipe.run.precision != device::Precision::Auto)
        return trainingPrecision(recipe, m_plan.device);
    if (m_state.device.empty()) // what auto meant in earlier versions
        return m_plan.device.trainingPrecision;
    const bool isSame = m_state.device == m_plan.device.name && m_state.precision != device::Precision::Auto;
    return isSame && infer::canCompute(m_plan.device, m_state.precision)
               ? m_state.precision
               : trainingPrecision(recipe, m_plan.device);
}

Status TrainingRun::makeTrainer(std::shared_ptr<nn::Network> generator)
{
    const Recipe& recipe = m_state.recipe;
    m_precision = precisionHere();
    m_state.device = m_plan.device.name;
    m_state.precision = m_precision;
    if (Status status = infer::canCompute(m_plan.device, m_precision); !status) {
        Error error = std::move(status).error();
        error.advice = m_plan.resume ? "Resume it where it was started" : "Set run.precision=auto";
        return error;
    }
    if (Status status = checkCrop(*generator, recipe.data.crop); !status)
        return status;
    if (Status status = checkFreezing(*generator, recipe.generator.freeze); !status)
        return status;
    const torch::Device device(m_plan.device.name);
    m_trainer =
        std::make_unique<AdversarialTrainer>(recipe, std::move(generator), device, m_precision, m_processes);
    if (!m_plan.resume && !recipe.discriminator.from.empty())
        if (Status status = m_trainer->startDiscriminator(recipe.discriminator.from); !status)
            return status;
    return m_trainer->addPerceptualTerms(m_plan.featureFolders);
}

} // namespace enlarger::train
