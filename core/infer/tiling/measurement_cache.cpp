// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/measurement_cache.h"

#include "core/base/atomic_file.h"

#include <fstream>
#include <nlohmann/json.hpp>

namespace enlarger::infer {

namespace {

constexpr std::uintmax_t largestFile = 1 << 20; // bytes; some hundred numbers need some ten thousand

/// An empty object for whatever is not an object.
nlohmann::json readObject(const std::filesystem::path& file)
{
    std::error_code error;
    if (const auto size = std::filesystem::file_size(file, error); error || size > largestFile)
        return nlohmann::json::object();
    std::ifstream in(file);
    auto object = nlohmann::json::parse(in, nullptr, false);
    return object.is_object() ? object : nlohmann::json::object();
}

} // namespace

std::optional<double> MeasurementCache::find(const std::string& name) const
{
    const auto object = readObject(m_file);
    const auto place = object.find(name);
    if (name.empty() || place == object.end() || !place->is_number())
        return std::nullopt;
    return place->get<double>();
}

void MeasurementCache::put(const std::string& name, double value) const
{
    if (name.empty() || !m_file.has_parent_path())
        return;
    std::error_code error;
    std::filesystem::create_directories(m_file.parent_path(), error);
    auto file = AtomicFile::create(m_file);
    if (!file)
        return;
    auto object = readObject(m_file);
    object[name] = value;
    std::ofstream out(file->temporary());
    out << object.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    out.close();
    if (out)
        (void)file->commit(true);
}

} // namespace enlarger::infer
