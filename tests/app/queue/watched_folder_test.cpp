// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/watched_folder.h"

#include "tests/app/session/session_folder.h"

#include <QSignalSpy>
#include <QTest>

#include <fstream>

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

    void watch()
    {
        m_found.clear();
        m_watched = std::make_unique<WatchedFolder>();
        m_watched->setPatience(std::chrono::milliseconds(400));
        connect(m_watched.get(), &WatchedFolder::photosFound, this,
                [this](const std::vector<InputPhoto>& photos) {
                    for (const InputPhoto& photo : photos) {
                        QVERIFY(photo.fromFolder);
                        m_found.push_back((photo.subfolder / photo.file.filename()).string());
                    }
                });
        QSignalSpy ready(m_watched.get(), &WatchedFolder::ready);
        m_watched->watch(m_folder->path("in"));
        QVERIFY(ready.wait());
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

    void aFileThatGrowsIsLeftAlone()
    {
        watch();
        const fs::path photo = m_folder->writePicture("made.png", 200, 200);
        std::ifstream in(photo, std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        std::ofstream out(m_folder->path("in/slow.png"), std::ios::binary);
        QSignalSpy found(m_watched.get(), &WatchedFolder::photosFound);
        for (std::size_t at = 0; at < bytes.size();
             at += 1 + bytes.size() / 20) { // each time before its patience ends
            out << bytes.substr(at, 1 + bytes.size() / 20) << std::flush;
            found.wait(40);
            if (at + 1 + bytes.size() / 20 < bytes.size() && !found.isEmpty())
                QSKIP("the machine was too slow to write as fast as it looks");
        }
        out.close();
        QTRY_COMPARE(m_found, std::vector<std::string>{"slow.png"});
        QCOMPARE(fs::file_size(m_folder->path("in/slow.png")), bytes.size());
    }

    void afterTheEndNothingIsFound()
    {
        watch();
        QSignalSpy changed(m_watched.get(), &WatchedFolder::changed);
        m_watched->stop();
        QCOMPARE(changed.size(), 1);
        QVERIFY(m_watched->folder().empty());
        m_folder->writePicture("in/new.png");
        watch(); // to which it is an old one
        QVERIFY(m_found.empty());
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
