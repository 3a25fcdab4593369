// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/recipe/field_ref.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace enlarger::train {

namespace {

Error wrong(const FieldRef& field, const std::string& text)
{
    return {ErrorKind::BadInput,
            fmt::format("{} cannot be '{}'", field.key, text),
            {},
            fmt::format("Give {}", rangeText(field))};
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
Status set(const FieldRef& field, Number& target, const std::string& text)
{
    Number number{};
    if (!parse(text, number) || !(double(number) >= field.least && double(number) <= field.most))
        return wrong(field, text);
    target = number;
    return {};
}

Status set(const FieldRef& field, std::string& target, const std::string& text)
{
    if (!field.choices.empty() && std::ranges::find(field.choices, text) == field.choices.end())
        return wrong(field, text);
    target = text;
    return {};
}

Status set(const FieldRef& field, bool& target, const std::string& text)
{
    if (text != "yes" && text != "true" && text != "no" && text != "false")
        return wrong(field, text);
    target = text == "yes" || text == "true";
    return {};
}

Status set(const FieldRef& field, std::vector<double>& target, const std::string& text)
{
    std::vector<double> numbers;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t comma = std::min(text.find(',', at), text.size());
        if (const Status status = set(field, numbers.emplace_back(), text.substr(at, comma - at)); !status)
            return wrong(field, text);
        at = comma + 1;
    }
    target = std::move(numbers);
    return {};
}

Status set(const FieldRef& field, degrade::Range& target, const std::string& text)
{
    std::vector<double> ends;
    if (!set(field, ends, text) || ends.size() != 2 || ends[0] > ends[1])
        return wrong(field, text);
    target = {ends[0], ends[1]};
    return {};
}

Status set(const FieldRef& field, degrade::BlurShapes& target, const std::string& text)
{
    std::vector<double> chances;
    if (!set(field, chances, text) || chances.size() != target.size())
        return wrong(field, text);
    std::ranges::copy(chances, target.begin());
    return {};
}

std::string asText(const std::string& value)
{
    return value;
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

std::string rangeText(const FieldRef& field)
{
    if (std::holds_alternative<bool*>(field.target))
        return "yes or no";
    if (std::holds_alternative<std::string*>(field.target))
        return field.choices.empty() ? "a text" : fmt::format("{}", fmt::join(field.choices, ", "));
    const char* what = std::holds_alternative<std::vector<double>*>(field.target)   ? "numbers"
                       : std::holds_alternative<degrade::Range*>(field.target)      ? "two rising numbers"
                       : std::holds_alternative<degrade::BlurShapes*>(field.target) ? "six numbers"
                                                                                    : nullptr;
    const bool isWhole = !std::holds_alternative<double*>(field.target);
    const char* one = isWhole ? "a whole number" : "a number";
    return fmt::format("{} from {:.10g} to {:.10g}{}", what ? what : one, field.least, field.most,
                       what ? ", by commas" : "");
}

std::string valueText(const FieldRef& field)
{
    return std::visit([](const auto* value) { return asText(*value); }, field.target);
}

Status setFromText(const FieldRef& field, const std::string& text)
{
    return std::visit([&](auto* target) { return set(field, *target, text); }, field.target);
}

} // namespace enlarger::train
