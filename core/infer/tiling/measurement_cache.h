// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace enlarger::infer {

/// Numbers that took time to measure, stored by name in a small JSON file. It is a cache: where it is
/// missing, damaged or cannot be written, things are measured again and nothing else happens.
class MeasurementCache
{
public:
    explicit MeasurementCache(std::filesystem::path file)
        : m_file(std::move(file))
    {}

    std::optional<double> find(const std::string& name) const;

    /// Reads the file again first, so that what another process has learned meanwhile stays. Without a name
    /// or a folder nothing is stored.
    void put(const std::string& name, double value) const;

private:
    std::filesystem::path m_file;
};

} // namespace enlarger::infer
