// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_cache.h"

#include "core/base/atomic_file.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <fstream>

namespace enlarger {

namespace {

constexpr std::uintmax_t largestFile = 1 << 20; // bytes; some hundred values need some ten thousand

} // namespace

nlohmann::json readJsonCache(const std::filesystem::path& file)
{
    std::error_code error;
    if (const auto size = std::filesystem::file_size(file, error); error || size > largestFile)
        return nlohmann::json::object();
    std::ifstream in(file);
    auto object = nlohmann::json::parse(in, nullptr, false);
    return object.is_object() ? object : nlohmann::json::object();
}

void updateJsonCache(const std::filesystem::path& file, const std::function<void(nlohmann::json&)>& change)
{
    if (!file.has_parent_path())
        return;
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    if (!std::filesystem::is_directory(file.parent_path(), error))
        return;
    auto object = readJsonCache(file);
    change(object);
    // A device's name or a path need not be UTF-8.
    const std::string text = object.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
    static_cast<void>(writeFile(file, text).ok()); // a cache that cannot be kept is no loss
}

} // namespace enlarger
