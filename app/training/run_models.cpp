// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_models.h"

#include "app/training/run_file.h"
#include "app/training/run_info.h"
#include "core/models/interpolation.h"
#include "core/models/weight_delta.h"
#include "core/train/run/run_network.h"
#include "core/train/run/trainer.h"

#include <algorithm>
#include <fmt/ranges.h>

namespace enlarger::app {

namespace {

namespace fs = std::filesystem;

/// Of a run whose network is `learner`, which is the faithful partner of the crisp one that is made.
Result<RunModels> withCrisp(const fs::path& folder, models::StoredModel learner, const cards::Card& crispCard,
                            const std::string& name, const fs::path& to)
{
    auto crisp = models::addWeightDelta(models::ModelStore(to, {}), learner, weightDeltaFile(folder),
                                        taughtCard(name, learner.card, crispCard), true);
    if (!crisp)
        return std::move(crisp).error();
    return RunModels{*std::move(crisp), std::move(learner)};
}

/// The names of the runs that have come to a network.
std::vector<std::string> runNames(const models::ModelStore& store)
{
    std::vector<std::string> names;
    std::error_code problem;
    for (const auto& entry : fs::directory_iterator(runsFolder(store), problem))
        if (train::holdsRun(entry.path()))
            names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

} // namespace

cards::Card taughtCard(const std::string& name, const cards::Card& faithful, const cards::Card& crisp)
{
    cards::Card card = faithful;
    card.name = name;
    card.role = "crisp";
    card.licence = cards::termsOfBoth(faithful.licence, cards::termsOf(crisp.name, crisp.licence));
    card.source = fmt::format("what {} has learnt, added to {}", faithful.name, crisp.name);
    card.figures = {}; // those are the faithful one's
    return card;
}

Result<RunModels> modelsOfRun(const fs::path& run, const models::ModelStore& store)
{
    const fs::path literal = run.has_filename() ? run : run.parent_path(); // "runs/mine/"
    const fs::path folder = isRun(literal) ? literal : findRun(run, store);
    RunFile file;
    if (auto described = readRunFile(folder, runsFolder(store)))
        file = *std::move(described);
    else if (!isRun(folder))
        return std::move(described).error();
    const std::string name =
        file.request.name.empty() ? cards::modelNameFrom(folder.filename().string()) : file.request.name;
    const bool isTaught = !file.crisp.name.empty();
    const auto network = train::networkOfRun(folder, isTaught ? models::faithfulNameOf(name) : name);
    if (!network)
        return network.error();
    auto learner = store.find(network->string());
    if (!learner)
        return std::move(learner).error();
    if (!isTaught)
        return RunModels{*std::move(learner), {}};
    return withCrisp(folder, *std::move(learner), file.crisp, name, folder / "models");
}

Result<RunModels> takeModels(const TrainingPlan& plan, const fs::path& folder,
                             const train::NetworkWriter& write)
{
    std::error_code problem; // told by the writing
    fs::create_directories(folder, problem);
    const fs::path file = folder / "network.safetensors";
    if (const Status status = write(file); !status)
        return status.error();
    auto learner = models::ModelStore(folder, {}).find(file.string());
    if (!learner)
        return std::move(learner).error();
    if (!plan.trainsPartner())
        return RunModels{*std::move(learner), {}};
    return withCrisp(plan.run.folder, *std::move(learner), plan.crisp, plan.request.name, folder / "models");
}

Result<RunModels> findRunModels(const std::string& name, const models::ModelStore& store)
{
    auto model = store.find(name);
    if (model)
        return RunModels{*std::move(model), {}};
    std::error_code problem;
    if (store.hasFileOf(name) || fs::is_regular_file(name, problem)) // damaged
        return std::move(model).error();
    if (isRun(name) || isRun(findRun(name, store)))
        return modelsOfRun(name, store);
    Error error = std::move(model).error();
    if (const auto runs = runNames(store); !runs.empty())
        error.advice += fmt::format("; runs: {}", fmt::join(runs, ", "));
    return error;
}

Result<models::StoredModel> findModel(const std::string& name, const models::ModelStore& store)
{
    auto found = findRunModels(name, store);
    if (!found)
        return std::move(found).error();
    return std::move(found->model);
}

} // namespace enlarger::app
