// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/encoders/output_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace enlarger::image {

namespace {

Error writeError(int code, const std::filesystem::path& file)
{
    Error error{
        ErrorKind::Io, std::string("the file could not be written: ") + std::strerror(code), file, {}};
    if (code == ENOSPC || code == EDQUOT)
        error.advice = "Free some space or choose another folder";
    else if (code == EFBIG)
        error.advice =
            "This disk or account does not allow files of this size: choose another folder, or JPEG";
    else if (code == EACCES || code == EPERM || code == EROFS)
        error.advice = "Choose a folder that you may write to";
    else
        error.advice = "Check the disk, or choose another folder";
    return error;
}

} // namespace

Result<OutputFile> OutputFile::open(const std::filesystem::path& temporary, std::filesystem::path wanted)
{
    const int descriptor = ::open(temporary.c_str(), O_RDWR | O_TRUNC | O_CLOEXEC);
    if (descriptor < 0)
        return writeError(errno, wanted);
    return OutputFile(descriptor, std::move(wanted));
}

Result<OutputFile> OutputFile::inMemory()
{
    const int descriptor = ::memfd_create("enlarger", MFD_CLOEXEC);
    if (descriptor < 0)
        return writeError(errno, {});
    return OutputFile(descriptor, {});
}

OutputFile::OutputFile(int descriptor, std::filesystem::path wanted)
    : m_descriptor(descriptor)
    , m_wanted(std::move(wanted))
{}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_errno(other.m_errno)
    , m_wanted(std::move(other.m_wanted))
{}

OutputFile::~OutputFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

bool OutputFile::write(const void* data, std::size_t size)
{
    constexpr std::size_t most = std::size_t(1) << 30; // Linux writes at most 2 GiB at once
    const char* at = static_cast<const char*>(data);
    while (size > 0 && !failed()) {
        const ssize_t written = ::write(m_descriptor, at, std::min(size, most));
        if (written > 0) {
            at += written;
            size -= std::size_t(written);
        } else if (written < 0 && errno != EINTR) {
            m_errno = errno;
        } else if (written == 0) {
            m_errno = ENOSPC;
        }
    }
    return !failed();
}

std::int64_t OutputFile::read(void* data, std::size_t size)
{
    ssize_t got;
    do
        got = ::read(m_descriptor, data, size);
    while (got < 0 && errno == EINTR);
    return got;
}

std::int64_t OutputFile::seek(std::int64_t offset, int whence)
{
    const off_t position = ::lseek(m_descriptor, offset, whence);
    if (position < 0 && !failed())
        m_errno = errno;
    return position;
}

Status OutputFile::close()
{
    const int descriptor = std::exchange(m_descriptor, -1);
    if (descriptor >= 0 && ::close(descriptor) != 0 && errno != EINTR && !failed())
        m_errno = errno;
    if (failed())
        return error();
    return {};
}

Error OutputFile::error() const
{
    return writeError(m_errno, m_wanted);
}

} // namespace enlarger::image
