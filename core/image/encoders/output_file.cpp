// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/encoders/output_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

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
    OpenFile file = OpenFile::toRewrite(temporary);
    if (!file.isOpen())
        return writeError(errno, wanted);
    return OutputFile(std::move(file), std::move(wanted));
}

Result<OutputFile> OutputFile::inMemory()
{
    OpenFile file = OpenFile::inMemory();
    if (!file.isOpen())
        return writeError(errno, {});
    return OutputFile(std::move(file), {});
}

OutputFile::OutputFile(OpenFile file, std::filesystem::path wanted)
    : m_file(std::move(file))
    , m_wanted(std::move(wanted))
{}

bool OutputFile::write(const void* data, std::size_t size)
{
    constexpr std::size_t most = std::size_t(1) << 30; // Linux writes at most 2 GiB at once
    const char* at = static_cast<const char*>(data);
    while (size > 0 && !failed()) {
        const std::int64_t written = m_file.write(at, std::min(size, most));
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
    std::int64_t got = 0;
    do
        got = m_file.read(data, size);
    while (got < 0 && errno == EINTR);
    return got;
}

std::int64_t OutputFile::seek(std::int64_t offset, int whence)
{
    const std::int64_t position = m_file.seek(offset, whence);
    if (position < 0 && !failed())
        m_errno = errno;
    return position;
}

Status OutputFile::close()
{
    if (!m_file.close() && !failed())
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
