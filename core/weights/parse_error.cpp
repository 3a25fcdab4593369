// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/parse_error.h"

#include "core/weights/key_families.h"

namespace enlarger::weights {

void fail(std::string what, std::string advice, ErrorKind kind)
{
    throw ParseError(Error{kind, std::move(what), {}, std::move(advice)});
}

std::string inQuotes(std::string_view name)
{
    constexpr std::size_t longest = 80;
    std::string text = "\"";
    for (const char c : name.substr(0, longest))
        text += c >= 0x20 && c < 0x7f && c != '"' ? c : '?';
    return text + (name.size() > longest ? "...\"" : "\"");
}

std::string supportedNetworks()
{
    std::vector<std::string> networks;
    for (const KeyFamily& family : keyFamilies())
        networks.emplace_back(family.listed);
    return "Enlarger loads " + joined(networks, "and") +
           " from .safetensors, .pth and ncnn's .param with its .bin";
}

} // namespace enlarger::weights
