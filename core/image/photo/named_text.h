// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace enlarger::image {

/// A text that a file carries under a keyword, as PNG has them: "Author", "Copyright", or a program's own.
/// The comments of JPEG and GIF are such texts called "Comment".
struct NamedText
{
    std::string keyword;  // UTF-8, of Latin-1's characters
    std::string text;     // UTF-8; of control characters only line feeds and tabs
    std::string language; // as RFC 5646 tags them ("en-GB"); empty: not said
    std::string translatedKeyword;

    bool operator==(const NamedText&) const = default;
};

using NamedTexts = std::vector<NamedText>;

inline constexpr const char* commentKeyword = "Comment";

/// Text of a file, which should be Latin-1 but often is UTF-8, as UTF-8; line feeds and tabs are all that
/// stays of control characters.
std::string textFromFile(std::string_view bytes);

/// UTF-8 as Latin-1; nothing where it has other characters.
std::optional<std::string> asLatin1(const std::string& text);

} // namespace enlarger::image
