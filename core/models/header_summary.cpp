// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/header_summary.h"

#include "core/weights/safetensors_header.h"
#include "core/weights/weights.h"

#include <fmt/ranges.h>

#include <set>

namespace enlarger::models {

namespace {

std::string storageName(const std::string& dtype)
{
    if (dtype == "F32")
        return "fp32";
    if (dtype == "F16")
        return "fp16";
    return dtype == "BF16" ? "bf16" : dtype;
}

// 0 where the product overflows: it is only shown, nothing is allocated by it.
std::int64_t elements(const std::vector<std::int64_t>& shape)
{
    std::int64_t count = 1;
    for (const std::int64_t side : shape)
        if (__builtin_mul_overflow(count, side, &count))
            return 0;
    return count;
}

} // namespace

bool isParameter(const std::string& name)
{
    return !weights::isKept(name) && !name.ends_with("rpe_biases") && !name.ends_with("init_pos") &&
           name != "no_norm" && !name.ends_with("running_mean") && !name.ends_with("running_var") &&
           !name.ends_with("num_batches_tracked");
}

Result<HeaderSummary> readHeaderSummary(const std::filesystem::path& file)
{
    Result<weights::SafetensorsHeader> header = weights::readSafetensorsHeader(file);
    if (!header)
        return std::move(header).error();
    HeaderSummary summary;
    std::set<std::string> storages;
    for (const weights::SafetensorsEntry& entry : header->entries) {
        if (weights::isKept(entry.name))
            continue;
        storages.insert(storageName(entry.dtype));
        ++summary.tensors;
        if (isParameter(entry.name))
            summary.parameters += elements(entry.shape);
    }
    summary.storage = fmt::format("{}", fmt::join(storages, " and "));
    summary.metadata = std::move(header->metadata);
    return summary;
}

} // namespace enlarger::models
