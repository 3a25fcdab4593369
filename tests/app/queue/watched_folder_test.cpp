// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/watched_folder.h"

#include "tests/app/session/session_folder.h"

#include <QSignalSpy>
#include <QTest>

#include <sys/stat.h>

using namespace enlarger;
using namespace enlarger::app;

namespace fs = std::filesystem;

class WatchedFolderTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::SessionFolder> m_folder;
    std::unique_ptr<WatchedFolder> m_watched;
    std::vector<std::string> m_found; // in the order of arrival

    void watch(std::chrono::milliseconds patience = std::chrono::milliseconds(100))
    {
        m_found.clear();
        m_watched = std::make_unique<WatchedFolder>();
        m_watched->setPatience(patience);
        connect(m_watched.get(), &WatchedFolder::photosFound, this,
                [this](const std::vector<InputPhoto>& photos) {
                    for (const InputPhoto& photo : photos) {
                        QVERIFY(photo.fromFolder);
                        m_found.push_back((photo.subfolder / photo.file.filename()).string());
                    }
                });
        QSignalSpy looked(m_watched.get(), &WatchedFolder::looked);
        m_watched->watch(m_folder->path("in"));
        QVERIFY(looked.wait());
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
        fs::create_directories(m_folder->path("in"));
    }
    void cleanup() { m_watched = nullptr; }

    void whatArrivesIsFoundOnce()
    {
        m_folder->writePicture("in/old.png");
        watch();
        m_folder->writePicture("in/new.png");
        m_folder->writeText("in/notes.txt", "no photo");
        QTRY_COMPARE(m_found, std::vector<std::string>{"new.png"});
        fs::create_directories(m_folder->path("in/day one"));
        m_folder->writePicture("in/day one/other.png");
        QTRY_COMPARE(m_found, (std::vector<std::string>{"new.png", "day one/other.png"}));
        m_folder->writePicture("in/new.png", 30, 20); // another photo of that name
        QTRY_COMPARE(m_found.size(), 3U);
    }

    void aFileIsLeftAloneUntilItHasStayedAsItIs()
    {
        watch(std::chrono::hours(1));
        QSignalSpy looked(m_watched.get(), &WatchedFolder::looked);
        m_folder->writePicture("in/slow.png");
        for (int i = 0; i < 3; ++i) { // others that come make it look again
            QVERIFY(looked.wait());
            m_folder->writePicture("in/other-" + std::to_string(i) + ".png");
        }
        QVERIFY(m_found.empty());
        m_watched->setPatience(std::chrono::milliseconds(0));
        m_folder->writePicture("in/last.png");
        QTRY_COMPARE(m_found.size(), 5U);
    }

    void afterTheEndNothingIsFound()
    {
        watch();
        QSignalSpy changed(m_watched.get(), &WatchedFolder::changed);
        m_watched->stop();
        QCOMPARE(changed.size(), 1);
        QVERIFY(m_watched->folder().empty());
        const auto stopped = std::move(m_watched); // would add to what is found
        watch();
        m_folder->writePicture("in/new.png");
        QTRY_VERIFY(!m_found.empty());
        QCOMPARE(m_found, std::vector<std::string>{"new.png"});
    }

    void aFolderThatIsNotThereIsNoEmptyOne()
    {
        fs::remove_all(m_folder->path("in"));
        watch();
        fs::create_directories(m_folder->path("mounted"));
        m_folder->writePicture("mounted/old.png");
        fs::rename(m_folder->path("mounted"), m_folder->path("in")); // as a share that comes back
        QSignalSpy looked(m_watched.get(), &WatchedFolder::looked);
        QVERIFY(looked.wait(30'000));
        m_folder->writePicture("in/new.png");
        QTRY_COMPARE(m_found, std::vector<std::string>{"new.png"});
    }

    void aPlaceWhereADiskWillBeMountedIsNoEmptyFolder()
    {
        const QTemporaryDir other("/dev/shm/enlarger-XXXXXX"); // another disk, as stat() sees it
        struct stat here, there;
        if (!other.isValid() || ::stat(m_folder->path().c_str(), &here) != 0 ||
            ::stat(qPrintable(other.path()), &there) != 0 || here.st_dev == there.st_dev)
            QSKIP("all folders are on one disk");
        const fs::path disk = other.path().toStdString();
        fs::copy(m_folder->writePicture("old.png"), disk / "old.png");
        fs::create_directories(m_folder->path("empty"));
        fs::remove(m_folder->path("in"));
        fs::create_directory_symlink(m_folder->path("empty"), m_folder->path("in"));
        watch();
        QSignalSpy looked(m_watched.get(), &WatchedFolder::looked);
        fs::create_directory_symlink(disk, m_folder->path("next"));
        fs::rename(m_folder->path("next"), m_folder->path("in"));
        m_folder->writePicture("empty/unseen.png"); // it is told that something has changed
        QVERIFY(looked.wait(30'000));
        fs::copy(m_folder->path("old.png"), disk / "new.png");
        QTRY_COMPARE_WITH_TIMEOUT(m_found, std::vector<std::string>{"new.png"}, 30'000);
    }

    void aFolderThatGoesIsNoHarm()
    {
        watch();
        fs::remove_all(m_folder->path("in"));
        fs::create_directories(m_folder->path("in"));
        m_folder->writePicture("in/new.png");
        QTRY_COMPARE_WITH_TIMEOUT(m_found, std::vector<std::string>{"new.png"}, 30'000);
    }
};

QTEST_GUILESS_MAIN(WatchedFolderTest)
#include "watched_folder_test.moc"
