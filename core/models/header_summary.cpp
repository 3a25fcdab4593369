// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/header_summary.h"

#include "core/weights/refusal.h"
#include "core/weights/safetensors_header.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>

namespace enlarger::models {

namespace {

constexpr std::uint64_t longestHeader = 16u << 20; // RRDBNet-23's takes 75 kB

Error damaged(const std::filesystem::path& file, const std::string& what)
{
    return Error{ErrorKind::BadInput, "this is not a whole safetensors file: " + what, file,
                 "Import the model again"};
}

std::string storageName(const std::string& dtype)
{
    if (dtype == "F32")
        return "fp32";
    if (dtype == "F16")
        return "fp16";
    return dtype == "BF16" ? "bf16" : dtype;
}

// 0 where the product overflows: it is told to people, nothing is allocated by it.
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
    return !name.ends_with("running_mean") && !name.ends_with("running_var") &&
           !name.ends_with("num_batches_tracked");
}

Result<HeaderSummary> readHeaderSummary(const std::filesystem::path& file)
try {
    std::error_code error;
    const std::uint64_t fileSize = std::filesystem::file_size(file, error);
    if (error)
        return Error{ErrorKind::Io, "the file cannot be read: " + error.message(), file, {}};
    std::ifstream in(file, std::ios::binary);
    std::array<char, 8> lengthBytes{};
    if (!in.read(lengthBytes.data(), std::ssize(lengthBytes)))
        return damaged(file, "it is shorter than a header");
    std::uint64_t length = 0; // little endian
    for (std::size_t i = 0; i < lengthBytes.size(); ++i)
        length |= std::uint64_t(static_cast<unsigned char>(lengthBytes[i])) << (8 * i);
    if (length > longestHeader || length > fileSize - lengthBytes.size())
        return damaged(file, "its header would be longer than the file");
    std::string text(length, '\0');
    if (!in.read(text.data(), static_cast<std::streamsize>(length)))
        return damaged(file, "the header ends early");

    weights::SafetensorsHeader header = weights::parseSafetensorsHeader(text);
    HeaderSummary summary;
    std::set<std::string> storages;
    std::uint64_t end = 0;
    for (const weights::SafetensorsEntry& entry : header.entries) {
        end = std::max(end, entry.end);
        storages.insert(storageName(entry.dtype));
        ++summary.tensors;
        if (isParameter(entry.name))
            summary.parameters += elements(entry.shape);
    }
    if (end != fileSize - lengthBytes.size() - length)
        return damaged(file, "it does not hold the tensors that its header names");
    summary.storage = fmt::format("{}", fmt::join(storages, " and "));
    summary.metadata = std::move(header.metadata);
    return summary;
} catch (const weights::Refusal& refusal) {
    Error error = refusal.error();
    error.file = file;
    return error;
}

} // namespace enlarger::models
