// SPDX-License-Identifier: GPL-3.0-or-later
// What the room promises of which no other room's test would tell: who uses the rest tests it.
#include "core/system/child_process.h"
#include "core/system/file_lock.h"
#include "core/system/file_move.h"
#include "core/system/mapped_file.h"
#include "core/system/open_file.h"
#include "core/system/process.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

using namespace enlarger;

class SystemTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thisProgram();
    void foldersOfAUser_data();
    void foldersOfAUser();
    void howProgramsEnd();
    void aNameThatIsTaken();
    void mappedBytes();
    void whatIsAppended();
    void aLockOfAnother();

private:
    std::filesystem::path file(const char* name) const { return m_folder.filePath(name).toStdString(); }
    std::filesystem::path written(const char* name, const std::string& text) const
    {
        std::ofstream(file(name)) << text;
        return file(name);
    }

    QTemporaryDir m_folder;
};

void SystemTest::thisProgram()
{
    QCOMPARE(programFile().string(), QCoreApplication::applicationFilePath().toStdString());
    QCOMPARE(qint64(processNumber()), QCoreApplication::applicationPid());
    QVERIFY(residentMemory() > 1 << 20);
}

void SystemTest::foldersOfAUser_data()
{
    QTest::addColumn<QByteArray>("xdg");
    QTest::addColumn<QString>("data");
    QTest::addRow("told") << QByteArray("/elsewhere") << "/elsewhere";
    QTest::addRow("not told") << QByteArray() << "/home/ansel/.local/share";
    QTest::addRow("relative, to be ignored") << QByteArray("here") << "/home/ansel/.local/share";
}

void SystemTest::foldersOfAUser()
{
    QFETCH(const QByteArray, xdg);
    const QByteArray homeBefore = qgetenv("HOME");
    const QByteArray xdgBefore = qgetenv("XDG_DATA_HOME");
    qputenv("HOME", "/home/ansel");
    qputenv("XDG_DATA_HOME", xdg);
    const std::string found = userDataFolder().string();
    qputenv("HOME", homeBefore);
    xdgBefore.isNull() ? qunsetenv("XDG_DATA_HOME") : qputenv("XDG_DATA_HOME", xdgBefore);
    QTEST(QString::fromStdString(found), "data");
}

void SystemTest::howProgramsEnd()
{
    const auto ended = [](const std::vector<std::string>& words, ProcessEnd::Way way, int number) {
        const ProcessEnd end = runAndWait(words);
        return end.way == way && end.number == number;
    };
    QVERIFY(ended({"true"}, ProcessEnd::Way::Exited, 0));
    QVERIFY(ended({"sh", "-c", "exit 7"}, ProcessEnd::Way::Exited, 7));
    QVERIFY(ended({"sh", "-c", "read line"}, ProcessEnd::Way::Exited, 1)); // there is nothing to read
    QVERIFY(ended({"sh", "-c", "kill -TERM $$"}, ProcessEnd::Way::Signalled, SIGTERM));
    QVERIFY(ended({"no-such-program-anywhere"}, ProcessEnd::Way::NotStarted, ENOENT));
}

void SystemTest::aNameThatIsTaken()
{
    const auto from = written("from", "new");
    const auto to = written("to", "old");
    const bool isMoved = moveIfFree(from, to);
    const int reason = errno;
    QVERIFY(!isMoved);
    QCOMPARE(reason, EEXIST);
    QVERIFY(std::filesystem::exists(from));
    QVERIFY(moveOver(from, to));
    QVERIFY(!std::filesystem::exists(from));
    QVERIFY(moveIfFree(to, from));
    std::string text;
    std::ifstream(from) >> text;
    QCOMPARE(text, std::string("new"));
}

void SystemTest::mappedBytes()
{
    const auto mapped = MappedFile::open(written("some", "bytes"));
    QVERIFY(mapped);
    QCOMPARE(std::string(reinterpret_cast<const char*>(mapped->bytes().data()), mapped->bytes().size()),
             std::string("bytes"));
    const auto empty = MappedFile::open(written("empty", ""));
    QVERIFY(empty && empty->bytes().empty());
    const auto folder = MappedFile::open(m_folder.path().toStdString());
    QVERIFY(folder && folder->bytes().empty());
    const auto missing = MappedFile::open(file("missing"));
    const int reason = errno;
    QVERIFY(!missing);
    QCOMPARE(reason, ENOENT);
}

void SystemTest::whatIsAppended()
{
    OpenFile one = OpenFile::toAppend(file("lines"));
    OpenFile other = OpenFile::toAppend(file("lines"));
    QVERIFY(one.write("ab", 2) == 2);
    QVERIFY(other.write("cd", 2) == 2);
    QVERIFY(one.write("e", 1) == 1);
    QVERIFY(one.seek(0, SEEK_END) == 5);
    char text[4] = {};
    QVERIFY(one.readAt(2, text, 3) == 3);
    QCOMPARE(std::string(text), std::string("cde"));
    QVERIFY(one.close());
    QVERIFY(!one.isOpen());
    QVERIFY(!OpenFile::toRewrite(file("missing")).isOpen());
}

void SystemTest::aLockOfAnother()
{
    OpenFile one = OpenFile::folder(m_folder.path().toStdString());
    const OpenFile other = OpenFile::folder(m_folder.path().toStdString());
    QVERIFY(lockUnlessTaken(one.descriptor()));
    QVERIFY(!lockUnlessTaken(other.descriptor()));
    QVERIFY(one.close());
    QVERIFY(lockUnlessTaken(other.descriptor()));
}

QTEST_GUILESS_MAIN(SystemTest)
#include "system_test.moc"
