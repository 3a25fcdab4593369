// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace enlarger {

/// An enumeration for a sentence: "a", "a or b", "a, b or c" with the conjunction "or".
inline std::string wordList(const std::vector<std::string>& words, std::string_view conjunction)
{
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0)
            text += i + 1 < words.size() ? ", " : ' ' + std::string(conjunction) + ' ';
        text += words[i];
    }
    return text;
}

} // namespace enlarger
