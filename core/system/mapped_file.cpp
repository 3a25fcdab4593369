// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/mapped_file.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace enlarger {

std::optional<MappedFile> MappedFile::open(const std::filesystem::path& file)
{
    const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (handle < 0)
        return {};
    struct stat facts = {};
    if (::fstat(handle, &facts) != 0 || !S_ISREG(facts.st_mode) || facts.st_size == 0) {
        ::close(handle);
        return MappedFile(std::span<const std::byte>());
    }
    const auto size = std::size_t(facts.st_size);
    void* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, handle, 0);
    const int reason = errno;
    ::close(handle); // the mapping stays
    errno = reason;
    if (data == MAP_FAILED)
        return {};
    return MappedFile({static_cast<const std::byte*>(data), size});
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : m_bytes(std::exchange(other.m_bytes, {}))
{}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept
{
    std::swap(m_bytes, other.m_bytes);
    return *this;
}

MappedFile::~MappedFile()
{
    if (!m_bytes.empty())
        ::munmap(const_cast<std::byte*>(m_bytes.data()), m_bytes.size());
}

} // namespace enlarger
