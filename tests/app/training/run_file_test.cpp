// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_file.h"
#include "tests/app/training/training_material.h"
#include "tests/support/test_files.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
using enlarger::tests::TrainingMaterial;

class RunFileTest : public QObject
{
    Q_OBJECT

private:
    TrainingMaterial m_material;

private Q_SLOTS:
    void whatIsWrittenIsRead()
    {
        TrainingRequest request = TrainingMaterial::request("mine", "sharp");
        request.data = {"/a/pictures", "/b/more pictures"};
        request.lrFolder = "/a/small";
        request.featureFolders = {"/features"};
        request.tensorBoard = true;
        cards::Card crisp;
        crisp.name = "sharp";
        crisp.licence = "CC0-1.0";
        const auto folder = m_material.run("mine");
        ENLARGER_VERIFY(writeRunFile(folder, request, crisp));
        const auto read = readRunFile(folder, runsFolder(m_material.store()));
        ENLARGER_VERIFY(read);
        QVERIFY(read->request.data == request.data);
        QVERIFY(read->request.lrFolder == request.lrFolder);
        QVERIFY(read->request.featureFolders == request.featureFolders);
        QVERIFY(read->request.device == request.device);
        QCOMPARE(read->request.tensorBoard, true);
        QCOMPARE(read->request.name, request.name);
        QCOMPARE(read->request.from, request.from);
        QCOMPARE(read->request.command, request.command);
        QCOMPARE(read->request.steps, request.steps);
        QVERIFY(read->crisp == crisp);
    }

    // Other versions of this program read it too.
    void itsKeysStay()
    {
        const auto folder = m_material.run("keys");
        ENLARGER_VERIFY(writeRunFile(folder, TrainingMaterial::request("keys"), {}));
        QFile file(QString::fromStdString(runFileOf(folder).string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
        QCOMPARE(object.keys(),
                 (QStringList{"command", "crisp", "crisp-licence", "csv-wide", "data", "device", "features",
                              "from", "lr", "name", "steps", "tensorboard", "validation-sets"}));
        QCOMPARE(object["device"].toString(), QString("cpu"));
        QCOMPARE(object["name"].toString(), QString("keys"));
    }

    void anEarlierVersionsRunIsRead()
    {
        const auto folder = m_material.run("old");
        m_material.write(runFileOf(folder), R"({"data": ["/pictures"], "name": "old", "from": "soft",
            "licence": "CC0-1.0", "role": "faithful"})");
        const auto read = readRunFile(folder, runsFolder(m_material.store()));
        ENLARGER_VERIFY(read);
        QCOMPARE(read->request.name, std::string("old"));
        QVERIFY(!read->request.device);
        QVERIFY(read->crisp.name.empty());
        QCOMPARE(read->parent.licence, std::string("CC0-1.0"));
        QCOMPARE(read->parent.role, std::string("faithful"));
    }

    void runsAreFoundByNameAndByFolder()
    {
        const models::ModelStore store = m_material.store();
        const auto among = m_material.run("named");
        const auto elsewhere = m_material.path("elsewhere/named");
        for (const auto& folder : {among, elsewhere})
            m_material.write(runFileOf(folder), "{}");
        QVERIFY(findRun("named", store) == among);
        QVERIFY(findRun("named/", store) == among);
        QVERIFY(findRun(elsewhere / "", store) == elsewhere);
        QCOMPARE(runName(among, store), std::string("named"));
        QCOMPARE(runName(elsewhere, store), elsewhere.string());
        const auto missing = readRunFile(findRun("nothing", store), runsFolder(store));
        QVERIFY(!missing && missing.error().what == "is not a training run");
        QVERIFY(missing.error().advice.find(runsFolder(store).string()) != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(RunFileTest)
#include "run_file_test.moc"
