// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_cache.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <memory>

using namespace enlarger;
using nlohmann::json;

class JsonCacheTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void valuesOfAnyTypeStay();
    void whatAnotherWroteMeanwhileStays();
    void theFileIsReadableText();
    void damagedFilesAreEmptyOnes_data();
    void damagedFilesAreEmptyOnes();
    void withoutAFolderNothingHappens();

private:
    QString path() const { return m_folder->filePath("cache/values.json"); }
    std::filesystem::path file() const { return path().toStdString(); }
    void put(const std::string& name, json value) const
    {
        updateJsonCache(file(), [&](json& object) { object[name] = std::move(value); });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void JsonCacheTest::valuesOfAnyTypeStay()
{
    QVERIFY(readJsonCache(file()).empty());
    put("number", 1.5);
    put("list", {std::int64_t(1) << 60, "text"});
    QCOMPARE(readJsonCache(file()).at("number").get<double>(), 1.5);
    QCOMPARE(readJsonCache(file()).at("list").at(0).get<std::int64_t>(), std::int64_t(1) << 60);
    QCOMPARE(QDir(m_folder->filePath("cache")).entryList(QDir::Files | QDir::Hidden).size(),
             1); // nothing is left over
}

void JsonCacheTest::whatAnotherWroteMeanwhileStays()
{
    put("mine", 1);
    const json before = readJsonCache(file());
    put("another's", 2);
    updateJsonCache(file(), [&](json& object) {
        QVERIFY(object != before);
        object.erase("mine");
    });
    QCOMPARE(readJsonCache(file()).size(), std::size_t(1));
    QVERIFY(readJsonCache(file()).contains("another's"));
}

void JsonCacheTest::theFileIsReadableText()
{
    put("b", 2);
    put("a", 1.0);
    QFile written(path());
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readAll(), QByteArray("{\n \"a\": 1.0,\n \"b\": 2\n}\n"));
}

void JsonCacheTest::damagedFilesAreEmptyOnes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut") << QByteArray("{\"a\": 3");
    QTest::newRow("an array") << QByteArray("[1, 2]");
    QTest::newRow("a number") << QByteArray("7");
    QTest::newRow("not text") << QByteArray("\0\xff\xfe{", 4);
    QTest::newRow("huge") << QByteArray("{\"a\": 3}").leftJustified(3 << 20, ' ');
    QTest::newRow("deep") << QByteArray(500000, '[');
}

void JsonCacheTest::damagedFilesAreEmptyOnes()
{
    QFETCH(QByteArray, bytes);
    QDir(m_folder->path()).mkdir("cache");
    QFile damaged(path());
    QVERIFY(damaged.open(QIODevice::WriteOnly) && damaged.write(bytes) == bytes.size());
    damaged.close();
    QVERIFY(readJsonCache(file()).is_object());
    QVERIFY(readJsonCache(file()).empty());
    put("b", 1);
    QCOMPARE(readJsonCache(file()).size(), std::size_t(1));
}

void JsonCacheTest::withoutAFolderNothingHappens()
{
    bool isCalled = false;
    const auto change = [&](json&) { isCalled = true; };
    updateJsonCache("", change);
    updateJsonCache("/proc/no/such/folder/x.json", change);
    QVERIFY(!isCalled);
}

QTEST_GUILESS_MAIN(JsonCacheTest)
#include "json_cache_test.moc"
