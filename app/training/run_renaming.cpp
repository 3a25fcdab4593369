// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_renaming.h"

#include "app/training/finish_training.h"
#include "app/training/model_changes.h"
#include "app/training/name_conflict.h"
#include "app/training/run_file.h"
#include "app/training/run_info.h"
#include "app/training/run_models.h"
#include "core/models/interpolation.h"
#include "core/train/run/run_lock.h"
#include "core/train/run/run_network.h"

#include <utility>

namespace enlarger::app {

namespace {

namespace fs = std::filesystem;

/// The model of that name where the run has made it.
bool hasMade(const std::string& name, const RunFile& file, const models::ModelStore& store)
{
    const auto model = store.find(name);
    return model && model->card.name == name && model->file == store.fileOf(name) &&
           isMadeBy(model->card, file.request.command);
}

void setName(cards::Card& card, const std::string& name)
{
    if (card.title == card.name)
        card.title = name;
    card.name = name;
}

/// The network in the run's folder says how it is called.
Status renameNetwork(const fs::path& folder, const std::string& name, const std::string& newName,
                     const models::ModelStore& store)
{
    std::error_code problem;
    for (const char* part : {"models", "now"}) // are made anew where they are wanted
        fs::remove_all(folder / part, problem);
    const fs::path file = train::networkFileOf(folder);
    if (!fs::exists(file, problem))
        return {};
    auto network = store.find(file.string());
    if (!network)
        return std::move(network).error();
    cards::Card& card = network->card;
    if (card.ancestry == name)
        card.ancestry = newName;
    for (const auto& [from, to] :
         {std::pair(name, newName), std::pair(models::faithfulNameOf(name), models::faithfulNameOf(newName))})
        if (card.name == from) {
            setName(card, to);
            break;
        }
    const fs::path beside = folder / "renamed.safetensors";
    fs::remove(beside, problem); // of one that was interrupted
    if (Status written = store.copyTo(*network, beside); !written)
        return written;
    fs::rename(beside, file, problem);
    return problem ? Status(Error{ErrorKind::Io, "cannot be replaced: " + problem.message(), file, {}})
                   : Status();
}

} // namespace

Status renameRun(const fs::path& folder, const std::string& newName, const models::ModelStore& store)
{
    if (!isRun(folder))
        return readRunFile(folder, runsFolder(store)).error();
    if (!isAmongRuns(folder, store))
        return Error{ErrorKind::BadInput, "is not among the runs of the data folder", folder,
                     "Rename it yourself"};
    const auto lock = train::RunLock::take(folder);
    if (!lock)
        return lock.error();
    const std::string name = folder.filename().string();
    RunFile file;
    if (auto described = readRunFile(folder, runsFolder(store)))
        file = *std::move(described);
    std::vector<std::string> names{newName};
    if (!file.crisp.name.empty())
        names.push_back(models::faithfulNameOf(newName));
    if (const auto conflict = findNameConflict(names, file.request.from.empty(), store))
        return conflict->error();
    const bool isModelRenamed = hasMade(name, file, store);
    if (isModelRenamed)
        if (const auto renamed = renameModel(name, newName, store); !renamed)
            return renamed.error();
    Status status = rememberName(folder, newName);
    if (status)
        status = renameNetwork(folder, name, newName, store);
    std::error_code problem;
    const fs::path newFolder = runsFolder(store) / newName;
    if (status)
        fs::rename(folder, newFolder, problem);
    if (status && problem)
        status = Error{ErrorKind::Io, "cannot be renamed: " + problem.message(), folder, {}};
    if (!status) { // as it was; what went wrong first is told
        (void)rememberName(folder, name);
        (void)renameNetwork(folder, newName, name, store);
        if (isModelRenamed)
            (void)renameModel(newName, name, store);
    }
    return status;
}

Result<std::vector<std::string>> keepModels(const fs::path& run, const std::string& name,
                                            const models::ModelStore& store)
{
    auto models = modelsOfRun(run, store);
    if (!models)
        return std::move(models).error();
    std::vector<std::string> names{name};
    if (models->faithful)
        names.push_back(models::faithfulNameOf(name));
    if (const auto conflict = findNameConflict(names, false, store))
        return conflict->error();
    const auto keep = [&](models::StoredModel model, const std::string& as) -> Status {
        setName(model.card, as);
        const auto kept = store.add(model.file, model.card);
        return kept ? Status() : kept.error();
    };
    Status status = models->faithful ? keep(*models->faithful, names.back()) : Status();
    if (status)
        status = keep(models->model, name);
    if (!status && models->faithful) {
        std::error_code problem;
        fs::remove(store.fileOf(names.back()), problem);
    }
    return status ? Result<std::vector<std::string>>(std::move(names)) : status.error();
}

} // namespace enlarger::app
