// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/hash_cache.h"

#include "core/base/atomic_file.h"
#include "core/base/file_hash.h"

#include <nlohmann/json.hpp>

#include <fstream>

namespace enlarger::models {

namespace fs = std::filesystem;
using Json = nlohmann::json;

HashCache::HashCache(const fs::path& cacheFolder)
    : m_file(cacheFolder / "model-hashes.json")
{
    load();
}

void HashCache::load()
{
    std::error_code error;
    constexpr std::uintmax_t longestFile = 1u << 20;
    if (const auto size = fs::file_size(m_file, error); error || size > longestFile)
        return;
    std::ifstream in(m_file);
    const Json json = Json::parse(in, nullptr, false);
    if (!json.is_object())
        return;
    for (const auto& [path, entry] : json.items()) {
        if (!entry.is_array() || entry.size() != 3 || !entry[0].is_number_integer() ||
            !entry[1].is_number_integer() || !entry[2].is_string())
            continue;
        Entry known{entry[0].get<std::int64_t>(), entry[1].get<std::int64_t>(), entry[2].get<std::string>()};
        if (known.sha256.size() == 64)
            m_entries[path] = std::move(known);
    }
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
        entry = {static_cast<std::int64_t>(size), ticks, *hash};
        m_isNew = true;
    }
    return entry.sha256;
}

void HashCache::save()
{
    if (!m_isNew)
        return;
    m_isNew = false;
    Json json = Json::object();
    for (const auto& [path, entry] : m_entries)
        if (std::error_code error; fs::exists(path, error))
            json[path] = {entry.size, entry.changed, entry.sha256};
    std::error_code error;
    fs::create_directories(m_file.parent_path(), error);
    Result<AtomicFile> out = AtomicFile::create(m_file);
    if (!out)
        return;
    std::ofstream stream(out->temporary());
    stream << json.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
    stream.close();
    if (stream)
        static_cast<void>(out->commit(true).ok());
}

} // namespace enlarger::models
