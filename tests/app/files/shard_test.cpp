// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/shard.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <fstream>

using namespace enlarger::app;
namespace fs = std::filesystem;

class ShardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parses()
    {
        const auto shard = Shard::parse("2/8");
        QVERIFY(shard && shard->index == 2 && shard->count == 8);
        QCOMPARE(shard->text(), std::string("2/8"));
        for (const char* wrong : {"", "2", "0/8", "9/8", "-1/8", "1/0", "1 / 8", "1/8/2", "a/b"})
            QVERIFY2(!Shard::parse(wrong), wrong);
    }

    // Whatever the number of parts: each photo in one, and none of them much larger than the others.
    void eachPhotoBelongsToOnePart()
    {
        for (const int count : {1, 2, 3, 8, 50}) {
            std::vector<int> sizes(std::size_t(count), 0);
            for (int i = 0; i < 2000; ++i) {
                const InputPhoto photo{"/here/sub/p" + std::to_string(i) + ".jpg", "sub", true};
                int taken = 0;
                for (int index = 1; index <= count; ++index)
                    if (Shard{index, count}.takes(photo)) {
                        ++taken;
                        ++sizes[std::size_t(index - 1)];
                    }
                QCOMPARE(taken, 1);
            }
            QVERIFY(*std::ranges::max_element(sizes) <=
                    2000 / count + 4 * int(std::sqrt(2000.0 / count)) + 1);
        }
    }

    void itsPlaceElsewhereDoesNotMatter()
    {
        for (int i = 0; i < 50; ++i) {
            const std::string name = "p" + std::to_string(i) + ".jpg";
            const InputPhoto here{fs::path("/mnt/a/shoot/day") / name, "day", true};
            const InputPhoto there{fs::path("/data/shoot/day") / name, "day", true};
            QCOMPARE((Shard{1, 3}.takes(here)), (Shard{1, 3}.takes(there)));
        }
        // Stays as it is for good: computers of different versions share a folder.
        QVERIFY((Shard{3, 4}.takes({"/x/a.jpg", {}, true})));
        QVERIFY((Shard{1, 4}.takes({"/x/sub/b.jpg", "sub", true})));
    }

    void aListedPathIsFoundAgain()
    {
        QTemporaryDir folder;
        const fs::path root = folder.path().toStdString();
        fs::create_directories(root / "shoot/day");
        for (const char* name : {"shoot/day/a.jpg", "shoot/b.jpg", "c.jpg"})
            std::ofstream(root / name) << "x";
        const InputList list = collectInputs({root / "shoot", root / "c.jpg"}, true);
        QCOMPARE(list.photos.size(), std::size_t(3));
        std::ofstream lines(root / "list");
        for (const InputPhoto& photo : list.photos)
            lines << listedPath(photo).string() << "\n";
        lines << "\n";
        lines.close();
        const auto paths = readPathList(root / "list");
        ENLARGER_VERIFY(paths);
        const InputList again = collectInputs(*paths, false);
        QVERIFY(again.problems.empty());
        QCOMPARE(again.photos.size(), list.photos.size());
        for (std::size_t i = 0; i < list.photos.size(); ++i) {
            QCOMPARE(again.photos[i].file, list.photos[i].file);
            QCOMPARE(again.photos[i].subfolder, list.photos[i].subfolder);
            QCOMPARE(again.photos[i].fromFolder, list.photos[i].fromFolder);
        }
        QVERIFY(!readPathList(root / "nowhere"));
    }
};

QTEST_GUILESS_MAIN(ShardTest)
#include "shard_test.moc"
