// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/watched_folder.h"

#include "app/files/path_text.h"
#include "app/session/background.h"

#include <algorithm>

namespace enlarger::app {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr auto betweenLooks = 10s; // where nobody tells of a change

}

WatchedFolder::WatchedFolder(QObject* parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &WatchedFolder::startLooking);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] { lookSoon(m_patience / 4); });
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
    m_isFirst = true;
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
    std::set<fs::path> folders{folder};
    for (InputPhoto& photo : collectInputs({folder}, true).photos)
        if (const auto stamp = stampOf(photo.file)) {
            folders.insert(photo.file.parent_path());
            found.photos.emplace_back(std::move(photo), *stamp);
        }
    std::error_code error;
    for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error))
        if (entry->is_directory(error))
            folders.insert(entry->path());
    constexpr std::size_t mostWatched = 500; // of which the system has a limited number
    for (const fs::path& one : folders)
        if (found.folders.size() < mostWatched)
            found.folders.push_back(one);
    return found;
}

void WatchedFolder::take(const Found& found)
{
    m_isLooking = false;
    std::vector<InputPhoto> arrived;
    std::map<fs::path, FileStamp> growing;
    for (const auto& [photo, stamp] : found.photos) {
        const auto known = m_known.find(photo.file);
        if (m_isFirst || (known != m_known.end() && known->second.size == stamp.size &&
                          known->second.modified == stamp.modified)) {
            m_known.insert_or_assign(photo.file, stamp);
            continue;
        }
        const auto before = m_growing.find(photo.file);
        if (before != m_growing.end() && before->second == stamp && stamp.size > 0) {
            m_known.insert_or_assign(photo.file, stamp);
            arrived.push_back(photo);
        } else {
            growing.emplace(photo.file, stamp);
        }
    }
    m_growing = std::move(growing);
    const QStringList watched = m_watcher.directories();
    for (const fs::path& folder : found.folders)
        if (const QString text = toText(folder); !watched.contains(text))
            m_watcher.addPath(text);
    const bool wasFirst = std::exchange(m_isFirst, false);
    lookSoon(m_growing.empty() ? std::chrono::milliseconds(betweenLooks) : m_patience);
    if (wasFirst)
        Q_EMIT ready();
    if (!arrived.empty())
        Q_EMIT photosFound(arrived);
}

} // namespace enlarger::app
