// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/run_order.h"
#include "app/training/run_notes.h"
#include "core/train/run/run_lock.h"
#include "tests/app/training/training_material.h"
#include "tests/support/test_files.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
using enlarger::tests::TrainingMaterial;

class RunOrderTest : public QObject
{
    Q_OBJECT

private:
    static QStringList namesIn(const RunOrder& order)
    {
        QStringList names;
        for (int row = 0; row < order.rowCount(); ++row)
            names += order.index(row, 0).data().toString();
        return names;
    }

private Q_SLOTS:
    void sortsAndSearches()
    {
        const TrainingMaterial material;
        const auto makeRun = [&](const char* name, const char* from, int age) {
            const auto file = material.run(name) / "run.json";
            material.write(file, std::string(R"({"from": ")") + from + "\"}");
            std::filesystem::last_write_time(file, std::filesystem::file_time_type::clock::now() -
                                                       std::chrono::hours(age));
        };
        makeRun("beta", "faithful-x4", 1);
        makeRun("Alpha", "photo-x4", 2);
        makeRun("gamma", "faithful-x4", 3);
        ENLARGER_VERIFY(writeNotes(material.run("gamma"), QStringLiteral("Softer skin")));
        RunCatalog catalog(material.store());
        RunOrder order(catalog);
        const QAbstractItemModelTester tester(&order);
        QSignalSpy loaded(&catalog, &RunCatalog::loaded);
        catalog.reload();
        QVERIFY(loaded.wait());
        QCOMPARE(namesIn(order), (QStringList{"beta", "Alpha", "gamma"}));
        order.setOrder(RunOrder::By::Name);
        QCOMPARE(namesIn(order), (QStringList{"Alpha", "beta", "gamma"}));
        order.setWords(QStringLiteral("FAITHFUL  begun"));
        QCOMPARE(namesIn(order), (QStringList{"beta", "gamma"}));
        order.setWords(QStringLiteral("skin"));
        QCOMPARE(namesIn(order), QStringList{"gamma"});
        QVERIFY(order.at(order.index(0, 0))->name == QStringLiteral("gamma"));
        QVERIFY(!order.indexOf(QStringLiteral("beta")).isValid());
        QVERIFY(!order.at({}));
        catalog.setNameAndNotes(QStringLiteral("beta"), QStringLiteral("beta"), QStringLiteral("skin, too"));
        QVERIFY(loaded.wait());
        QCOMPARE(namesIn(order), (QStringList{"beta", "gamma"}));
        order.setWords(QStringLiteral("nothing of the kind"));
        QCOMPARE(order.rowCount(), 0);
    }

    void theBestComesFirst()
    {
        RunInfo gained;
        gained.best = BestFigures{10, 25.0, 0.5, {}};
        RunInfo lost = gained;
        lost.best->gain = -0.1;
        RunInfo fromNothing;
        fromNothing.best = BestFigures{10, 29.0, {}, {}};
        const RunInfo unknown;
        const std::vector<RunInfo> order{gained, lost, fromNothing, unknown};
        for (std::size_t a = 0; a < order.size(); ++a)
            for (std::size_t b = 0; b < order.size(); ++b)
                QCOMPARE(RunOrder::isBetter(order[a], order[b]), a < b);
    }
};

QTEST_GUILESS_MAIN(RunOrderTest)
#include "run_order_test.moc"
