// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/model_changes.h"

#include "app/training/name_conflict.h"
#include "core/models/interpolation.h"

#include <algorithm>
#include <fmt/ranges.h>

namespace enlarger::app {

namespace {

namespace fs = std::filesystem;
using models::ModelStore;
using models::StoredModel;

/// The name of a model of the user's, which may be given by another one. Errors: there is none.
Result<std::string> ownName(const std::string& name, const ModelStore& store)
{
    std::error_code problem;
    if (cards::isModelName(name) && fs::exists(store.fileOf(name), problem))
        return name;
    const auto model = store.find(name);
    if (!model)
        return model.error();
    if (model->file == store.fileOf(model->card.name))
        return model->card.name;
    if (cards::isModelName(name))
        return Error{ErrorKind::BadInput, "'" + name + "' ships with Enlarger, and stays as it is", {}, {}};
    return Error{ErrorKind::BadInput, "is a file, and no model of the store", name,
                 "Give the name of a model; 'enlarger-cli models list' shows them"};
}

const StoredModel* find(const std::vector<StoredModel>& models, const std::string& name)
{
    const auto found =
        std::ranges::find_if(models, [&](const StoredModel& model) { return model.card.name == name; });
    return found == models.end() ? nullptr : &*found;
}

/// The half that learnt in this model's place, if it is the user's too.
const StoredModel* faithfulHalf(const std::vector<StoredModel>& models, const StoredModel& crisp,
                                const ModelStore& store)
{
    const StoredModel* half = find(models, models::faithfulNameOf(crisp.card.name));
    return half && models::partnerOf(models, crisp) == half && half->file == store.fileOf(half->card.name)
               ? half
               : nullptr;
}

/// The model whose faithful half this is; null: none.
const StoredModel* crispHalf(const std::vector<StoredModel>& models, const StoredModel& faithful,
                             const ModelStore& store)
{
    for (const StoredModel& model : models)
        if (faithfulHalf(models, model, store) == &faithful)
            return &model;
    return nullptr;
}

using Renaming = std::pair<std::string, std::string>; // the old and the new name

StoredModel renamed(StoredModel model, const std::string& name, const std::vector<Renaming>& all)
{
    cards::Card& card = model.card;
    if (card.title == card.name)
        card.title = name;
    for (const auto& [from, to] : all) // nobody else is of such an ancestry
        if (card.ancestry == from) {
            card.ancestry = to;
            break;
        }
    card.name = name;
    return model;
}

Status removeFile(const fs::path& file)
{
    std::error_code problem;
    fs::remove(file, problem);
    if (!problem)
        return {};
    return Error{ErrorKind::Io, "cannot be removed: " + problem.message(), file, {}};
}

/// Why others would no longer know these models as what they are to them.
std::optional<Error> tiesOf(const std::vector<StoredModel>& models, const std::vector<Renaming>& changes)
{
    const auto isChanged = [&](const StoredModel& model) {
        return std::ranges::find(changes, model.card.name, &Renaming::first) != changes.end();
    };
    for (const auto& [name, newName] : changes) {
        std::vector<std::string> descendants;
        for (const StoredModel& other : models)
            if (!isChanged(other) && cards::ancestryOf(other.card) == name)
                descendants.push_back(other.card.name);
        if (!descendants.empty())
            return Error{ErrorKind::BadInput,
                         fmt::format("'{}' is the ancestor of '{}', known by its name", name,
                                     fmt::join(descendants, "', '")),
                         {},
                         "Change its title instead: enlarger-cli models card " + name + " --title TEXT"};
    }
    return {};
}

} // namespace

std::vector<std::string> lonelyWithout(const std::vector<std::string>& names,
                                       const std::vector<StoredModel>& models)
{
    std::vector<StoredModel> left = models;
    std::erase_if(left, [&](const StoredModel& model) {
        return std::ranges::find(names, model.card.name) != names.end();
    });
    std::vector<std::string> lonely;
    for (const StoredModel& model : left)
        if (models::partnerOf(models, model) && !models::partnerOf(left, model))
            lonely.push_back(model.card.name);
    return lonely;
}

Result<RemovedModels> removeModels(const std::vector<std::string>& names, const ModelStore& store,
                                   bool isForced)
{
    RemovedModels removed;
    for (const std::string& given : names) {
        auto name = ownName(given, store);
        if (!name)
            return std::move(name).error();
        if (std::ranges::find(removed.names, *name) == removed.names.end())
            removed.names.push_back(*std::move(name));
    }
    removed.lonely = lonelyWithout(removed.names, store.list());
    if (!isForced && !removed.lonely.empty())
        return Error{ErrorKind::BadInput,
                     fmt::format("'{}' would lose {} strength, for which it needs '{}'",
                                 fmt::join(removed.lonely, "', '"),
                                 removed.lonely.size() == 1 ? "its" : "their",
                                 fmt::join(removed.names, "', '")),
                     {},
                     "Remove them together, or say --force"};
    for (const std::string& name : removed.names) {
        std::error_code problem;
        const fs::path file = store.fileOf(name);
        const auto bytes = fs::file_size(file, problem);
        if (const Status gone = removeFile(file); !gone)
            return gone.error();
        removed.bytes += problem ? 0 : std::int64_t(bytes);
    }
    return removed;
}

Result<std::vector<std::pair<std::string, std::string>>>
renameModel(const std::string& name, const std::string& newName, const ModelStore& store)
{
    const auto own = ownName(name, store);
    if (!own)
        return own.error();
    const auto readable = store.find(*own);
    if (!readable)
        return readable.error();
    const std::vector<StoredModel> all = store.list();
    const StoredModel* model = find(all, *own);
    if (!model)
        return Error{ErrorKind::Io, "has gone meanwhile", store.fileOf(*own), {}};
    if (const StoredModel* crisp = crispHalf(all, *model, store))
        return Error{
            ErrorKind::BadInput,
            fmt::format("'{}' is the strength 0 of '{}', and goes by its name", *own, crisp->card.name),
            {},
            fmt::format("Rename '{}': both get the new name", crisp->card.name)};
    std::vector<Renaming> changes{{*own, newName}};
    std::vector<std::string> newNames{newName};
    if (const StoredModel* half = faithfulHalf(all, *model, store)) {
        newNames.push_back(models::faithfulNameOf(newName));
        changes.emplace_back(half->card.name, newNames.back());
    }
    if (auto tied = tiesOf(all, changes))
        return *std::move(tied);
    if (const auto conflict = findNameConflict(newNames, true, store))
        return conflict->error();

    Status status;
    std::size_t written = 0;
    for (; status && written < changes.size(); ++written) {
        const auto& [from, to] = changes[written];
        status = store.copyTo(renamed(*find(all, from), to, changes), store.fileOf(to));
    }
    if (!status) { // the last one has left nothing
        for (std::size_t i = 0; i + 1 < written; ++i)
            if (const Status gone = removeFile(store.fileOf(changes[i].second)); !gone)
                return gone.error();
        return std::move(status).error();
    }
    for (const auto& [from, to] : changes)
        if (const Status gone = removeFile(store.fileOf(from)); !gone)
            return gone.error();
    return changes;
}

} // namespace enlarger::app
