// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/name_conflict.h"

#include "app/training/run_file.h"
#include "core/models/interpolation.h"
#include "core/train/run/trainer.h"

#include <fmt/format.h>

namespace enlarger::app {

namespace {

using Kind = NameConflict::Kind;

/// The run of which a model of this name is the faithful half; empty: none.
std::string runThatMakes(const std::string& name, const std::filesystem::path& runs)
{
    std::error_code problem;
    for (const auto& run : std::filesystem::directory_iterator(runs, problem))
        if (const std::string made = run.path().filename().string();
            name == models::faithfulNameOf(made) &&
            std::filesystem::exists(weightDeltaFile(run.path()), problem) && train::holdsRun(run.path()))
            return made;
    return {};
}

std::optional<NameConflict> conflictOf(const std::string& name, const models::ModelStore& store)
{
    if (!cards::isModelName(name))
        return NameConflict{Kind::NotAName, name, {}};
    const std::filesystem::path runs = runsFolder(store);
    if (const std::string run = runThatMakes(name, runs); !run.empty())
        return NameConflict{Kind::MadeByRun, name, run};
    if (train::holdsRun(runs / name))
        return NameConflict{Kind::RunExists, name, {}};
    if (store.hasFileOf(name))
        return NameConflict{Kind::ModelExists, name, {}};
    if (const std::string reserved = store.reservedAs(name); !reserved.empty())
        return NameConflict{Kind::Reserved, name, reserved};
    return {};
}

/// An ancestry is known by its name alone: descendants of a network that is gone would pass for relatives of
/// a new one, and mixing them gives noise.
std::optional<NameConflict> descendantOf(const std::string& name, const models::ModelStore& store)
{
    for (const models::StoredModel& model : store.list())
        if (model.card.name != name && cards::ancestryOf(model.card) == name)
            return NameConflict{Kind::HasDescendants, name, model.card.name};
    return {};
}

} // namespace

std::string NameConflict::sentence() const
{
    switch (kind) {
    case Kind::NotAName:
        return fmt::format("'{}' cannot be the name of a model", name);
    case Kind::MadeByRun:
        return fmt::format("'{}' is what the run '{}' makes besides its model", name, other);
    case Kind::RunExists:
        return fmt::format("there is a run called '{}' already", name);
    case Kind::ModelExists:
        return fmt::format("there is a model called '{}' already", name);
    case Kind::Reserved:
        return fmt::format("'{}' is {}", name, other);
    case Kind::HasDescendants:
        return fmt::format("'{}' descends from an earlier network called '{}', and would pass for a relative "
                           "of this one",
                           other, name);
    }
    return {};
}

Error NameConflict::error() const
{
    return {ErrorKind::BadInput, sentence(), {}, "Choose another name"};
}

std::optional<NameConflict> findNameConflict(const std::vector<std::string>& names, bool beginsAncestry,
                                             const models::ModelStore& store)
{
    for (const std::string& name : names)
        if (auto conflict = conflictOf(name, store))
            return conflict;
    return beginsAncestry ? descendantOf(names.front(), store) : std::nullopt;
}

} // namespace enlarger::app
