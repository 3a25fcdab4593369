// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/run_catalog.h"
#include "app/training/finish_training.h"
#include "app/training/training_folder.h"
#include "core/train/run/run_lock.h"
#include "tests/app/training/training_material.h"
#include "tests/support/test_files.h"

#include <QSignalSpy>
#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
using enlarger::tests::TrainingMaterial;

class RunCatalogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsTheRunsOfTheDataFolder()
    {
        const TrainingMaterial material;
        RunCatalog catalog(material.store());
        QSignalSpy loaded(&catalog, &RunCatalog::loaded);
        catalog.reload();
        QVERIFY(loaded.wait());
        QCOMPARE(catalog.rowCount(), 0);

        const auto plan = planTraining(TrainingMaterial::request("mine"), material.store());
        ENLARGER_VERIFY(plan);
        {
            const auto folder = TrainingFolder::open(*plan);
            ENLARGER_VERIFY(folder);
            catalog.reload();
            QVERIFY(loaded.wait());
            QVERIFY(catalog.runs().front().activity == RunActivity::InProgress);
            QVERIFY(!interruptedRun(material.store()));
            const auto result = TrainingMaterial::train(*plan, folder->recording({}));
            ENLARGER_VERIFY(result);
        }
        material.write(material.run("broken") / "run.json", "{");
        material.write(material.run("broken") / "checkpoints/step-000000007.safetensors", "nothing");
        material.write(material.path("runs/notes.txt"), "no run");
        catalog.reload();
        QVERIFY(loaded.wait());
        QCOMPARE(catalog.rowCount(), 2); // what is damaged is shown too
        const int row = catalog.rowOf(QStringLiteral("mine"));
        QVERIFY(row >= 0);
        const RunInfo& run = catalog.runs()[std::size_t(row)];
        QCOMPARE(run.step, 20);
        QCOMPARE(run.position, 1.0);
        QVERIFY(run.hasModel && !run.curve.empty());
        QVERIFY(run.activity == RunActivity::None);
        const QString summary = catalog.index(row).data(RunCatalog::SummaryRole).toString();
        QVERIFY2(summary.contains(QStringLiteral("20 steps")) && summary.contains(QStringLiteral("done")),
                 qPrintable(summary));
        QCOMPARE(catalog.index(row).data().toString(), QStringLiteral("mine"));
        QCOMPARE(catalog.rowOf(QStringLiteral("nobody")), -1);

        material.write(material.run("mine") / "in-progress", "as a killed program leaves it");
        catalog.reload();
        QVERIFY(loaded.wait());
        QVERIFY(catalog.runs()[std::size_t(catalog.rowOf(QStringLiteral("mine")))].activity ==
                RunActivity::Interrupted);
        const auto interrupted = interruptedRun(material.store());
        QVERIFY(interrupted && interrupted->name == QStringLiteral("mine") && interrupted->step == 20);
    }

    // What another program does while the window looks.
    void viewsKeepTheirPlace()
    {
        const TrainingMaterial material;
        for (const char* name : {"a", "b"})
            material.write(material.run(name) / "run.json", "{}");
        RunCatalog catalog(material.store());
        QSignalSpy loaded(&catalog, &RunCatalog::loaded);
        QSignalSpy changed(&catalog, &RunCatalog::dataChanged);
        QSignalSpy resets(&catalog, &RunCatalog::modelReset);
        catalog.reload();
        QVERIFY(loaded.wait());
        QCOMPARE(resets.count(), 1);
        catalog.reload();
        QVERIFY(loaded.wait());
        QCOMPARE(resets.count() + changed.count(), 1); // there was nothing new
        QSignalSpy renamed(&catalog, &RunCatalog::renamed);
        catalog.setNameAndNotes(QStringLiteral("a"), QStringLiteral("a"), QStringLiteral("softer"));
        QVERIFY(loaded.wait());
        QVERIFY(renamed.isEmpty());
        QCOMPARE(resets.count(), 1);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(catalog.runs()[std::size_t(catalog.rowOf(QStringLiteral("a")))].notes,
                 QStringLiteral("softer"));
    }

    void namesKeepsAndExports()
    {
        const TrainingMaterial material;
        const auto plan = planTraining(TrainingMaterial::request("mine"), material.store());
        ENLARGER_VERIFY(plan);
        {
            const auto folder = TrainingFolder::open(*plan);
            ENLARGER_VERIFY(folder);
            ENLARGER_VERIFY(TrainingMaterial::train(*plan, folder->recording({})));
        }
        RunCatalog catalog(material.store());
        QSignalSpy loaded(&catalog, &RunCatalog::loaded);
        QSignalSpy renamed(&catalog, &RunCatalog::renamed);
        QSignalSpy problems(&catalog, &RunCatalog::problemFound);
        catalog.setNameAndNotes(QStringLiteral("mine"), QStringLiteral("lawns"), QStringLiteral("softer"));
        QVERIFY(loaded.wait());
        QCOMPARE(renamed.count(), 1);
        QCOMPARE(catalog.rowOf(QStringLiteral("mine")), -1);
        QCOMPARE(catalog.runs()[std::size_t(catalog.rowOf(QStringLiteral("lawns")))].notes,
                 QStringLiteral("softer"));
        QSignalSpy kept(&catalog, &RunCatalog::kept);
        catalog.keep(QStringLiteral("lawns"), QStringLiteral("lawns-20"));
        QVERIFY(kept.wait());
        QVERIFY(material.store().hasFileOf("lawns-20"));
        catalog.keep(QStringLiteral("lawns"), QStringLiteral("lawns-20"));
        QVERIFY(problems.wait());
        QSignalSpy exported(&catalog, &RunCatalog::exported);
        for (const char* file : {"out.pth", "out.safetensors", "out.param"}) {
            catalog.exportTo(QStringLiteral("lawns"), material.path(file));
            QTRY_COMPARE_WITH_TIMEOUT(exported.size(), 1, 30000);
            const QStringList files = exported.takeFirst()[0].toStringList();
            QCOMPARE(files.size(), file == std::string("out.param") ? 2 : 1);
            ENLARGER_VERIFY(material.store().find(material.path(file).string()));
        }
        catalog.exportTo(QStringLiteral("lawns"), material.path("nowhere/out.pth"));
        QVERIFY(problems.wait());
        QVERIFY(exported.isEmpty());
    }

    void removesAndMeasures()
    {
        const TrainingMaterial material;
        material.write(material.run("a") / "run.json", "{}");
        material.write(material.run("busy") / "run.json", "{}");
        RunCatalog catalog(material.store());
        QSignalSpy loaded(&catalog, &RunCatalog::loaded);
        QSignalSpy measured(&catalog, &RunCatalog::measured);
        QSignalSpy problems(&catalog, &RunCatalog::problemFound);
        catalog.measure(QStringLiteral("a"));
        QVERIFY(measured.wait());
        QCOMPARE(measured[0][1].toLongLong(), 2);
        catalog.remove(QStringLiteral("a"));
        QVERIFY(loaded.wait());
        QCOMPARE(catalog.rowOf(QStringLiteral("a")), -1);
        const auto lock = train::RunLock::take(material.run("busy"));
        catalog.remove(QStringLiteral("busy"));
        QVERIFY(loaded.wait());
        QVERIFY(catalog.rowOf(QStringLiteral("busy")) >= 0);
        QCOMPARE(problems.count(), 1);
        QVERIFY(problems[0][0].toString().contains(QStringLiteral("training here")));
        catalog.readSettings(QStringLiteral("busy"));
        QVERIFY(problems.wait()); // there is no checkpoint with a recipe
    }
};

QTEST_GUILESS_MAIN(RunCatalogTest)
#include "run_catalog_test.moc"
