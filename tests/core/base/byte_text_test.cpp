// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/byte_text.h"

#include <QTest>

class ByteTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneUnitForAll_data();
    void oneUnitForAll();
};

void ByteTextTest::oneUnitForAll_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << qint64(0) << "0 B";
    QTest::newRow("bytes") << qint64(999) << "999 B";
    QTest::newRow("a kilobyte") << qint64(1'000) << "1.0 kB";
    QTest::newRow("nearly 10") << qint64(9'949) << "9.9 kB";
    QTest::newRow("10") << qint64(9'950) << "10 kB";
    QTest::newRow("rounded up to the next unit") << qint64(999'999) << "1.0 MB";
    QTest::newRow("a model") << qint64(67'000'000) << "67 MB";
    QTest::newRow("memory") << qint64(8) * (1 << 30) << "8.6 GB";
    QTest::newRow("a disk") << qint64(4'000'787'030'016) << "4.0 TB";
    QTest::newRow("beyond the last unit") << qint64(3'000'000'000'000'000) << "3000 TB";
}

void ByteTextTest::oneUnitForAll()
{
    QFETCH(qint64, bytes);
    QFETCH(QString, text);
    QCOMPARE(QString::fromStdString(enlarger::bytesText(bytes)), text);
}

QTEST_GUILESS_MAIN(ByteTextTest)
#include "byte_text_test.moc"
