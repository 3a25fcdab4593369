// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "tests/support/test_files.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <iterator>
#include <sys/stat.h>

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
        QCOMPARE(refused.error().kind, ErrorKind::Io);
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

QTEST_GUILESS_MAIN(AtomicFileTest)

#include "atomic_file_test.moc"
