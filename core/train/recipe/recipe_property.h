// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/enum_names.h"
#include "core/degrade/options/degradation_options.h"

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace enlarger::train {

/// An enum's value in a certain recipe, whichever enum it is.
struct Choice
{
    std::vector<std::string> words; // all that there are
    std::function<std::string()> word;
    std::function<bool(const std::string&)> set; // false: there is no such word, and nothing was changed
};

/// `target` must outlive it.
template <NamedEnum Enum>
Choice choiceOf(Enum& target)
{
    return {allNames<Enum>(), [&target] { return std::string(nameOf(target)); },
            [&target](const std::string& word) {
                const auto value = fromName<Enum>(word);
                target = value.value_or(target);
                return value.has_value();
            }};
}

/// A field of a certain recipe: where its value lies, and what that may be.
struct RecipeProperty
{
    using Target = std::variant<std::string*, int*, std::int64_t*, double*, bool*, std::vector<double>*,
                                degrade::Range*, degrade::BlurShapes*, Choice>;

    std::string key;
    Target target;
    const char* description;
    double least = 0.0; // of a number
    double most = 0.0;
};

/// "0 to 1", "l1, mse, charbonnier", "yes or no".
std::string rangeText(const RecipeProperty& property);

/// All values that there are, of a choice or a flag; empty: too many to list.
std::vector<std::string> wordsOf(const RecipeProperty& property);

/// The value as setFromText() takes it.
std::string valueText(const RecipeProperty& property);

/// Error: another kind of value, or out of range. Names the field.
Status setFromText(const RecipeProperty& property, const std::string& text);

/// A target's value; a choice stands for itself.
template <class Value>
Value& valueOf(Value* target)
{
    return *target;
}
inline const Choice& valueOf(const Choice& choice)
{
    return choice;
}

} // namespace enlarger::train
