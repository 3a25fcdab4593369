// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace enlarger {

/// What people and files call a value of an enum.
template <class Enum>
struct EnumName
{
    Enum value;
    const char* name;
};

/// An enum that has its one table of names beside it, each value once, in the order in which people read
/// them:
///
///     enum class Fruit { Apple, Pear };
///     constexpr auto namesOf(Fruit)
///     {
///         return std::to_array<EnumName<Fruit>>({{Fruit::Apple, "apple"}, {Fruit::Pear, "pear"}});
///     }
///
/// Which value is given to namesOf() does not matter. Reading, writing, lists of choices and help come from
/// it.
template <class Enum>
concept NamedEnum = std::is_enum_v<Enum> && requires(Enum any)
{
    namesOf(any).front().name;
};

/// "unknown": a value that its table lacks.
template <NamedEnum Enum>
constexpr const char* nameOf(Enum value)
{
    for (const EnumName<Enum>& one : namesOf(value))
        if (one.value == value)
            return one.name;
    return "unknown";
}

/// Nothing: no value is called so. Upper and lower case differ.
template <NamedEnum Enum>
constexpr std::optional<Enum> fromName(std::string_view name)
{
    for (const EnumName<Enum>& one : namesOf(Enum{}))
        if (name == one.name)
            return one.value;
    return {};
}

/// The names in the table's order.
template <NamedEnum Enum>
std::vector<std::string> allNames()
{
    std::vector<std::string> names;
    for (const EnumName<Enum>& one : namesOf(Enum{}))
        names.emplace_back(one.name);
    return names;
}

} // namespace enlarger
