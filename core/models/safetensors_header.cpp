// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/safetensors_header.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>

namespace enlarger::models {

namespace {

using Json = nlohmann::json;

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

std::int64_t elements(const Json& shape)
{
    std::int64_t count = 1;
    for (const Json& side : shape) {
        const std::int64_t length = side.is_number_unsigned() ? side.get<std::int64_t>() : -1;
        if (length < 0 || __builtin_mul_overflow(count, length, &count))
            return -1;
    }
    return count;
}

} // namespace

bool isParameter(const std::string& name)
{
    return !name.ends_with("running_mean") && !name.ends_with("running_var") &&
           !name.ends_with("num_batches_tracked");
}

Result<SafetensorsHeader> readSafetensorsHeader(const std::filesystem::path& file)
{
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

    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object())
        return damaged(file, "its header is no JSON object");
    SafetensorsHeader header;
    std::set<std::string> storages;
    std::uint64_t end = 0;
    for (const auto& [name, entry] : json.items()) {
        if (name == "__metadata__") {
            for (const auto& [key, value] : entry.items())
                if (value.is_string())
                    header.metadata[key] = value.get<std::string>();
            continue;
        }
        const auto dtype = entry.find("dtype");
        const auto shape = entry.find("shape");
        const auto offsets = entry.find("data_offsets");
        if (!entry.is_object() || dtype == entry.end() || !dtype->is_string() || shape == entry.end() ||
            !shape->is_array() || offsets == entry.end() || !offsets->is_array() || offsets->size() != 2 ||
            !offsets->at(1).is_number_unsigned())
            return damaged(file, "its header does not describe the tensors");
        const std::int64_t count = elements(*shape);
        if (count < 0)
            return damaged(file, "a tensor has an impossible shape");
        end = std::max(end, offsets->at(1).get<std::uint64_t>());
        storages.insert(storageName(dtype->get<std::string>()));
        ++header.tensors;
        if (isParameter(name) && __builtin_add_overflow(header.parameters, count, &header.parameters))
            return damaged(file, "a tensor has an impossible shape");
    }
    if (end != fileSize - lengthBytes.size() - length)
        return damaged(file, "it does not hold the tensors that its header names");
    for (const std::string& storage : storages)
        header.storage += (header.storage.empty() ? "" : " and ") + storage;
    return header;
}

} // namespace enlarger::models
