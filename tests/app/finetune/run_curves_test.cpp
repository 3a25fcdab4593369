// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/run_curves.h"
#include "app/training/run_marker.h"
#include "core/train/history/history_files.h"
#include "core/train/run/run_lock.h"
#include "tests/app/training/training_material.h"
#include "tests/support/test_files.h"

#include <QSignalSpy>
#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
using enlarger::tests::TrainingMaterial;
using train::HistoryPoint;

class RunCurvesTest : public QObject
{
    Q_OBJECT

private:
    static RunInfo read(const TrainingMaterial& material, const std::string& name)
    {
        return *readRun(name, material.store());
    }
    static HistoryPoint point(std::int64_t step)
    {
        return {HistoryPoint::Kind::Steps, step, {{"total", 1.0 / double(step)}}};
    }

private Q_SLOTS:
    // As another program writes them.
    void followsARunInProgress()
    {
        const TrainingMaterial material;
        const auto folder = material.run("busy");
        material.write(folder / "run.json", "{}");
        std::optional lock = train::RunLock::take(folder);
        ENLARGER_VERIFY(*lock);
        std::optional<RunMarker> marker(folder);
        auto table = train::openHistoryCsv(folder / "history.csv");
        ENLARGER_VERIFY(table);
        (*table)(point(1));
        RunCurves curves;
        QSignalSpy changed(&curves, &RunCurves::changed);
        const RunInfo run = read(material, "busy");
        QVERIFY(run.activity == RunActivity::InProgress);
        curves.show(run);
        QVERIFY(changed.wait());
        QVERIFY(curves.points() == std::vector{point(1)});
        (*table)(point(2));
        curves.refresh();
        QVERIFY(changed.wait());
        QVERIFY(curves.points() == (std::vector{point(1), point(2)}));
        curves.refresh(); // nothing new: what comes next is the third point
        curves.show(run);
        (*table)(point(3));
        QTRY_VERIFY((curves.refresh(), curves.points().size() == 3));
        QCOMPARE(changed.count(), 3);
        material.write(folder / "checkpoints" / "step-000000003.safetensors");
        QTRY_VERIFY((curves.refresh(), curves.checkpoints() == std::vector<std::int64_t>{3}));
        QCOMPARE(changed.count(), 4);

        // It ends: what counts then is its checkpoint, and there is none.
        marker.reset();
        lock.reset();
        curves.show(read(material, "busy"));
        QVERIFY(changed.wait());
        QVERIFY(curves.points().empty());
    }

    void anotherRunOutdatesTheFirst()
    {
        const TrainingMaterial material;
        for (const char* name : {"a", "b"})
            material.write(material.run(name) / "run.json", "{}");
        RunCurves curves;
        QSignalSpy changed(&curves, &RunCurves::changed);
        curves.show(read(material, "a"));
        curves.show(read(material, "b"));
        QVERIFY(changed.wait());
        QVERIFY(curves.folder() == material.run("b"));
        QCOMPARE(changed.count(), 1);
        curves.clear();
        QVERIFY(curves.folder().empty());
    }

    // A watched one is read by itself.
    void watchesByItself()
    {
        const TrainingMaterial material;
        const auto folder = material.run("busy");
        material.write(folder / "run.json", "{}");
        const auto lock = train::RunLock::take(folder);
        ENLARGER_VERIFY(lock);
        const RunMarker marker(folder);
        auto table = train::openHistoryCsv(folder / "history.csv");
        ENLARGER_VERIFY(table);
        RunCurves curves;
        QSignalSpy changed(&curves, &RunCurves::changed);
        curves.watch(true);
        curves.show(read(material, "busy"));
        QVERIFY(changed.wait());
        (*table)(point(1));
        QVERIFY(changed.wait(60'000));
        QVERIFY(curves.points() == std::vector{point(1)});
    }
};

QTEST_GUILESS_MAIN(RunCurvesTest)
#include "run_curves_test.moc"
