// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/measurement_cache.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using enlarger::infer::MeasurementCache;

class MeasurementCacheTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsAndFinds();
    void damagedFilesAreEmptyOnes_data();
    void damagedFilesAreEmptyOnes();
    void namesOfAnyBytes();
    void withoutAFolderNothingHappens();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString path() const { return m_folder->filePath("cache/halos.json"); }
    MeasurementCache cache() const { return MeasurementCache(path().toStdString()); }
};

void MeasurementCacheTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void MeasurementCacheTest::keepsAndFinds()
{
    QVERIFY(!cache().find("a"));
    cache().put("a", 32.0);
    cache().put("b", 1.5);
    cache().put("a", 48.0);
    QCOMPARE(cache().find("a").value_or(0), 48.0);
    QCOMPARE(cache().find("b").value_or(0), 1.5);
    QVERIFY(!cache().find("c"));
    QCOMPARE(QDir(m_folder->filePath("cache")).entryList(QDir::Files | QDir::Hidden).size(),
             1); // nothing is left over
}

void MeasurementCacheTest::damagedFilesAreEmptyOnes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut") << QByteArray("{\"a\": 3");
    QTest::newRow("an array") << QByteArray("[1, 2]");
    QTest::newRow("not text") << QByteArray("\0\xff\xfe{", 4);
    QTest::newRow("another type") << QByteArray("{\"a\": \"32\"}");
    QTest::newRow("huge") << QByteArray(3 << 20, ' ');
    QTest::newRow("deep") << QByteArray(500000, '[');
}

void MeasurementCacheTest::damagedFilesAreEmptyOnes()
{
    QFETCH(QByteArray, bytes);
    QDir(m_folder->path()).mkdir("cache");
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    file.close();
    QVERIFY(!cache().find("a"));
    cache().put("a", 16.0);
    QCOMPARE(cache().find("a").value_or(0), 16.0);
}

void MeasurementCacheTest::namesOfAnyBytes()
{
    cache().put("caf\xe9", 1.0); // a device's name need not be UTF-8
    cache().put("ok", 2.0);
    QCOMPARE(cache().find("ok").value_or(0), 2.0);
}

void MeasurementCacheTest::withoutAFolderNothingHappens()
{
    MeasurementCache("").put("a", 1.0);
    MeasurementCache("/proc/no/such/folder/x.json").put("a", 1.0);
    cache().put("", 1.0);
    QVERIFY(!QFile::exists(path()));
}

QTEST_GUILESS_MAIN(MeasurementCacheTest)
#include "measurement_cache_test.moc"
