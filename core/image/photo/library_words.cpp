// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/photo/library_words.h"

#include "core/image/photo/plain_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace enlarger::image {

namespace {

constexpr std::size_t longest = 100; // characters

void removeAll(std::string& text, const std::string& part)
{
    if (part.empty())
        return;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos;)
        text.erase(at, part.size());
}

bool startsPath(std::string_view word)
{
    while (!word.empty() && (word.front() == '\'' || word.front() == '"' || word.front() == '('))
        word.remove_prefix(1);
    return word.starts_with('/') && word.size() > 1;
}

/// The words with single spaces between them, without those that are paths.
std::string joinedWords(const std::string& text)
{
    std::string joined;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = text.find_first_not_of(' ', at);
        if (begin == std::string::npos)
            break;
        at = std::min(text.find(' ', begin), text.size());
        const std::string_view word = std::string_view(text).substr(begin, at - begin);
        if (startsPath(word))
            continue;
        if (!joined.empty())
            joined += ' ';
        joined += word;
    }
    return joined;
}

void cut(std::string& text)
{
    const auto isInside = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }; // of UTF-8
    std::size_t characters = 0, at = 0;
    for (; at < text.size() && characters < longest - 3; ++characters)
        do
            ++at;
        while (at < text.size() && isInside(text[at]));
    if (std::count_if(text.begin() + std::ptrdiff_t(at), text.end(), [&](char c) { return !isInside(c); }) >
        3)
        text = text.substr(0, text.find_last_not_of(' ', at - 1) + 1) + "...";
}

} // namespace

std::string libraryWords(const std::string& message, const std::filesystem::path& file)
{
    std::string line;
    for (std::size_t at = 0; at < message.size() && line.empty();) {
        const std::size_t end = std::min(message.find_first_of("\r\n", at), message.size());
        line = plainText(message.substr(at, end - at));
        removeAll(line, plainText(file.string()));
        removeAll(line, plainText(file.filename().string()));
        line = joinedWords(line);
        constexpr const char* edges = " .:;,";
        line.erase(0, std::min(line.find_first_not_of(edges), line.size()));
        line.erase(line.find_last_not_of(edges) + 1);
        at = end + 1;
    }
    cut(line);
    return line;
}

bool meansUnsupported(const std::string& words)
{
    std::string lower = words;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    constexpr std::array<std::string_view, 5> marks{"unsupported", "not supported", "not implemented",
                                                    "unimplemented", "not configured"};
    // libjpeg's word for a byte that no marker has
    return lower.find("unsupported marker") == std::string::npos &&
           std::any_of(marks.begin(), marks.end(),
                       [&](std::string_view mark) { return lower.find(mark) != std::string::npos; });
}

} // namespace enlarger::image
