// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cards/card.h"
#include "core/train/recipe/recipe.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace enlarger::app {

/// A recipe, what the model that a run begins with makes of it, and what a person has changed of that. A
/// value.
class RecipeEdit
{
public:
    /// Another recipe, a built-in one or that of a file; what was changed of the one before is forgotten.
    void setNamed(train::Recipe recipe, std::filesystem::path file = {});
    /// The model that a run begins with; nothing: from nothing.
    void setStart(std::optional<cards::Card> model);

    const train::Recipe& named() const { return m_named; }
    const std::filesystem::path& file() const { return m_file; }   // of the named one; empty: it is built in
    const train::Recipe& recipe() const { return m_recipe; }       // with the changes: what is to be trained
    const train::Recipe& unchanged() const { return m_unchanged; } // the same without them

    /// As train::setField(); refused values change nothing. With schedule.steps, schedule.epochs is 0: the
    /// length is in one of both. Whether fields fit one another is train::check()'s affair.
    Status set(const std::string& field, const std::string& value);
    void reset(const std::string& field);
    void resetAll();

    bool isChanged(const std::string& field) const;
    /// The fields that differ from unchanged(), in the order of the table.
    std::vector<std::string> changed() const;
    /// Whether the model to begin with settles this field, so that it cannot be set.
    bool isSettled(const std::string& field) const;
    std::string value(const std::string& field) const; // as train::fieldsOf() says it; empty: no such field

private:
    void apply();

    train::Recipe m_named;
    std::filesystem::path m_file;
    std::optional<cards::Card> m_start;
    std::map<std::string, std::string> m_set; // by field: what a person wants
    train::Recipe m_unchanged;
    train::Recipe m_recipe;
};

/// The command that trains by it, without data, length and paths: for the model's card. `from`: a model's
/// name; empty: from nothing. Fields of `without` are left out.
std::string commandOf(const RecipeEdit& edit, const std::string& from,
                      const std::vector<std::string>& without = {});

} // namespace enlarger::app
