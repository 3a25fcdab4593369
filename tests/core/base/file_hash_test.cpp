// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_hash.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace enlarger;

class FileHashTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publishedDigests_data();
    void publishedDigests();
    void unreadableFilesAreErrors();

private:
    QTemporaryDir m_folder;
};

void FileHashTest::publishedDigests_data()
{
    // FIPS 180 and NIST's examples
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("digest");
    QTest::newRow("empty") << QByteArray()
                           << "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    QTest::newRow("abc") << QByteArray("abc")
                         << "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    QTest::newRow("a million a") << QByteArray(1'000'000, 'a')
                                 << "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
    // Several blocks of reading, and not a whole number of them (sha256sum).
    QTest::newRow("three million zeros")
        << QByteArray(3'000'000, '\0') << "35bce4eae54ec8e6cc2868baa8d157914d6ae2858811b4cc0c078c94460fa26f";
}

void FileHashTest::publishedDigests()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, digest);
    const std::filesystem::path file = m_folder.filePath("content").toStdString();
    std::ofstream(file, std::ios::binary).write(content.data(), content.size());
    const Result<std::string> hash = sha256Of(file);
    ENLARGER_VERIFY(hash);
    QCOMPARE(QString::fromStdString(*hash), digest);
}

void FileHashTest::unreadableFilesAreErrors()
{
    const std::filesystem::path missing = m_folder.filePath("missing").toStdString();
    const Result<std::string> none = sha256Of(missing);
    QVERIFY(!none);
    QCOMPARE(none.error().kind, ErrorKind::Io);
    QCOMPARE(none.error().file, missing);
    const Result<std::string> folder = sha256Of(m_folder.path().toStdString());
    QVERIFY(!folder);
    QCOMPARE(folder.error().kind, ErrorKind::Io);
}

QTEST_GUILESS_MAIN(FileHashTest)

#include "file_hash_test.moc"
