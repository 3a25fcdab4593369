// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>

namespace enlarger {

/// A file's bytes in the address space, read as they are touched.
class MappedFile
{
public:
    /// Nothing where it cannot be read. No bytes: it is empty, or no file.
    static std::optional<MappedFile> open(const std::filesystem::path& file);
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    ~MappedFile();

    std::span<const std::byte> bytes() const { return m_bytes; }

private:
    explicit MappedFile(std::span<const std::byte> bytes)
        : m_bytes(bytes)
    {}

    std::span<const std::byte> m_bytes;
};

} // namespace enlarger
