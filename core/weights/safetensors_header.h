// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/byte_reader.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
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

/// The header that a file's bytes begin with: its length, and JSON that is read without building a document
/// from it, so that a hostile one cannot swell. Refuses everything but the one form that the format allows,
/// repeated names too. `in` stands at the tensors' data then.
SafetensorsHeader takeSafetensorsHeader(ByteReader& in);

/// The header of a file without its tensors, but for a look at the file's size: they must all be there.
/// Errors name the file.
Result<SafetensorsHeader> readSafetensorsHeader(const std::filesystem::path& file);

} // namespace enlarger::weights
