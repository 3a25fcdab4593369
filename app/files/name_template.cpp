// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/name_template.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace enlarger::app {

namespace {

struct Field
{
    const char* name;
    std::string NameFields::*member;
};

constexpr std::array<Field, 10> knownFields{{{"name", &NameFields::name},
                                             {"model", &NameFields::model},
                                             {"scale", &NameFields::scale},
                                             {"width", &NameFields::width},
                                             {"height", &NameFields::height},
                                             {"precision", &NameFields::precision},
                                             {"date", &NameFields::date},
                                             {"parent", &NameFields::parent},
                                             {"counter", &NameFields::counter},
                                             {"page", &NameFields::page}}};

// "{name}, {model} ..."
std::string fieldList()
{
    std::string text;
    for (const Field& field : knownFields)
        text += (text.empty() ? "{" : ", {") + std::string(field.name) + "}";
    return text;
}

Error wrong(const std::string& what, const std::string& advice)
{
    return Error{ErrorKind::BadInput, "--name " + what, {}, advice};
}

// Cuts UTF-8 text to at most `length` bytes without splitting a character.
void cut(std::string& text, std::size_t length)
{
    if (text.size() <= length)
        return;
    while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
        --length;
    text.resize(length);
}

} // namespace

Result<NameTemplate> NameTemplate::parse(const std::string& text)
{
    if (text.empty())
        return wrong("is empty", "Try '{name}_x{scale}'");
    if (text.find('/') != std::string::npos)
        return wrong("must not contain '/'", "Name the folder with -o");
    const std::string extension = std::filesystem::path(text).extension().string();
    if (extension.size() > 1 && image::formatFromName(extension))
        return wrong("must not end in '" + extension + "'",
                     "Choose the format with --format " + extension.substr(1));

    NameTemplate result;
    std::string literal;
    const auto endLiteral = [&] {
        if (!literal.empty())
            result.m_tokens.push_back({std::move(literal), nullptr});
        literal.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c != '{' && c != '}') {
            literal += c;
            continue;
        }
        if (i + 1 < text.size() && text[i + 1] == c) { // "{{" or "}}"
            literal += c;
            ++i;
            continue;
        }
        const std::size_t close = text.find('}', i);
        if (c == '}' || close == std::string::npos)
            return wrong("'" + text + "' has an unmatched brace", "Write '{{' or '}}' for a literal brace");
        const std::string name = text.substr(i + 1, close - i - 1);
        const auto* const field = std::find_if(knownFields.begin(), knownFields.end(),
                                               [&](const Field& known) { return name == known.name; });
        if (field == knownFields.end())
            return wrong("has an unknown field {" + name + "}", "Known are " + fieldList());
        endLiteral();
        result.m_tokens.push_back({{}, field->member});
        i = close;
    }
    endLiteral();
    return result;
}

bool NameTemplate::hasCounter() const
{
    return std::ranges::any_of(m_tokens,
                               [](const Token& token) { return token.field == &NameFields::counter; });
}

std::string NameTemplate::joined(const NameFields& fields) const
{
    std::string text;
    for (const Token& token : m_tokens)
        text += token.field ? fields.*token.field : token.literal;
    return text;
}

std::string NameTemplate::expand(const NameFields& fields, std::size_t longest) const
{
    std::string text = joined(fields);
    if (text.size() > longest) {
        NameFields shorter = fields;
        const std::size_t excess = text.size() - longest;
        cut(shorter.name, fields.name.size() > excess ? fields.name.size() - excess : 0);
        text = joined(shorter);
        cut(text, longest);
    }
    std::replace(text.begin(), text.end(), '/', '-'); // from a field
    return text == "." || text == ".." || text.empty() ? "enlarged" : text;
}

std::string NameTemplate::fileName(const NameFields& fields, image::PhotoFormat format) const
{
    constexpr std::size_t longestName = 255; // bytes
    constexpr std::size_t roomForNumber = 8;
    const std::string extension = "." + image::formatExtension(format);
    return expand(fields, longestName - roomForNumber - extension.size()) + extension;
}

} // namespace enlarger::app
