// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/recipe/recipe_property.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace enlarger::train {

namespace {

Error wrongValue(const RecipeProperty& property, const std::string& text)
{
    return {ErrorKind::BadInput,
            fmt::format("{} cannot be '{}'", property.key, text),
            {},
            fmt::format("Give {}", rangeText(property))};
}

template <class Number>
bool parse(const std::string& text, Number& number)
{
    const char* end = text.data() + text.size();
    const auto [stopped, problem] = std::from_chars(text.data(), end, number);
    return problem == std::errc{} && stopped == end;
}

/// A whole number or another one, within the field's range.
template <class Number>
Status set(const RecipeProperty& property, Number& target, const std::string& text)
{
    Number number{};
    if (!parse(text, number) || !(double(number) >= property.least && double(number) <= property.most))
        return wrongValue(property, text);
    target = number;
    return {};
}

Status set(const RecipeProperty& /*property*/, std::string& target, const std::string& text)
{
    target = text;
    return {};
}

Status set(const RecipeProperty& property, const Choice& choice, const std::string& text)
{
    return choice.set(text) ? Status() : wrongValue(property, text);
}

Status set(const RecipeProperty& property, bool& target, const std::string& text)
{
    if (text != "yes" && text != "true" && text != "no" && text != "false")
        return wrongValue(property, text);
    target = text == "yes" || text == "true";
    return {};
}

Status set(const RecipeProperty& property, std::vector<double>& target, const std::string& text)
{
    std::vector<double> numbers;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t comma = std::min(text.find(',', at), text.size());
        if (const Status status = set(property, numbers.emplace_back(), text.substr(at, comma - at)); !status)
            return wrongValue(property, text);
        at = comma + 1;
    }
    target = std::move(numbers);
    return {};
}

Status set(const RecipeProperty& property, degrade::Range& target, const std::string& text)
{
    std::vector<double> ends;
    if (!set(property, ends, text) || ends.size() != 2 || ends[0] > ends[1])
        return wrongValue(property, text);
    target = {ends[0], ends[1]};
    return {};
}

Status set(const RecipeProperty& property, degrade::BlurShapes& target, const std::string& text)
{
    std::vector<double> chances;
    if (!set(property, chances, text) || chances.size() != target.size())
        return wrongValue(property, text);
    std::ranges::copy(chances, target.begin());
    return {};
}

std::string asText(const std::string& value)
{
    return value;
}
std::string asText(const Choice& choice)
{
    return choice.word();
}
std::string asText(bool value)
{
    return value ? "yes" : "no";
}
std::string asText(const std::vector<double>& values)
{
    return fmt::format("{}", fmt::join(values, ","));
}
std::string asText(const degrade::BlurShapes& chances)
{
    return fmt::format("{}", fmt::join(chances, ","));
}
std::string asText(const degrade::Range& range)
{
    return fmt::format("{},{}", range.from, range.to);
}
template <class Number>
std::string asText(Number value)
{
    return fmt::format("{}", value);
}

} // namespace

std::string rangeText(const RecipeProperty& property)
{
    if (std::holds_alternative<bool*>(property.target))
        return "yes or no";
    if (const auto* choice = std::get_if<Choice>(&property.target))
        return fmt::format("{}", fmt::join(choice->words, ", "));
    if (std::holds_alternative<std::string*>(property.target))
        return "a text";
    const char* what = std::holds_alternative<std::vector<double>*>(property.target)   ? "numbers"
                       : std::holds_alternative<degrade::Range*>(property.target)      ? "two rising numbers"
                       : std::holds_alternative<degrade::BlurShapes*>(property.target) ? "six numbers"
                                                                                       : nullptr;
    const bool isWhole = !std::holds_alternative<double*>(property.target);
    const char* one = isWhole ? "a whole number" : "a number";
    return fmt::format("{} from {:.10g} to {:.10g}{}", what ? what : one, property.least, property.most,
                       what ? ", by commas" : "");
}

std::vector<std::string> wordsOf(const RecipeProperty& property)
{
    if (std::holds_alternative<bool*>(property.target))
        return {asText(true), asText(false)};
    const auto* choice = std::get_if<Choice>(&property.target);
    return choice ? choice->words : std::vector<std::string>();
}

std::string valueText(const RecipeProperty& property)
{
    return std::visit([](const auto& target) { return asText(valueOf(target)); }, property.target);
}

Status setFromText(const RecipeProperty& property, const std::string& text)
{
    return std::visit([&](const auto& target) { return set(property, valueOf(target), text); },
                      property.target);
}

} // namespace enlarger::train
