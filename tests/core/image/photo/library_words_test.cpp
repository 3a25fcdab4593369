// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/photo/library_words.h"

#include "core/image/photo/read_limits.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::image;

/// What libraries say, made fit for one of our sentences.
class LibraryWordsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void words_data();
    void words();
    void errors();
};

void LibraryWordsTest::words_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("nothing") << QByteArray() << QByteArray();
    QTest::newRow("one line") << QByteArray("VipsJpeg: premature end")
                              << QByteArray("VipsJpeg: premature end");
    QTest::newRow("many lines") << QByteArray("\n\nfirst.\r\nsecond\nthird\n") << QByteArray("first");
    QTest::newRow("path") << QByteArray("/my photos/a b.tif: Read error in /my photos/a b.tif at 3")
                          << QByteArray("Read error in at 3");
    QTest::newRow("path alone in its line")
        << QByteArray("/my photos/a b.tif:\nbad tag") << QByteArray("bad tag");
    QTest::newRow("name alone") << QByteArray("a b.tif: bad tag") << QByteArray("bad tag");
    QTest::newRow("another path") << QByteArray("failed at /usr/src/tiff.c: line 3")
                                  << QByteArray("failed at line 3");
    QTest::newRow("a fraction") << QByteArray("1 / 2 of and/or") << QByteArray("1 / 2 of and/or");
    QTest::newRow("control characters") << QByteArray("a\tb\x1b[31m c") << QByteArray("a b [31m c");
    QTest::newRow("just short enough") << QByteArray(100, 'x') << QByteArray(100, 'x');
    QTest::newRow("too long") << QByteArray(101, 'x') << QByteArray(97, 'x') + "...";
    QTest::newRow("whole characters")
        << QByteArray("\u00e9").repeated(200) << QByteArray("\u00e9").repeated(97) + "...";
    QTest::newRow("no UTF-8") << QByteArray("a\xff b") << QByteArray("a\ufffd b");
}

void LibraryWordsTest::words()
{
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(libraryWords(message.toStdString(), "/my photos/a b.tif")), expected);
}

void LibraryWordsTest::errors()
{
    const std::string raw = "VipsJpeg: Unsupported JPEG process: SOF type 0xc3\n" + std::string(10000, 'x');
    const Error unsupported = decodingError("a.jpg", "JPEG", raw);
    QCOMPARE(unsupported.kind, ErrorKind::Unsupported);
    QVERIFY(unsupported.what.find("damaged") == std::string::npos);
    QVERIFY(unsupported.what.ends_with("SOF type 0xc3)"));
    QVERIFY(!unsupported.advice.empty() && unsupported.text().size() < 300);

    for (const char* words : {"Premature end of JPEG file", "Unsupported marker type 0x3a", ""}) {
        const Error damage = decodingError("a.jpg", "JPEG", words);
        QCOMPARE(damage.kind, ErrorKind::BadInput);
        QVERIFY(damage.what.find("damaged") != std::string::npos);
        QVERIFY(damage.advice.find("Copy the file again") == 0);
    }
}

QTEST_GUILESS_MAIN(LibraryWordsTest)
#include "library_words_test.moc"
