// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/metadata/text_properties.h"

#include <exiv2/exiv2.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <iomanip>
#include <locale>
#include <map>
#include <memory>
#include <regex>
#include <sstream>

namespace enlarger::image {

namespace {

enum class Form { Languages, List, Text, Date };

/// PNG's keywords and the properties of XMP that mean the same.
struct TextProperty
{
    std::string_view keyword;
    const char* key; // as Exiv2 calls the property
    Form form;
};

constexpr std::array textProperties{
    TextProperty{"Title", "Xmp.dc.title", Form::Languages},
    TextProperty{"Author", "Xmp.dc.creator", Form::List},
    TextProperty{"Description", "Xmp.dc.description", Form::Languages},
    TextProperty{"Copyright", "Xmp.dc.rights", Form::Languages},
    TextProperty{"Creation Time", "Xmp.xmp.CreateDate", Form::Date},
    TextProperty{"Software", "Xmp.xmp.CreatorTool", Form::Text},
    TextProperty{"Disclaimer", "Xmp.xmpRights.UsageTerms", Form::Languages},
    TextProperty{"Source", "Xmp.dc.source", Form::Text},
    TextProperty{commentKeyword, "Xmp.exif.UserComment", Form::Languages},
};

constexpr const char* anyLanguage = "x-default";

std::string joined(const std::vector<std::string>& parts)
{
    return fmt::format("{}", fmt::join(parts, "\n"));
}

/// Of one keyword; several texts of one language are one below the other.
std::unique_ptr<Exiv2::Value> languageValue(const std::vector<const NamedText*>& texts)
{
    std::map<std::string, std::vector<std::string>> byLanguage;
    for (const NamedText* text : texts)
        byLanguage[text->language.empty() ? anyLanguage : text->language].push_back(text->text);
    auto value = std::make_unique<Exiv2::LangAltValue>();
    for (const auto& [language, parts] : byLanguage)
        value->value_[language] = joined(parts);
    if (!value->value_.contains(anyLanguage))
        value->value_[anyLanguage] = value->value_.at(texts.front()->language);
    return value;
}

/// Nothing where the texts do not make a value of this form.
std::unique_ptr<Exiv2::Value> valueOf(Form form, const std::vector<const NamedText*>& texts)
{
    if (form == Form::Languages)
        return languageValue(texts);
    if (form == Form::List) {
        auto list = std::make_unique<Exiv2::XmpArrayValue>(Exiv2::xmpSeq);
        for (const NamedText* text : texts)
            list->read(text->text);
        return list;
    }
    std::vector<std::string> parts;
    for (const NamedText* text : texts)
        parts.push_back(form == Form::Date ? xmpDate(text->text) : text->text);
    const std::string whole = form == Form::Date ? parts.front() : joined(parts);
    return whole.empty() ? nullptr : std::make_unique<Exiv2::XmpTextValue>(whole);
}

/// "+02:00" of "+0200", and "Z" of "GMT"; empty where a date says nothing of its zone that XMP could say.
std::string xmpZone(const std::string& afterSeconds)
{
    static const std::regex pattern(R"(\s*(?:\.\d+)?\s*(?:(GMT|UTC|UT|Z)|([+-]\d\d):?(\d\d)).*)");
    std::smatch found;
    if (!std::regex_match(afterSeconds, found, pattern))
        return {};
    return found[1].matched ? "Z" : found[2].str() + ":" + found[3].str();
}

/// Whether the property says just what the texts say.
bool saysTheSame(const Exiv2::Value& value, const Exiv2::Value& other)
{
    const auto* a = dynamic_cast<const Exiv2::LangAltValue*>(&value);
    const auto* b = dynamic_cast<const Exiv2::LangAltValue*>(&other);
    if (a && b)
        return std::ranges::all_of(b->value_, [&](const auto& entry) {
            return std::ranges::any_of(a->value_,
                                       [&](const auto& own) { return own.second == entry.second; });
        });
    return value.toString() == other.toString();
}

} // namespace

std::vector<std::string> addTexts(Exiv2::XmpData& xmp, const NamedTexts& texts)
{
    std::vector<std::string> keywords; // each once, in their order
    for (const NamedText& text : texts)
        if (std::ranges::find(keywords, text.keyword) == keywords.end())
            keywords.push_back(text.keyword);
    std::erase_if(keywords, [&](const std::string& keyword) {
        const auto property = std::ranges::find(textProperties, keyword, &TextProperty::keyword);
        if (property == textProperties.end())
            return false;
        std::vector<const NamedText*> own;
        for (const NamedText& text : texts)
            if (text.keyword == keyword)
                own.push_back(&text);
        const auto value = valueOf(property->form, own);
        if (!value)
            return false;
        const Exiv2::XmpKey key(property->key);
        const auto said = xmp.findKey(key);
        if (said != xmp.end())
            return saysTheSame(said->value(), *value);
        xmp.add(key, value.get());
        return true;
    });
    return keywords;
}

std::string xmpDate(const std::string& text)
{
    constexpr std::array formats{"%a, %d %b %Y %H:%M:%S", "%d %b %Y %H:%M:%S", "%a %b %d %H:%M:%S %Y",
                                 "%Y-%m-%dT%H:%M:%S",     "%Y-%m-%d %H:%M:%S", "%Y:%m:%d %H:%M:%S",
                                 "%Y/%m/%d %H:%M:%S",     "%Y-%m-%d",          "%Y:%m:%d"};
    if (text.size() > 64) // no date, and too much for an expression
        return {};
    for (const std::string_view format : formats) {
        std::istringstream stream(text);
        stream.imbue(std::locale::classic()); // English names of months, wherever we run
        std::tm date{};
        if (!(stream >> std::get_time(&date, format.data())))
            continue;
        std::string rest;
        std::getline(stream, rest);
        const bool dayAlone = !format.ends_with("%S") && !format.ends_with("%S %Y");
        static const std::regex clock(R"([ T]\d?\d:\d\d:\d\d)"); // what is not there, get_time takes for 0
        if (!dayAlone && !std::regex_search(text, clock))
            continue;
        if (date.tm_mday < 1 || (dayAlone && rest.find_first_not_of(' ') != std::string::npos))
            continue;
        const std::string day =
            fmt::format("{:04}-{:02}-{:02}", date.tm_year + 1900, date.tm_mon + 1, date.tm_mday);
        if (dayAlone)
            return day;
        return day + fmt::format("T{:02}:{:02}:{:02}", date.tm_hour, date.tm_min, date.tm_sec) +
               xmpZone(rest);
    }
    return {};
}

} // namespace enlarger::image
