// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/model_catalog.h"

#include "app/session/network_loading.h"
#include "tests/app/session/session_folder.h"
#include "tests/support/test_files.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace enlarger;
using app::ModelCatalog;

class ModelCatalogTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::SessionFolder> m_folder;

private Q_SLOTS:
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
    }

    void isEmptyAtFirst()
    {
        ModelCatalog catalog;
        QVERIFY(!catalog.isLoaded());
        QSignalSpy loaded(&catalog, &ModelCatalog::loaded);
        QVERIFY(loaded.wait());
        QVERIFY(catalog.isLoaded());
        QCOMPARE(catalog.rowCount(), 0);
        QCOMPARE(catalog.defaultName(), QString());
    }

    void listsTheStore()
    {
        m_folder->addModel("b");
        m_folder->addModel("a");
        ModelCatalog catalog;
        const QAbstractItemModelTester tester(&catalog);
        QTRY_COMPARE(catalog.rowCount(), 2);
        const QModelIndex first = catalog.index(0);
        QCOMPARE(catalog.data(first, Qt::DisplayRole).toString(), QStringLiteral("Title of a"));
        QCOMPARE(catalog.data(first, ModelCatalog::NameRole).toString(), QStringLiteral("a"));
        QCOMPARE(catalog.data(first, Qt::ToolTipRole).toString(), QStringLiteral("For tests."));
        QCOMPARE(catalog.data(first, ModelCatalog::ScaleRole).toInt(), 4);
        QVERIFY(catalog.find(QStringLiteral("b")));
        QVERIFY(!catalog.find(QStringLiteral("c")));
    }

    void choosesADefault()
    {
        const auto defaultWith = [this](const char* name) {
            m_folder->addModel(name);
            ModelCatalog catalog;
            QSignalSpy(&catalog, &ModelCatalog::loaded).wait();
            return catalog.defaultName();
        };
        if (app::openDevices().size() > 1)
            QSKIP("a graphics card has another default, see default_model_test");
        QCOMPARE(defaultWith("mine"), QStringLiteral("mine"));
        QCOMPARE(defaultWith("realesrgan-x4plus"), QStringLiteral("realesrgan-x4plus"));
        QCOMPARE(defaultWith("realesr-animevideov3"), QStringLiteral("realesr-animevideov3"));
        QCOMPARE(defaultWith("photo-x4"), QStringLiteral("photo-x4"));
    }

    void knowsPartnersAndDrafts()
    {
        m_folder->addModel("faithful-x4", "faithful");
        m_folder->addModel("photo-x4", "crisp");
        m_folder->addModel("other");
        ModelCatalog catalog;
        QTRY_COMPARE(catalog.rowCount(), 3);
        const models::StoredModel* photo = catalog.find(QStringLiteral("photo-x4"));
        const models::StoredModel* faithful = catalog.find(QStringLiteral("faithful-x4"));
        QCOMPARE(catalog.partnerOf(*photo), faithful);
        QCOMPARE(catalog.partnerOf(*faithful), photo);
        QCOMPARE(catalog.partnerOf(*catalog.find(QStringLiteral("other"))), nullptr);
        QCOMPARE(catalog.draftOf(*faithful), nullptr); // quick itself
        models::StoredModel large = *catalog.find(QStringLiteral("other"));
        large.parameters = 16'700'000;
        QCOMPARE(catalog.draftOf(large), photo);
        large.card.scale = 2;
        QCOMPARE(catalog.draftOf(large), nullptr);
    }

    void imports()
    {
        ModelCatalog catalog;
        QSignalSpy imported(&catalog, &ModelCatalog::imported);
        QSignalSpy problems(&catalog, &ModelCatalog::problemFound);
        catalog.import(tests::dataFile("weights/x4_old_plain_zip.pth"));
        QTRY_COMPARE_WITH_TIMEOUT(imported.size(), 1, 30000);
        const QString name = imported[0][0].toString();
        QVERIFY(catalog.find(name));
        QCOMPARE(problems.size(), 0);
        catalog.import(m_folder->writeText("bad.pth", "no weights"));
        QTRY_COMPARE(problems.size(), 1);
        QVERIFY(problems[0][0].toString().contains(QStringLiteral("bad.pth")));
        QCOMPARE(imported.size(), 1);
    }

    void importsUnderANameThatIsFree()
    {
        ModelCatalog catalog;
        QSignalSpy imported(&catalog, &ModelCatalog::imported);
        QSignalSpy problems(&catalog, &ModelCatalog::problemFound);
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("fast.pth").toStdString();
        std::filesystem::copy_file(tests::dataFile("weights/x4_old_plain_zip.pth"), file);
        catalog.import(file);
        QTRY_COMPARE_WITH_TIMEOUT(imported.size(), 1, 30000);
        QCOMPARE(imported[0][0].toString(), QStringLiteral("fast-2"));
        QVERIFY(imported[0][1].toStringList().join(' ').contains(
            QStringLiteral("'fast' is another name of 'realesr-animevideov3'")));
        QVERIFY(catalog.find(QStringLiteral("fast-2")) && !catalog.find(QStringLiteral("fast")));
        QCOMPARE(problems.size(), 0);
    }

    void namesADamagedFileOnce()
    {
        m_folder->addModel("good");
        std::filesystem::copy_file(m_folder->writeText("bad.safetensors", "damaged"),
                                   models::ModelStore::defaultFolder() / "bad.safetensors");
        ModelCatalog catalog;
        QSignalSpy problems(&catalog, &ModelCatalog::problemFound);
        QSignalSpy loaded(&catalog, &ModelCatalog::loaded);
        QTRY_COMPARE(problems.size(), 1);
        QVERIFY(problems[0][0].toString().contains(QStringLiteral("bad")));
        QCOMPARE(catalog.rowCount(), 1);
        catalog.reload();
        catalog.reload(); // outdates the one before
        QTRY_COMPARE(loaded.size(), 2);
        QCOMPARE(problems.size(), 1);
    }

    void tellsModelFilesByTheirNames()
    {
        for (const char* name : {"a.pth", "a.PTH", "a.safetensors", "a.param", "a.bin"})
            QVERIFY(ModelCatalog::isModelFile(name));
        for (const char* name : {"a.jpg", "a", ".pth", "pth"})
            QVERIFY(!ModelCatalog::isModelFile(name));
    }
};

QTEST_GUILESS_MAIN(ModelCatalogTest)
#include "model_catalog_test.moc"
