// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace enlarger::weights {

/// One tensor's line in a safetensors header. Offsets count from the end of the header.
struct SafetensorsEntry
{
    std::string name;
    std::string dtype;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

struct SafetensorsHeader
{
    std::vector<SafetensorsEntry> entries; // in the header's order
    std::map<std::string, std::string> metadata;
};

/// Reads the JSON text without building a document from it, so that a hostile one cannot swell. Refuses
/// everything but the one form that the format allows, repeated names too.
SafetensorsHeader parseSafetensorsHeader(std::string_view json);

} // namespace enlarger::weights
