// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/remembered.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using enlarger::infer::Remembered;

class RememberedTest : public QObject
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
    Remembered remembered() const { return Remembered(path().toStdString()); }
};

void RememberedTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void RememberedTest::keepsAndFinds()
{
    QVERIFY(!remembered().find("a"));
    remembered().keep("a", 32.0);
    remembered().keep("b", 1.5);
    remembered().keep("a", 48.0);
    QCOMPARE(remembered().find("a").value_or(0), 48.0);
    QCOMPARE(remembered().find("b").value_or(0), 1.5);
    QVERIFY(!remembered().find("c"));
    QCOMPARE(QDir(m_folder->filePath("cache")).entryList(QDir::Files | QDir::Hidden).size(),
             1); // nothing is left over
}

void RememberedTest::damagedFilesAreEmptyOnes_data()
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

void RememberedTest::damagedFilesAreEmptyOnes()
{
    QFETCH(QByteArray, bytes);
    QDir(m_folder->path()).mkdir("cache");
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    file.close();
    QVERIFY(!remembered().find("a"));
    remembered().keep("a", 16.0);
    QCOMPARE(remembered().find("a").value_or(0), 16.0);
}

void RememberedTest::namesOfAnyBytes()
{
    remembered().keep("caf\xe9", 1.0); // a device's name need not be UTF-8
    remembered().keep("ok", 2.0);
    QCOMPARE(remembered().find("ok").value_or(0), 2.0);
}

void RememberedTest::withoutAFolderNothingHappens()
{
    Remembered("").keep("a", 1.0);
    Remembered("/proc/no/such/folder/x.json").keep("a", 1.0);
    remembered().keep("", 1.0);
    QVERIFY(!QFile::exists(path()));
}

QTEST_GUILESS_MAIN(RememberedTest)
#include "remembered_test.moc"
