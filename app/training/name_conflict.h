// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_store.h"

#include <optional>
#include <string>
#include <vector>

namespace enlarger::app {

/// Why a new model cannot be called so. A network that took days must not find its name taken at the end,
/// nor spoil another run's folder.
struct NameConflict
{
    enum class Kind {
        NotAName,
        MadeByRun,     // the run `other` makes it besides its model
        RunExists,     // it can go on
        ModelExists,   // here, or among those that ship
        Reserved,      // it means something already: `other`
        HasDescendants // the model `other` would pass for a relative
    };

    Kind kind = Kind::NotAName;
    std::string name;
    std::string other;

    std::string sentence() const; // without a full stop
    Error error() const;          // which says it, and to choose another name
};

/// The first conflict of the names that a new run would take. `beginsAncestry`: its network begins from
/// nothing, under the first of the names.
std::optional<NameConflict> findNameConflict(const std::vector<std::string>& names, bool beginsAncestry,
                                             const models::ModelStore& store);

} // namespace enlarger::app
