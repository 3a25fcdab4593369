// SPDX-License-Identifier: GPL-3.0-or-later
// How much memory there is, by made folders in place of /proc and /sys/fs/cgroup.
#include "core/system/main_memory.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <memory>
#include <string>

using namespace enlarger;

namespace {

constexpr qint64 gib = qint64(1) << 30;

} // namespace

class MainMemoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theMachineAlone();
    void aGroupLimits_data();
    void aGroupLimits();
    void noLimitIsNone_data();
    void noLimitIsNone();
    void everyGroupAroundCounts();
    void neighboursUseUpWhatAGroupAllows();
    void aContainerSeesItsOwnGroupAsTheRoot_data();
    void aContainerSeesItsOwnGroupAsTheRoot();
    void thePageCacheIsFree();
    void moreUsedThanAllowedLeavesNothing();
    void highCountsAsALimit();
    void aLimitAboveTheMachineIsNone();
    void damagedFilesChangeNothing();
    void thisMachine();

private:
    void write(const std::string& name, const std::string& text) const;
    /// A group of version 1 or 2 with so much in use, of which so much is page cache.
    void makeGroup(int version, const std::string& path, const std::string& limit, qint64 used,
                   qint64 pageCache = 0) const;
    MainMemory memory() const
    {
        const std::filesystem::path root = m_folder->path().toStdString();
        return mainMemoryOf(root / "proc", root / "cgroup");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

/// A machine of 128 GiB, of which 100 are free.
void MainMemoryTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    write("proc/meminfo", "MemTotal:       134217728 kB\nMemFree:        1048576 kB\n"
                          "MemAvailable:   104857600 kB\nCached:         103809024 kB\n");
    write("proc/self/cgroup", "0::/\n");
}

void MainMemoryTest::write(const std::string& name, const std::string& text) const
{
    const std::filesystem::path file = std::filesystem::path(m_folder->path().toStdString()) / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
}

void MainMemoryTest::makeGroup(int version, const std::string& path, const std::string& limit, qint64 used,
                               qint64 pageCache) const
{
    const std::string folder = (version == 1 ? "cgroup/memory" : "cgroup") + path + '/';
    const std::string prefix = version == 1 ? "total_" : "";
    write(folder + (version == 1 ? "memory.limit_in_bytes" : "memory.max"), limit + '\n');
    write(folder + (version == 1 ? "memory.usage_in_bytes" : "memory.current"), std::to_string(used) + '\n');
    write(folder + "memory.stat", "anon " + std::to_string(used - pageCache) + "\nfile " +
                                      std::to_string(pageCache) + '\n' + prefix + "inactive_file " +
                                      std::to_string(pageCache / 4) + '\n' + prefix + "active_file " +
                                      std::to_string(pageCache - pageCache / 4) + "\nslab 4096\n");
}

void MainMemoryTest::theMachineAlone()
{
    QCOMPARE(memory().total, 128 * gib);
    QCOMPARE(memory().free, 100 * gib); // with what the page cache holds
}

void MainMemoryTest::aGroupLimits_data()
{
    QTest::addColumn<int>("version");
    QTest::addColumn<QByteArray>("groups");
    QTest::addColumn<QByteArray>("folder");
    QTest::newRow("version 2") << 2 << QByteArray("0::/user.slice/app.scope\n")
                               << QByteArray("/user.slice/app.scope");
    QTest::newRow("version 1") << 1 << QByteArray("5:cpu,cpuacct:/\n4:memory:/job_7/step_0\n0::/\n")
                               << QByteArray("/job_7/step_0");
    QTest::newRow("version 1, joint controllers")
        << 1 << QByteArray("4:hugetlb,memory:/job\n3:memoryless:/other\n") << QByteArray("/job");
    QTest::newRow("a name with a colon") << 2 << QByteArray("0::/a:b/c\n") << QByteArray("/a:b/c");
}

void MainMemoryTest::aGroupLimits()
{
    QFETCH(int, version);
    QFETCH(QByteArray, groups);
    QFETCH(QByteArray, folder);
    write("proc/self/cgroup", groups.toStdString());
    makeGroup(version, folder.toStdString(), std::to_string(8 * gib), 3 * gib);
    makeGroup(version, "/other", std::to_string(gib), gib); // another's
    QCOMPARE(memory().total, 8 * gib);
    QCOMPARE(memory().free, 5 * gib);
}

void MainMemoryTest::noLimitIsNone_data()
{
    QTest::addColumn<int>("version");
    QTest::addColumn<QByteArray>("limit");
    QTest::newRow("max") << 2 << QByteArray("max");
    QTest::newRow("all pages") << 1 << QByteArray("9223372036854771712");
    QTest::newRow("64 bits") << 1 << QByteArray("18446744073709551615");
    QTest::newRow("negative") << 1 << QByteArray("-1");
    QTest::newRow("nothing") << 1 << QByteArray("");
}

void MainMemoryTest::noLimitIsNone()
{
    QFETCH(int, version);
    QFETCH(QByteArray, limit);
    write("proc/self/cgroup", version == 1 ? "4:memory:/job\n" : "0::/job\n");
    makeGroup(version, "/job", limit.toStdString(), 120 * gib);
    QCOMPARE(memory().total, 128 * gib);
    QCOMPARE(memory().free, 100 * gib);
}

void MainMemoryTest::everyGroupAroundCounts()
{
    for (const int version : {1, 2}) {
        write("proc/self/cgroup", version == 1 ? "4:memory:/a/b/c\n" : "0::/a/b/c\n");
        makeGroup(version, "/a", std::to_string(16 * gib), 2 * gib);
        makeGroup(version, "/a/b", std::to_string(4 * gib), gib);
        makeGroup(version, "/a/b/c", "9223372036854771712", gib);
        QCOMPARE(memory().total, 4 * gib);
        QCOMPARE(memory().free, 3 * gib);
    }
}

void MainMemoryTest::neighboursUseUpWhatAGroupAllows()
{
    write("proc/self/cgroup", "0::/pod/mine\n");
    makeGroup(2, "/pod", std::to_string(8 * gib), 7 * gib);
    makeGroup(2, "/pod/mine", std::to_string(4 * gib), gib);
    QCOMPARE(memory().total, 4 * gib);
    QCOMPARE(memory().free, gib);
}

void MainMemoryTest::aContainerSeesItsOwnGroupAsTheRoot_data()
{
    QTest::addColumn<int>("version");
    QTest::addColumn<QByteArray>("groups");
    QTest::newRow("the host's path, version 1") << 1 << QByteArray("4:memory:/docker/0123abcd\n");
    QTest::newRow("the host's path, version 2") << 2 << QByteArray("0::/docker/0123abcd\n");
    QTest::newRow("a namespace") << 2 << QByteArray("0::/\n");
    QTest::newRow("outside the namespace") << 2 << QByteArray("0::/../../elsewhere\n");
}

void MainMemoryTest::aContainerSeesItsOwnGroupAsTheRoot()
{
    QFETCH(int, version);
    QFETCH(QByteArray, groups);
    write("proc/self/cgroup", groups.toStdString());
    makeGroup(version, "", std::to_string(8 * gib), 2 * gib);
    QCOMPARE(memory().total, 8 * gib);
    QCOMPARE(memory().free, 6 * gib);
}

void MainMemoryTest::thePageCacheIsFree()
{
    for (const int version : {1, 2}) {
        write("proc/self/cgroup", version == 1 ? "4:memory:/job\n" : "0::/job\n");
        makeGroup(version, "/job", std::to_string(8 * gib), 8 * gib, 6 * gib);
        QCOMPARE(memory().free, 6 * gib);
    }
}

void MainMemoryTest::moreUsedThanAllowedLeavesNothing() // as where the limit was lowered
{
    makeGroup(2, "", std::to_string(2 * gib), 3 * gib);
    QCOMPARE(memory().total, 2 * gib);
    QCOMPARE(memory().free, qint64(0));
}

void MainMemoryTest::highCountsAsALimit()
{
    makeGroup(2, "", "max", gib);
    write("cgroup/memory.high", std::to_string(6 * gib) + '\n');
    QCOMPARE(memory().total, 6 * gib);
    QCOMPARE(memory().free, 5 * gib);
    write("cgroup/memory.high", "max\n");
    QCOMPARE(memory().total, 128 * gib);
}

void MainMemoryTest::aLimitAboveTheMachineIsNone()
{
    makeGroup(2, "", std::to_string(512 * gib), 20 * gib);
    QCOMPARE(memory().total, 128 * gib);
    QCOMPARE(memory().free, 100 * gib);
}

void MainMemoryTest::damagedFilesChangeNothing()
{
    write("proc/self/cgroup", "nonsense\n0:\n::\n4:memory:\n");
    write("cgroup/memory.max", "many\n");
    QCOMPARE(memory().total, 128 * gib);
    QCOMPARE(memory().free, 100 * gib);
    write("proc/meminfo", ""); // then the system is asked
    QVERIFY(memory().total > 0);
    QVERIFY(memory().free > 0 && memory().free <= memory().total);
}

void MainMemoryTest::thisMachine()
{
    QVERIFY(mainMemory().total > qint64(1) << 26);
    QVERIFY(mainMemory().free > 0);
    QVERIFY(mainMemory().free <= mainMemory().total);
}

QTEST_GUILESS_MAIN(MainMemoryTest)
#include "main_memory_test.moc"
