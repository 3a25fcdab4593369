// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "tests/support/test_files.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <set>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace enlarger;
namespace fs = std::filesystem;

namespace {

void put(const fs::path& file, const std::string& content)
{
    std::ofstream(file, std::ios::binary) << content;
}

std::string contentOf(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

class AtomicFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void appearsOnlyWhenWhole();
    void droppedItLeavesNothing();
    void existingFileStaysUnlessReplaced();
    void fileThatAppearsMeanwhileStays();
    void movingHandsItOn();
    void folderThatCannotBeWritten();
    void folderInTheWay();
    void longNamesAndOddOnes();
    void readableAsOtherNewFiles();
    void takenNamesAreNumbered();
    void manyAtOnceLoseNothing();
    void whatAKilledProcessLeftIsSwept();
    void whatIsStillWrittenStays();
    void whatLibrariesPutInItsPlaceCounts();
    void smallFilesAreWrittenAsAWhole();

private:
    fs::path at(const char* name) const { return m_folder->filePath(name).toStdString(); }
    int count() const // hidden ones too
    {
        return int(
            QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).size());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void AtomicFileTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void AtomicFileTest::appearsOnlyWhenWhole()
{
    Result<AtomicFile> file = AtomicFile::create(at("photo.png"));
    ENLARGER_VERIFY(file);
    QCOMPARE(file->target(), at("photo.png"));
    QCOMPARE(file->temporary().parent_path(), at("photo.png").parent_path());
    QCOMPARE(file->temporary().extension(), fs::path(".png")); // libraries choose the container by it
    put(file->temporary(), "whole");
    QVERIFY(!fs::exists(at("photo.png")));
    const Status done = file->commit(false);
    ENLARGER_VERIFY(done);
    QCOMPARE(contentOf(at("photo.png")), std::string("whole"));
    QCOMPARE(count(), 1);
    QVERIFY(!file->commit(true)); // a second time there is nothing left to name
    QCOMPARE(contentOf(at("photo.png")), std::string("whole"));
}

void AtomicFileTest::droppedItLeavesNothing()
{
    {
        const Result<AtomicFile> file = AtomicFile::create(at("photo.png"));
        ENLARGER_VERIFY(file);
        put(file->temporary(), "half");
        QCOMPARE(count(), 1);
    }
    QCOMPARE(count(), 0);
}

void AtomicFileTest::existingFileStaysUnlessReplaced()
{
    put(at("photo.png"), "old");
    {
        Result<AtomicFile> file = AtomicFile::create(at("photo.png"));
        ENLARGER_VERIFY(file);
        put(file->temporary(), "new");
        const Status refused = file->commit(false);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::FileExists);
        QVERIFY(!refused.error().advice.empty());
        QCOMPARE(contentOf(at("photo.png")), std::string("old"));
        const Status replaced = file->commit(true); // what was written is not lost by the refusal
        ENLARGER_VERIFY(replaced);
    }
    QCOMPARE(contentOf(at("photo.png")), std::string("new"));
    QCOMPARE(count(), 1);
}

void AtomicFileTest::fileThatAppearsMeanwhileStays()
{
    {
        Result<AtomicFile> file = AtomicFile::create(at("photo.png"));
        ENLARGER_VERIFY(file);
        put(file->temporary(), "mine");
        put(at("photo.png"), "theirs");
        QVERIFY(!file->commit(false));
    }
    QCOMPARE(contentOf(at("photo.png")), std::string("theirs"));
    QCOMPARE(count(), 1);
}

void AtomicFileTest::movingHandsItOn()
{
    Result<AtomicFile> first = AtomicFile::create(at("a.txt"));
    Result<AtomicFile> second = AtomicFile::create(at("b.txt"));
    ENLARGER_VERIFY(first);
    ENLARGER_VERIFY(second);
    put(second->temporary(), "b");
    *first = std::move(*second); // a's temporary file goes
    QCOMPARE(count(), 1);
    {
        AtomicFile moved = std::move(*first);
        const Status done = moved.commit(false);
        ENLARGER_VERIFY(done);
    }
    QCOMPARE(contentOf(at("b.txt")), std::string("b"));
    QCOMPARE(count(), 1);
}

void AtomicFileTest::folderThatCannotBeWritten()
{
    const Result<AtomicFile> missing = AtomicFile::create(at("no such folder/photo.png"));
    QVERIFY(!missing);
    QCOMPARE(missing.error().kind, ErrorKind::Io);
    QCOMPARE(missing.error().file, at("no such folder/photo.png"));
    QVERIFY(!missing.error().advice.empty());
    put(at("file"), "");
    QVERIFY(!AtomicFile::create(at("file/photo.png"))); // its folder is a file
    QCOMPARE(count(), 1);
}

void AtomicFileTest::folderInTheWay()
{
    fs::create_directory(at("photo.png"));
    for (bool replace : {false, true}) {
        Result<AtomicFile> file = AtomicFile::create(at("photo.png"));
        ENLARGER_VERIFY(file);
        QVERIFY(!file->commit(replace));
    }
    QVERIFY(fs::is_directory(at("photo.png")));
    QCOMPARE(count(), 1);
}

void AtomicFileTest::longNamesAndOddOnes()
{
    // 255 bytes is all that a file system takes; a temporary name must not need more.
    for (const std::string& name : {std::string(251, 'x') + ".png", std::string("XXXXXX.XXXXXX"),
                                    std::string("フォト %s.jpg"), std::string("no extension")}) {
        Result<AtomicFile> file = AtomicFile::create(at(name.c_str()));
        ENLARGER_VERIFY(file);
        const Status done = file->commit(false);
        ENLARGER_VERIFY(done);
        QVERIFY(fs::exists(at(name.c_str())));
    }
    QCOMPARE(count(), 4);
}

void AtomicFileTest::readableAsOtherNewFiles()
{
    const mode_t before = ::umask(0027);
    Result<AtomicFile> file = AtomicFile::create(at("photo.png"));
    const mode_t after = ::umask(before);
    QCOMPARE(after, mode_t(0027)); // left as it was
    ENLARGER_VERIFY(file);
    const Status done = file->commit(false);
    ENLARGER_VERIFY(done);
    struct stat status
    {};
    QCOMPARE(::stat(at("photo.png").c_str(), &status), 0);
    QCOMPARE(status.st_mode & 0777, mode_t(0640));
}

void AtomicFileTest::takenNamesAreNumbered()
{
    QCOMPARE(numberedName("/a/b.c/photo.tar.png", 12), fs::path("/a/b.c/photo.tar-12.png"));
    put(at("photo.png"), "theirs");
    put(at("photo-3.png"), "theirs");
    std::vector<AtomicFile> files;
    for (const char* content : {"2", "4", "5"}) {
        Result<AtomicFile> file = AtomicFile::create(at("photo.png"));
        ENLARGER_VERIFY(file);
        put(file->temporary(), content);
        files.push_back(*std::move(file));
    }
    fs::create_directory(at("photo-5.png"));
    for (const char* name : {"photo-2.png", "photo-4.png", "photo-6.png"}) {
        const auto given = files.front().commitNumbered(at("photo.png"));
        ENLARGER_VERIFY(given);
        QCOMPARE(*given, at(name));
        files.erase(files.begin());
    }
    QCOMPARE(contentOf(at("photo.png")), std::string("theirs"));
    QCOMPARE(contentOf(at("photo-3.png")), std::string("theirs"));
    QCOMPARE(contentOf(at("photo-2.png")) + contentOf(at("photo-4.png")) + contentOf(at("photo-6.png")),
             std::string("245"));
    QCOMPARE(count(), 6);
}

// The name is free when each of them begins.
void AtomicFileTest::manyAtOnceLoseNothing()
{
    constexpr int threads = 8;
    constexpr int each = 8;
    std::atomic<int> refused = 0;
    {
        std::vector<std::jthread> all;
        for (int thread = 0; thread < threads; ++thread)
            all.emplace_back([&, thread] {
                for (int i = 0; i < each; ++i) {
                    const std::string content = std::to_string(thread * each + i);
                    auto numbered = AtomicFile::create(at("photo.png"));
                    auto only = AtomicFile::create(at("only.png"));
                    if (!numbered || !only)
                        return;
                    put(numbered->temporary(), content);
                    put(only->temporary(), content);
                    static_cast<void>(numbered->commitNumbered(at("photo.png")).ok());
                    if (const Status done = only->commit(false);
                        !done && done.error().kind == ErrorKind::FileExists)
                        ++refused;
                }
            });
    }
    QCOMPARE(refused.load(), threads * each - 1);
    QCOMPARE(count(), threads * each + 1);
    std::set<std::string> contents;
    for (int number = 1; number <= threads * each; ++number)
        contents.insert(contentOf(number == 1 ? at("photo.png") : numberedName(at("photo.png"), number)));
    QCOMPARE(contents.size(), std::size_t(threads * each));
    QVERIFY(!contents.contains(""));
}

void AtomicFileTest::whatAKilledProcessLeftIsSwept()
{
    int ready[2];
    QCOMPARE(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) { // without a destructor at its end
        const auto file = AtomicFile::create(at("photo.png"));
        if (::write(ready[1], file.ok() ? "y" : "n", 1) == 1)
            ::pause();
        ::_exit(0);
    }
    char made = 0;
    QCOMPARE(::read(ready[0], &made, 1), ssize_t(1));
    QCOMPARE(made, 'y');
    sweepUnfinished(m_folder->path().toStdString());
    QCOMPARE(count(), 1); // it is still being written

    ::kill(child, SIGKILL);
    QCOMPARE(::waitpid(child, nullptr, 0), child);
    QCOMPARE(count(), 1);
    put(at("photo.jpg"), "theirs");
    QVERIFY(AtomicFile::create(at("other.png"))); // the first in this folder
    QCOMPARE(count(), 1);
    QCOMPARE(contentOf(at("photo.jpg")), std::string("theirs"));
    ::close(ready[0]);
    ::close(ready[1]);
}

void AtomicFileTest::whatIsStillWrittenStays()
{
    Result<AtomicFile> file = AtomicFile::create(at("photo.png"));
    ENLARGER_VERIFY(file);
    put(file->temporary(), "mine");
    put(at(".enlarger-7.png.Ab3dEf"), "a library's, of which nobody knows who writes it");
    sweepUnfinished(m_folder->path().toStdString());
    QCOMPARE(count(), 2);
    QVERIFY(isUnfinished(file->temporary()) && !isUnfinished(at("enlarger-7.png")));

    const auto old = fs::file_time_type::clock::now() - std::chrono::hours(30);
    fs::last_write_time(at(".enlarger-7.png.Ab3dEf"), old);
    fs::last_write_time(file->temporary(), old); // but locked
    sweepUnfinished(m_folder->path().toStdString());
    QCOMPARE(count(), 1);
    const Status done = file->commit(false);
    ENLARGER_VERIFY(done);
    QCOMPARE(contentOf(at("photo.png")), std::string("mine"));
}

void AtomicFileTest::whatLibrariesPutInItsPlaceCounts()
{
    Result<AtomicFile> file = AtomicFile::create(at("model.pth"));
    ENLARGER_VERIFY(file);
    put(at("by libzip"), "whole");
    fs::rename(at("by libzip"), file->temporary());
    const Status flushed = file->flush();
    ENLARGER_VERIFY(flushed);
    sweepUnfinished(m_folder->path().toStdString());
    const Status done = file->commit(false);
    ENLARGER_VERIFY(done);
    QCOMPARE(contentOf(at("model.pth")), std::string("whole"));
    QCOMPARE(count(), 1);
}

void AtomicFileTest::smallFilesAreWrittenAsAWhole()
{
    for (const std::string& content : {std::string("first\n"), std::string("\0second", 7), std::string()}) {
        const Status written = writeFile(at("run.json"), content);
        ENLARGER_VERIFY(written);
        QCOMPARE(contentOf(at("run.json")), content);
        QCOMPARE(count(), 1);
    }
    QVERIFY(!writeFile(at("no such folder/run.json"), "x"));
}

QTEST_GUILESS_MAIN(AtomicFileTest)

#include "atomic_file_test.moc"
