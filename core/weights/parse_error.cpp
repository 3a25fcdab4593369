// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/parse_error.h"

#include "core/weights/key_families.h"

#include <fmt/format.h>

namespace enlarger::weights {

void fail(std::string what, std::string advice, ErrorKind kind)
{
    throw ParseError(Error{kind, std::move(what), {}, std::move(advice)});
}

void checkDataSize(std::uint64_t needed, std::uint64_t there)
{
    if (there < needed)
        fail(fmt::format("the file ends too early: {} of {} bytes of its tensors are there", there, needed),
             "It is incomplete: download it again");
    if (there > needed)
        fail(fmt::format("the file goes on for {} bytes after its last tensor: it is damaged, or something "
                         "was added to it",
                         there - needed),
             "Download it again");
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
