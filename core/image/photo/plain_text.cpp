// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/photo/plain_text.h"

#include <algorithm>
#include <glib.h>
#include <vector>

namespace enlarger::image {

std::string plainText(const std::string& bytes)
{
    char* valid = g_utf8_make_valid(bytes.data(), gssize(bytes.size()));
    std::string text(valid);
    g_free(valid);
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    std::replace_if(text.begin(), text.end(), isControl, ' ');
    return text;
}

std::string plainText(const std::u16string& text)
{
    const std::vector<gunichar2> units(text.begin(), text.end());
    if (units.empty())
        return {};
    char* converted = g_utf16_to_utf8(units.data(), glong(units.size()), nullptr, nullptr, nullptr);
    if (!converted)
        return {};
    const std::string utf8(converted);
    g_free(converted);
    return plainText(utf8);
}

} // namespace enlarger::image
