// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <map>
#include <string>

namespace enlarger::models {

/// The hashes of model files by path, size and time of change, so that a list of models is there at once.
/// They are stored in a JSON cache (core/base/json_cache.h).
class HashCache
{
public:
    explicit HashCache(const std::filesystem::path& cacheFolder);

    /// SHA-256 of the file, from the cache where it has not changed. Error: the file cannot be read.
    Result<std::string> hashOf(const std::filesystem::path& file);

    /// Stores what is new, if anything is, and forgets files that are gone.
    void save();

private:
    struct Entry
    {
        std::int64_t size = 0;
        std::int64_t changed = 0; // ticks of the file clock
        std::string sha256;
        bool isNew = false; // not in the file yet
    };

    std::filesystem::path m_file;
    std::map<std::string, Entry> m_entries; // by absolute path
};

} // namespace enlarger::models
