// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace enlarger::infer {

/// Numbers that took time to measure, stored by name in a JSON cache (core/base/json_cache.h): losing them
/// costs no more than measuring again.
class MeasurementCache
{
public:
    explicit MeasurementCache(std::filesystem::path file)
        : m_file(std::move(file))
    {}

    std::optional<double> find(const std::string& name) const;

    /// Without a name or a folder nothing is stored.
    void put(const std::string& name, double value) const;

private:
    std::filesystem::path m_file;
};

} // namespace enlarger::infer
