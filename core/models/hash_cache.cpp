// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/hash_cache.h"

#include "core/base/file_hash.h"
#include "core/base/json_cache.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace enlarger::models {

namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

/// [size, ticks, "sha256"]
bool isEntry(const Json& json)
{
    return json.is_array() && json.size() == 3 && json[0].is_number_integer() &&
           json[1].is_number_integer() && json[2].is_string() &&
           json[2].get_ref<const std::string&>().size() == 64;
}

} // namespace

HashCache::HashCache(const fs::path& cacheFolder)
    : m_file(cacheFolder / "model-hashes.json")
{
    const Json known = readJsonCache(m_file);
    for (const auto& [path, json] : known.items())
        if (isEntry(json))
            m_entries[path] = {json[0].get<std::int64_t>(), json[1].get<std::int64_t>(),
                               json[2].get<std::string>()};
}

Result<std::string> HashCache::hashOf(const fs::path& file)
{
    std::error_code error;
    const fs::path absolute = fs::weakly_canonical(file, error);
    const auto size = error ? 0 : fs::file_size(absolute, error);
    const auto changed = error ? fs::file_time_type() : fs::last_write_time(absolute, error);
    if (error)
        return Error{ErrorKind::Io, "the file cannot be read: " + error.message(), file, {}};
    const auto ticks = static_cast<std::int64_t>(changed.time_since_epoch().count());

    Entry& entry = m_entries[absolute.string()];
    if (entry.sha256.empty() || entry.size != static_cast<std::int64_t>(size) || entry.changed != ticks) {
        Result<std::string> hash = sha256Of(file);
        if (!hash) {
            m_entries.erase(absolute.string());
            return hash;
        }
        entry = {static_cast<std::int64_t>(size), ticks, *hash, true};
    }
    return entry.sha256;
}

void HashCache::save()
{
    if (std::ranges::none_of(m_entries, [](const auto& entry) { return entry.second.isNew; }))
        return;
    updateJsonCache(m_file, [&](Json& object) {
        for (auto& [path, entry] : m_entries) {
            if (entry.isNew)
                object[path] = {entry.size, entry.changed, entry.sha256};
            entry.isNew = false;
        }
        for (auto place = object.begin(); place != object.end();) {
            std::error_code error;
            const bool isCurrent = isEntry(*place) && fs::exists(place.key(), error);
            place = isCurrent ? std::next(place) : object.erase(place);
        }
    });
}

} // namespace enlarger::models
