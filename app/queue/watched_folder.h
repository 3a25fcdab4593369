// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/files/input_list.h"
#include "core/system/file_stamp.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <filesystem>
#include <map>
#include <set>
#include <vector>

namespace enlarger::app {

/// Looks into a folder, with its subfolders, for photos that arrive there, and tells each once it has stopped
/// growing: cameras and programs take their time to write. What is there at first is not new. Lives on the
/// GUI thread; looking is done on another.
class WatchedFolder : public QObject
{
    Q_OBJECT

public:
    explicit WatchedFolder(QObject* parent = nullptr);

    /// From now on. In place of another one.
    void watch(const std::filesystem::path& folder);
    void stop();
    const std::filesystem::path& folder() const { return m_folder; } // empty: none

    /// How long a file must stay as it is, at least; at first 2 s.
    void setPatience(std::chrono::milliseconds patience) { m_patience = patience; }

Q_SIGNALS:
    void changed(); // folder()
    void looked();  // each time; after the first it is known what was there
    void photosFound(const std::vector<enlarger::app::InputPhoto>& photos); // that have arrived

private:
    struct Found // in one look
    {
        bool isReadable = false; // the folder; one that is not there is no empty folder
        std::uint64_t disk = 0;  // that it is on
        std::vector<std::pair<InputPhoto, FileStamp>> photos;
        std::vector<std::filesystem::path> folders;
    };
    static Found look(const std::filesystem::path& folder);
    void lookSoon(std::chrono::milliseconds wait);
    void startLooking();
    void take(const Found& found);

    std::filesystem::path m_folder;
    std::chrono::milliseconds m_patience{2000};
    QFileSystemWatcher m_watcher; // network shares do not tell it everything
    QTimer m_timer;
    bool m_isLooking = false;
    bool m_isOutdated = false; // something has changed during a look
    int m_request = 0;         // the folder's; older looks are outdated
    // On which the folder has been: one that is mounted later has photos that are not new.
    std::set<std::uint64_t> m_disks;
    std::map<std::filesystem::path, FileStamp> m_known;
    struct Growing
    {
        FileStamp stamp;
        std::chrono::steady_clock::time_point since; // it has been so
    };
    std::map<std::filesystem::path, Growing> m_growing;
};

} // namespace enlarger::app
