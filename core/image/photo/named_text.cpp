// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/photo/named_text.h"

#include <algorithm>
#include <glib.h>

namespace enlarger::image {

std::string textFromFile(std::string_view bytes)
{
    std::string cleaned;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        if (byte == '\r') { // of a line's end there is only the line feed; alone it is one
            if (i + 1 == bytes.size() || bytes[i + 1] != '\n')
                cleaned += '\n';
        } else {
            const bool isControl = byte < 0x20 && byte != '\n' && byte != '\t';
            cleaned += isControl || byte == 0x7f ? ' ' : bytes[i];
        }
    }
    // Latin-1 with other characters than ASCII's is hardly ever valid UTF-8.
    if (g_utf8_validate(cleaned.data(), gssize(cleaned.size()), nullptr))
        return cleaned;
    std::string utf8;
    for (const char c : cleaned) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 && byte < 0xa0) { // control characters too
            utf8 += ' ';
        } else if (byte >= 0xa0) {
            utf8 += char(0xc0 | byte >> 6);
            utf8 += char(0x80 | (byte & 0x3f));
        } else {
            utf8 += c;
        }
    }
    return utf8;
}

std::optional<std::string> asLatin1(const std::string& text)
{
    std::string latin1;
    for (const char* at = text.c_str(); *at != '\0'; at = g_utf8_next_char(at)) {
        const gunichar character = g_utf8_get_char(at);
        if (character > 0xff)
            return std::nullopt;
        latin1 += char(character);
    }
    return latin1;
}

} // namespace enlarger::image
