// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <map>
#include <string>

namespace enlarger::models {

/// What the header of a safetensors file says without its tensors being read.
struct HeaderSummary
{
    std::map<std::string, std::string> metadata;
    std::int64_t tensors = 0; // of the network: those that weights::isKept() names do not count
    std::int64_t parameters = 0;
    std::string storage; // "fp32", "fp16 and fp32" ...
};

/// Checks that the file is as long as its header says; the tensors themselves are not read.
Result<HeaderSummary> readHeaderSummary(const std::filesystem::path& file);

/// True for a state dict's entries that training learns, false for running statistics and counters.
bool isParameter(const std::string& tensorName);

} // namespace enlarger::models
