// SPDX-License-Identifier: GPL-3.0-or-later
// What lies in models/: found by the programs of the source tree, whole, and as small as promised.
#include "core/models/model_store.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace enlarger;
using namespace enlarger::models;

class ShippedModelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areFoundAndWhole()
    {
        const QTemporaryDir empty;
        qputenv("ENLARGER_CACHE_DIR", empty.path().toUtf8());
        qunsetenv("ENLARGER_SHIPPED_MODELS"); // this program lies in the source tree too
        const std::filesystem::path folder = ModelStore::shippedFolder();
        QFile file(QString::fromStdString((folder / "manifest.json").string()));
        QVERIFY2(file.open(QIODevice::ReadOnly), folder.c_str());
        const QJsonArray listed = QJsonDocument::fromJson(file.readAll()).object()["models"].toArray();
        const ModelStore store(empty.path().toStdString());
        QCOMPARE(store.list().size(), std::size_t(listed.size()));
        QVERIFY(!listed.isEmpty());
        for (const QJsonValue& value : listed) {
            const QJsonObject entry = value.toObject();
            const auto model = store.find(entry["name"].toString().toStdString());
            QVERIFY2(model, qPrintable(entry["name"].toString()));
            QCOMPARE(QString::fromStdString(model->sha256), entry["sha256"].toString());
            QCOMPARE(model->card.scale, entry["scale"].toInt());
            QVERIFY(model->fileSize <= 4'000'000);
            for (const std::string* text :
                 {&model->card.description, &model->card.licence, &model->card.ancestry, &model->card.data,
                  &model->card.figures, &model->card.log, &model->card.command, &model->card.recipe})
                QVERIFY(!text->empty());
            QVERIFY(std::filesystem::exists(folder / entry["card"].toString().toStdString()));
        }
    }
};

QTEST_GUILESS_MAIN(ShippedModelsTest)
#include "shipped_models_test.moc"
