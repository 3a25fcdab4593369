// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/recipe_edit.h"

#include "app/training/training_plan.h"
#include "core/train/recipe/former_names.h"

#include <algorithm>
#include <utility>

namespace enlarger::app {

namespace {

constexpr const char* stepsField = "schedule.steps";
constexpr const char* epochsField = "schedule.epochs";

std::string valueIn(const train::Recipe& recipe, const std::string& field)
{
    for (const train::RecipeField& one : train::fieldsOf(recipe))
        if (one.key == field)
            return one.value;
    return {};
}

/// In quotes where a shell would take it apart.
std::string quoted(const std::string& word)
{
    if (!word.empty() && word.find_first_of(" '\"$&|;<>()*?\\") == std::string::npos)
        return word;
    std::string quoted = "'";
    for (const char letter : word)
        quoted += letter == '\'' ? "'\\''" : std::string(1, letter);
    return quoted + "'";
}

} // namespace

void RecipeEdit::setNamed(train::Recipe recipe, std::filesystem::path file)
{
    m_named = std::move(recipe);
    m_file = std::move(file);
    m_set.clear();
    apply();
}

void RecipeEdit::setStart(std::optional<cards::Card> model)
{
    m_start = std::move(model);
    apply();
}

void RecipeEdit::apply()
{
    const bool saysHowLrIsMade = !m_file.empty(); // whoever wrote the file did
    m_unchanged = m_start ? recipeFor(*m_start, m_named, saysHowLrIsMade) : m_named;
    m_recipe = m_unchanged;
    for (const auto& [field, value] : m_set)
        if (!isSettled(field))
            (void)train::setField(m_recipe, field, value); // it was accepted before
}

Status RecipeEdit::set(const std::string& given, const std::string& value)
{
    const std::string field = train::currentName(given);
    train::Recipe tried = m_recipe;
    if (Status status = train::setField(tried, field, value); !status)
        return status;
    if (isSettled(field))
        return Error{ErrorKind::BadInput,
                     field + " is that of the network that the run begins with",
                     {},
                     "Start from nothing to choose it"};
    m_set[field] = valueIn(tried, field);
    if (field == stepsField && tried.schedule.epochs > 0.0)
        m_set[epochsField] = "0";
    apply();
    return {};
}

void RecipeEdit::reset(const std::string& given)
{
    const std::string field = train::currentName(given);
    m_set.erase(field);
    if (field == stepsField)
        m_set.erase(epochsField);
    apply();
}

void RecipeEdit::resetAll()
{
    m_set.clear();
    apply();
}

bool RecipeEdit::isChanged(const std::string& field) const
{
    return m_set.contains(field) && valueIn(m_recipe, field) != valueIn(m_unchanged, field);
}

std::vector<std::string> RecipeEdit::changed() const
{
    std::vector<std::string> fields;
    const std::vector<train::RecipeField> before = train::fieldsOf(m_unchanged);
    const std::vector<train::RecipeField> now = train::fieldsOf(m_recipe);
    for (std::size_t i = 0; i < now.size(); ++i)
        if (now[i].value != before[i].value)
            fields.push_back(now[i].key);
    return fields;
}

bool RecipeEdit::isSettled(const std::string& field) const
{
    return m_start && isOfTheNetwork(field);
}

std::string RecipeEdit::value(const std::string& field) const
{
    return valueIn(m_recipe, field);
}

std::string commandOf(const RecipeEdit& edit, const std::string& from,
                      const std::vector<std::string>& without)
{
    std::string command = "enlarger-cli train FOLDER --recipe " +
                          quoted(edit.file().empty() ? edit.named().name : edit.file().filename().string());
    if (!from.empty())
        command += " --from " + quoted(from);
    for (const std::string& field : edit.changed())
        if (std::ranges::find(without, field) == without.end())
            command += " --set " + quoted(field + "=" + edit.value(field));
    return command;
}

} // namespace enlarger::app
