// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace enlarger::train {

/// What a word of a recipe stands for. The fields allow listed words alone (recipe_fields.cpp), so that one
/// which is not among `words` is a mistake of this program: std::logic_error.
template <class Value, std::size_t N>
Value meaningOf(const std::string& word, const std::pair<const char*, Value> (&words)[N])
{
    for (const auto& [name, value] : words)
        if (word == name)
            return value;
    throw std::logic_error("nothing stands for a recipe's '" + word + "'");
}

} // namespace enlarger::train
