// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <map>
#include <string>

namespace enlarger::models {

/// The hashes of model files, cached by path, size and time of change, so that a list of models is there
/// at once. The memory is a small JSON file in the cache folder; losing it costs time only.
class HashCache
{
public:
    explicit HashCache(const std::filesystem::path& cacheFolder);

    /// SHA-256 of the file, from memory where it has not changed.
    Result<std::string> hashOf(const std::filesystem::path& file);

    /// Writes what was learnt, if anything was. A cache that cannot be written is no error.
    void save();

private:
    struct Entry
    {
        std::int64_t size = 0;
        std::int64_t changed = 0; // ticks of the file clock
        std::string sha256;
    };
    void load();

    std::filesystem::path m_file;
    std::map<std::string, Entry> m_entries; // by absolute path
    bool m_isNew = false;
};

} // namespace enlarger::models
