// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/image/photo/photo.h"

#include <string>
#include <vector>

namespace enlarger::app {

/// What the fields of a name template stand for.
struct NameFields
{
    std::string name;  // of the source, without its extension
    std::string model; // "realesrgan-x4plus"
    std::string scale; // "4", "2.5"
    std::string width; // of the output, pixels
    std::string height;
    std::string precision; // "bf16"
    std::string date;      // "2025-01-31"
    std::string parent;    // the folder in which the source lies: "Holidays"
    std::string counter;   // "0012"
    std::string page;      // of the source's file: "1"
};

/// What names are made by where nobody has chosen. Where a size in pixels was asked for, the second: a factor
/// would say less.
inline constexpr const char* standardNameTemplate = "{name}_x{scale}";
inline constexpr const char* standardNameTemplateBySize = "{name}_{width}x{height}";

/// How output files are called: text with fields in braces, "{name}_x{scale}". "{{" and "}}" stand for
/// braces.
class NameTemplate
{
public:
    /// Errors: an unknown field, an open brace, a '/', an extension (the format decides that one), an empty
    /// text.
    static Result<NameTemplate> parse(const std::string& text);

    bool hasCounter() const;

    /// The file's name without extension, at most `longest` bytes: a source's name too long for that is cut.
    std::string expand(const NameFields& fields, std::size_t longest) const;

    /// With the format's extension; short enough for a file system even with an addition like "-12".
    std::string fileName(const NameFields& fields, image::PhotoFormat format) const;

private:
    struct Token
    {
        std::string literal;                      // text, or
        std::string NameFields::*field = nullptr; // the field it stands for
    };
    std::string joined(const NameFields& fields) const;

    std::vector<Token> m_tokens;
};

} // namespace enlarger::app
