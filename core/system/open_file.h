// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace enlarger {

/// A file that is open, read and written without a buffer.
class OpenFile
{
public:
    /// One that exists, emptied; to be read as well.
    static OpenFile toRewrite(const std::filesystem::path& file);
    /// Made where it is missing. What is written goes to its end, whoever else writes; to be read as well.
    static OpenFile toAppend(const std::filesystem::path& file);
    /// A folder, to be locked.
    static OpenFile folder(const std::filesystem::path& folder);
    /// One without a name, which goes when it is closed.
    static OpenFile inMemory();

    OpenFile(OpenFile&& other) noexcept;
    OpenFile& operator=(OpenFile&& other) noexcept;
    ~OpenFile();

    bool isOpen() const { return m_descriptor >= 0; }
    int descriptor() const { return m_descriptor; }

    /// As the system calls of these names: they may write or read less, and give -1 where they fail.
    std::int64_t write(const void* data, std::size_t size);
    std::int64_t read(void* data, std::size_t size);
    std::int64_t readAt(std::int64_t offset, void* data, std::size_t size);
    std::int64_t seek(std::int64_t offset, int whence);
    /// False: what was written may be lost. It is closed all the same.
    bool close();

private:
    explicit OpenFile(int descriptor)
        : m_descriptor(descriptor)
    {}

    int m_descriptor;
};

/// Waits until what was written to an open file is on the disk. False where that fails.
bool flushToDisk(int descriptor);

} // namespace enlarger
