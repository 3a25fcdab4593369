// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fetch/catalogue.h"

#include "core/models/known_models.h"

#include <QTest>

#include <set>

using namespace enlarger;
using namespace enlarger::app;

class CatalogueTest : public QObject
{
    Q_OBJECT

private:
    static QByteArray with(const char* changed)
    {
        QByteArray entry =
            "{'files': [{'name': 'a', 'url': 'https://example.org/a.pth', 'sha256': '0123456789abcdef', "
            "'licence': 'MIT'";
        entry += changed;
        entry += "}]}";
        return entry.replace('\'', '"');
    }

private Q_SLOTS:
    void theProgramsOwnIsWhole()
    {
        QVERIFY(catalogue().size() >= 3);
        std::set<QString> names;
        for (const CatalogueEntry& entry : catalogue()) {
            QVERIFY2(names.insert(entry.name).second, qPrintable(entry.name));
            QCOMPARE(entry.url.scheme(), "https");
            QVERIFY(!entry.licence.isEmpty() && entry.page.isValid() && !entry.title.isEmpty());
            if (entry.kind == CatalogueEntry::Kind::Features) {
                QVERIFY2(entry.url.fileName().contains(entry.sha256),
                         qPrintable(entry.name)); // as torchvision does
                continue;
            }
            QCOMPARE(entry.sha256.size(), 64);
            if (!entry.members.empty()) { // the hash is the package's
                QVERIFY(entry.members.front().ends_with(".param"));
                continue;
            }
            const auto card = models::knownCard(entry.sha256.toStdString());
            QVERIFY2(card, qPrintable(entry.name));
            QCOMPARE(card->name, entry.name.toStdString()); // the name that it has in the store
        }
    }

    void anotherCanBeRead()
    {
        const auto entries =
            catalogueFrom(with(", 'bytes': 12, 'nonCommercial': true, 'kind': 'features'"), "c.json");
        QVERIFY(entries);
        QCOMPARE(entries->size(), 1U);
        QCOMPARE(entries->front().bytes, 12);
        QVERIFY(entries->front().isNonCommercial);
        QCOMPARE(entries->front().fileName().string(), "a.pth");
        QCOMPARE(entries->front().title, "a");
    }

    void wrongOnesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("no JSON") << QByteArray("{");
        QTest::newRow("no list") << QByteArray("{}");
        QTest::newRow("a path for a name") << with(", 'name': '../a'");
        QTest::newRow("another scheme") << with(", 'url': 'file:///etc/passwd'");
        QTest::newRow("no file") << with(", 'url': 'https://example.org/'");
        QTest::newRow("no hash") << with(", 'sha256': ''");
        QTest::newRow("half a hash") << with(", 'sha256': '0123'");
        QTest::newRow("a member that is a folder") << with(", 'members': ['models/']");
        QTest::newRow("two members of one name") << with(", 'members': ['a/net.bin', 'b/net.bin']");
        QTest::newRow("features of a package") << with(", 'kind': 'features', 'members': ['a']");
        QTest::newRow("a size below nothing") << with(", 'bytes': -1");
    }

    void wrongOnesAreRefused()
    {
        QFETCH(QByteArray, json);
        const auto entries = catalogueFrom(json, "c.json");
        QVERIFY(!entries);
        QVERIFY(entries.error().text().find("c.json") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(CatalogueTest)
#include "catalogue_test.moc"
