// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cards/card.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <ranges>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace enlarger::cards {

namespace {

using Json = nlohmann::ordered_json;

struct TextField
{
    const char* key;
    std::string Card::*member;
};

constexpr std::array<TextField, 14> textFields{{{"name", &Card::name},
                                                {"title", &Card::title},
                                                {"description", &Card::description},
                                                {"architecture", &Card::architecture},
                                                {"licence", &Card::licence},
                                                {"source", &Card::source},
                                                {"ancestry", &Card::ancestry},
                                                {"created", &Card::created},
                                                {"role", &Card::role},
                                                {"recipe", &Card::recipe},
                                                {"data", &Card::data},
                                                {"figures", &Card::figures},
                                                {"log", &Card::log},
                                                {"command", &Card::command}}};

constexpr std::size_t longestText = 2000;
constexpr std::size_t longestName = 80;

bool isNameByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '+' || c == '-';
}

// A card comes from a stranger's file and ends in terminals and windows.
std::string tidy(std::string text)
{
    if (text.size() > longestText) {
        std::size_t end = longestText;
        while (end > 0 &&
               (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) // not inside a UTF-8 sequence
            --end;
        text.resize(end);
    }
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            c = ' ';
    return text;
}

} // namespace

std::string toJson(const Card& card)
{
    Json json;
    for (const TextField& field : textFields) {
        if (!(card.*field.member).empty())
            json[field.key] = card.*field.member;
        if (field.member == &Card::architecture)
            json["scale"] = card.scale;
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<Card> cardFromJson(const std::string& text)
{
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object())
        return Error{ErrorKind::BadInput, "the model's card is not a JSON object", {}, {}};
    Card card;
    for (const TextField& field : textFields)
        if (const auto found = json.find(field.key); found != json.end() && found->is_string())
            card.*field.member = tidy(found->get<std::string>());
    if (const auto scale = json.find("scale"); scale != json.end() && scale->is_number()) {
        const double value = scale->get<double>();
        if (value >= 1.0 && value <= 64.0)
            card.scale = static_cast<int>(value);
    }
    return card;
}

std::string ancestryOf(const Card& card)
{
    return card.ancestry.empty() ? card.name : card.ancestry;
}

std::string termsOf(const std::string& model, const std::string& licence)
{
    return licence.empty() ? "as that of " + model + ", which does not say it" : licence;
}

std::string termsOfBoth(const std::string& a, const std::string& b)
{
    constexpr std::string_view joint = " and ";
    const std::string both = fmt::format("{}{}{}", a, joint, b);
    std::vector<std::string_view> terms;
    for (const auto part : std::views::split(both, joint)) {
        const std::string_view term(part.begin(), part.end());
        if (!term.empty() && std::ranges::find(terms, term) == terms.end())
            terms.push_back(term);
    }
    return fmt::format("{}", fmt::join(terms, joint));
}

bool isModelName(const std::string& name)
{
    return !name.empty() && name.size() <= longestName && name.front() != '.' && name.front() != '-' &&
           std::all_of(name.begin(), name.end(), isNameByte);
}

std::string modelNameFrom(const std::string& text)
{
    std::string name;
    for (const char c : text) {
        if (isNameByte(c))
            name += c;
        else if (!name.empty() && name.back() != '-')
            name += '-';
    }
    name.erase(0, name.find_first_not_of(".-"));
    if (name.size() > longestName)
        name.resize(longestName);
    while (!name.empty() && name.back() == '-')
        name.pop_back();
    return name.empty() ? "model" : name;
}

} // namespace enlarger::cards
