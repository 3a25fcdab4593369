// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/unfinished_files.h"

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <fcntl.h>
#include <linux/magic.h>
#include <random>
#include <string>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace enlarger {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view prefix = ".enlarger-";

/// Whether no other machine sees the file. Of those that do, locks may be unknown, of no effect, or keep the
/// encoder from writing (CIFS).
bool isLocal(int descriptor)
{
    constexpr unsigned shared[] = {NFS_SUPER_MAGIC,  SMB_SUPER_MAGIC, CIFS_SUPER_MAGIC, SMB2_SUPER_MAGIC,
                                   FUSE_SUPER_MAGIC, V9FS_MAGIC,      AFS_SUPER_MAGIC,  CEPH_SUPER_MAGIC};
    struct statfs system
    {};
    return ::fstatfs(descriptor, &system) == 0 &&
           std::ranges::find(shared, unsigned(system.f_type)) == std::end(shared);
}

enum class Lock { Held, Taken, Unknown };

/// The lock belongs to the open file: others of this process, too, find it taken, and it stays when they
/// close theirs.
Lock lock(int descriptor)
{
    struct flock whole
    {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    if (!isLocal(descriptor))
        return Lock::Unknown;
    if (::fcntl(descriptor, F_OFD_SETLK, &whole) == 0)
        return Lock::Held;
    return errno == EAGAIN || errno == EACCES ? Lock::Taken : Lock::Unknown;
}

/// Is this named as UnfinishedFile does it? libzip makes files beside ours that only begin so, without a
/// lock.
bool isOurs(const std::string& name)
{
    const std::size_t end = name.find_first_not_of("0123456789", prefix.size());
    return end == std::string::npos || (name[end] == '.' && name.find('.', end + 1) == std::string::npos);
}

void removeIfAbandoned(const fs::path& file)
{
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0)
        return;
    struct stat status
    {};
    if (::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
        constexpr std::time_t day = 24 * 60 * 60;
        const bool isOld = std::time(nullptr) - status.st_mtime > day;
        const Lock locked = lock(descriptor);
        const bool isFree = locked == Lock::Held && isOurs(file.filename().string());
        if (locked != Lock::Taken && (isFree || isOld))
            ::unlink(file.c_str());
    }
    ::close(descriptor);
}

} // namespace

UnfinishedFile::UnfinishedFile(const fs::path& folder, const fs::path& extension)
{
    // A name of its own: one that just fits into a file system's 255 bytes would not fit with an addition.
    std::random_device random;
    for (int attempt = 0; attempt < 100; ++attempt) {
        const fs::path path = folder / (std::string(prefix) + std::to_string(random()) + extension.string());
        const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor < 0) {
            if (errno != EEXIST)
                return;
            continue;
        }
        // Somebody who sweeps may have been quicker than the lock.
        struct stat status
        {};
        if (lock(descriptor) != Lock::Taken && ::fstat(descriptor, &status) == 0 && status.st_nlink > 0) {
            m_path = path;
            m_descriptor = descriptor;
            return;
        }
        ::close(descriptor);
    }
    errno = EEXIST;
}

UnfinishedFile::UnfinishedFile(UnfinishedFile&& other) noexcept
    : m_path(std::exchange(other.m_path, {}))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
{}

UnfinishedFile& UnfinishedFile::operator=(UnfinishedFile&& other) noexcept
{
    if (this != &other) {
        discard();
        m_path = std::exchange(other.m_path, {});
        m_descriptor = std::exchange(other.m_descriptor, -1);
    }
    return *this;
}

UnfinishedFile::~UnfinishedFile()
{
    discard();
}

bool UnfinishedFile::flush()
{
    // By name: a library may have put another file in the place of ours, as libzip does.
    const int descriptor = ::open(m_path.c_str(), O_RDWR | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    struct stat now
    {};
    struct stat before
    {};
    const bool isOther =
        ::fstat(descriptor, &now) == 0 && ::fstat(m_descriptor, &before) == 0 && now.st_ino != before.st_ino;
    if (isOther)
        lock(descriptor);
    const bool done = ::fsync(descriptor) == 0;
    const int problem = errno;
    ::close(isOther ? std::exchange(m_descriptor, descriptor) : descriptor);
    errno = problem;
    return done;
}

void UnfinishedFile::release()
{
    if (isOpen())
        ::close(m_descriptor);
    m_descriptor = -1;
    m_path.clear();
}

void UnfinishedFile::discard()
{
    if (isOpen())
        ::unlink(m_path.c_str());
    release();
}

bool isUnfinished(const fs::path& file)
{
    return file.filename().string().starts_with(prefix);
}

void sweepUnfinished(const fs::path& folder)
{
    std::error_code error;
    std::vector<fs::path> found;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        if (isUnfinished(entry->path()))
            found.push_back(entry->path());
    for (const fs::path& file : found)
        removeIfAbandoned(file);
}

} // namespace enlarger
