// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/watched_folder.h"

#include "app/files/path_text.h"
#include "app/session/background.h"

#include <algorithm>
#include <utility>

namespace enlarger::app {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr auto betweenLooks = 10s;   // where nobody tells of a change
constexpr auto afterAChange = 200ms; // which seldom comes alone

} // namespace

WatchedFolder::WatchedFolder(QObject* parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &WatchedFolder::startLooking);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] { lookSoon(afterAChange); });
}

void WatchedFolder::watch(const fs::path& folder)
{
    stop();
    m_folder = folder;
    startLooking();
    Q_EMIT changed();
}

void WatchedFolder::stop()
{
    if (m_folder.empty())
        return;
    ++m_request;
    m_isLooking = false;
    m_disks.clear();
    m_timer.stop();
    m_known.clear();
    m_growing.clear();
    if (const QStringList watched = m_watcher.directories(); !watched.isEmpty())
        m_watcher.removePaths(watched);
    m_folder.clear();
    Q_EMIT changed();
}

void WatchedFolder::lookSoon(std::chrono::milliseconds wait)
{
    m_isOutdated = m_isLooking;
    if (!m_isLooking && (!m_timer.isActive() || m_timer.remainingTimeAsDuration() > wait))
        m_timer.start(wait);
}

void WatchedFolder::startLooking()
{
    m_isLooking = true;
    runInBackground(
        readingPool(), this, TaskPriority::Low, [folder = m_folder] { return look(folder); },
        [this, request = m_request](const Found& found) {
            if (request == m_request)
                take(found);
        });
}

WatchedFolder::Found WatchedFolder::look(const fs::path& folder)
{
    Found found;
    const auto stampOfFolder = stampOf(folder);
    std::error_code error;
    const fs::directory_iterator entries(folder, error);
    found.isReadable = !error && stampOfFolder;
    if (!found.isReadable)
        return found;
    found.disk = stampOfFolder->device;
    InputList inputs = collectInputs({folder}, true);
    for (InputPhoto& photo : inputs.photos)
        if (const auto stamp = stampOf(photo.file))
            found.photos.emplace_back(std::move(photo), *stamp);
    constexpr std::size_t mostWatched = 500; // of which the system has a limited number
    found.folders = std::move(inputs.folders);
    found.folders.resize(std::min(found.folders.size(), mostWatched));
    return found;
}

void WatchedFolder::take(const Found& found)
{
    m_isLooking = false;
    const auto now = std::chrono::steady_clock::now();
    const bool isFirst = !m_disks.contains(found.disk);
    std::vector<InputPhoto> arrived;
    std::map<fs::path, Growing> growing;
    for (const auto& [photo, stamp] : found.photos) {
        const auto known = m_known.find(photo.file);
        if (isFirst || (known != m_known.end() && known->second.size == stamp.size &&
                        known->second.modified == stamp.modified)) {
            m_known.insert_or_assign(photo.file, stamp);
            continue;
        }
        const auto before = m_growing.find(photo.file);
        const bool isSame = before != m_growing.end() && before->second.stamp == stamp;
        if (isSame && stamp.size > 0 && now - before->second.since >= m_patience) {
            m_known.insert_or_assign(photo.file, stamp);
            arrived.push_back(photo);
        } else {
            growing.emplace(photo.file, isSame ? before->second : Growing{stamp, now});
        }
    }
    const QStringList watched = m_watcher.directories();
    for (const fs::path& folder : found.folders)
        if (const QString text = toText(folder); !watched.contains(text))
            m_watcher.addPath(text);
    if (found.isReadable) {
        m_growing = std::move(growing);
        m_disks.insert(found.disk);
    }
    const auto wait = m_growing.empty() ? std::chrono::milliseconds(betweenLooks)
                                        : std::max<std::chrono::milliseconds>(m_patience, 50ms);
    lookSoon(std::exchange(m_isOutdated, false) ? std::chrono::milliseconds(afterAChange) : wait);
    Q_EMIT looked();
    if (!arrived.empty())
        Q_EMIT photosFound(arrived);
}

} // namespace enlarger::app
