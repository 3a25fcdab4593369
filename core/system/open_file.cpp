// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/open_file.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

namespace enlarger {

namespace fs = std::filesystem;

OpenFile OpenFile::toRewrite(const fs::path& file)
{
    return OpenFile(::open(file.c_str(), O_RDWR | O_TRUNC | O_CLOEXEC));
}

OpenFile OpenFile::toAppend(const fs::path& file)
{
    return OpenFile(::open(file.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0666));
}

OpenFile OpenFile::folder(const fs::path& folder)
{
    return OpenFile(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

OpenFile OpenFile::inMemory()
{
    return OpenFile(::memfd_create("enlarger", MFD_CLOEXEC));
}

OpenFile::OpenFile(OpenFile&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{}

OpenFile& OpenFile::operator=(OpenFile&& other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

OpenFile::~OpenFile()
{
    if (isOpen())
        ::close(m_descriptor);
}

std::int64_t OpenFile::write(const void* data, std::size_t size)
{
    return ::write(m_descriptor, data, size);
}

std::int64_t OpenFile::read(void* data, std::size_t size)
{
    return ::read(m_descriptor, data, size);
}

std::int64_t OpenFile::readAt(std::int64_t offset, void* data, std::size_t size)
{
    return ::pread(m_descriptor, data, size, offset);
}

std::int64_t OpenFile::seek(std::int64_t offset, int whence)
{
    return ::lseek(m_descriptor, offset, whence);
}

bool OpenFile::close()
{
    const int descriptor = std::exchange(m_descriptor, -1);
    return descriptor < 0 || ::close(descriptor) == 0 || errno == EINTR;
}

bool flushToDisk(int descriptor)
{
    return ::fsync(descriptor) == 0;
}

} // namespace enlarger
