// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_info.h"

#include "app/training/run_notes.h"
#include "app/training/training_folder.h"
#include "tests/app/training/training_material.h"
#include "tests/support/test_files.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
using enlarger::tests::TrainingMaterial;

class RunInfoTest : public QObject
{
    Q_OBJECT

private:
    TrainingMaterial m_material;

    Result<RunInfo> read(const std::filesystem::path& run) const { return readRun(run, m_material.store()); }

private Q_SLOTS:
    void saysWhereARunStands()
    {
        m_material.addModel("base");
        const auto plan = planTraining(TrainingMaterial::request("mine", "base"), m_material.store());
        ENLARGER_VERIFY(plan);
        {
            const auto folder = TrainingFolder::open(*plan);
            ENLARGER_VERIFY(folder);
            const auto begun = read("mine");
            ENLARGER_VERIFY(begun);
            QVERIFY(stageOf(*begun) == RunStage::InProgress);
            QVERIFY(curvesOf(begun->folder).empty());
            ENLARGER_VERIFY(TrainingMaterial::train(*plan, folder->recording({})));
            QVERIFY(!curvesOf(begun->folder).empty()); // of the table
        }
        const auto run = read("mine");
        ENLARGER_VERIFY(run);
        QVERIFY(stageOf(*run) == RunStage::Done);
        QCOMPARE(run->from, QStringLiteral("base"));
        QCOMPARE(run->step, 20);
        QVERIFY(run->isOver && run->hasModel);
        QVERIFY(run->best && run->best->gain && run->best->step >= 0);
        QCOMPARE(run->curve.front(), run->best->psnr - *run->best->gain); // where it began
        QVERIFY(std::ranges::max(run->curve) == run->best->psnr);
        QVERIFY(!curvesOf(run->folder).empty());
        QVERIFY(read(run->folder)->name == run->name);
    }

    void tellsWhatCannotBeRead()
    {
        QVERIFY(!read("nothing"));
        m_material.write(m_material.run("empty") / "run.json", "{}");
        const auto empty = read("empty");
        ENLARGER_VERIFY(empty);
        QVERIFY(stageOf(*empty) == RunStage::NotBegun);
        QCOMPARE(summaryOf(*empty), QStringLiteral("not begun"));
        m_material.beginRun("broken"); // as enlarger-bare's, without a description
        const auto broken = read("broken");
        ENLARGER_VERIFY(broken);
        QVERIFY(stageOf(*broken) == RunStage::Damaged && !broken->problem.isEmpty());
    }

    void knownOnesAreReadAgainWhereTheyHaveChanged()
    {
        const TrainingMaterial material;
        material.write(material.run("a") / "run.json", "{}");
        material.write(material.run("b") / "run.json", "{}");
        auto known = readRuns(material.store());
        QCOMPARE(known.size(), std::size_t(2));
        for (RunInfo& run : known)
            run.recipe = QStringLiteral("as known");
        material.beginRun("b");
        ENLARGER_VERIFY(writeNotes(material.run("a"), QStringLiteral("new")));
        for (const RunInfo& run : readRuns(material.store(), known)) {
            QCOMPARE(run.recipe.isEmpty(), run.name == QStringLiteral("b"));
            QCOMPARE(run.notes.isEmpty(), run.name == QStringLiteral("b"));
        }
    }

    void figuresInWords()
    {
        QCOMPARE(bestText({900, 28.314, 0.4249, {}}), QStringLiteral("+0.42 dB"));
        QCOMPARE(bestText({900, 28.314, -0.001, {}}), QStringLiteral("+0.00 dB"));
        QCOMPARE(bestText({900, 28.314, {}, {}}), QStringLiteral("28.31 dB"));
        RunInfo run;
        run.step = 1;
        run.position = 0.5;
        run.seconds = 90;
        QCOMPARE(summaryOf(run), QStringLiteral("stopped at 50 %, 1 step, 1 min 30 s"));
        run.activity = RunActivity::Interrupted;
        QVERIFY(summaryOf(run).startsWith(QStringLiteral("interrupted at 50 %")));
    }

    void settingsBeginTheSameOnceMore()
    {
        const auto plan = planTraining(TrainingMaterial::request("first"), m_material.store());
        ENLARGER_VERIFY(plan);
        {
            const auto folder = TrainingFolder::open(*plan);
            ENLARGER_VERIFY(folder);
            QVERIFY(!settingsOf(plan->run.folder, m_material.store())); // nothing is known of its recipe
            ENLARGER_VERIFY(TrainingMaterial::train(*plan, folder->recording({})));
        }
        const auto settings = settingsOf(plan->run.folder, m_material.store());
        ENLARGER_VERIFY(settings);
        QVERIFY(settings->data == plan->request.data);
        QVERIFY(train::toJson(settings->recipe) == train::toJson(plan->run.recipe));
        QVERIFY(settings->minutes && *settings->minutes > 0.0); // as long as its steps took
        QVERIFY(settings->name.empty() && !settings->resume);
    }

    void notesStay()
    {
        m_material.write(m_material.run("noted") / "run.json", "{}");
        const auto folder = m_material.run("noted");
        QCOMPARE(notesOf(folder), QString());
        const QString notes = QStringLiteral("h\u00e4rter\nnext: more rock");
        ENLARGER_VERIFY(writeNotes(folder, notes + QStringLiteral(" \n\n")));
        QCOMPARE(notesOf(folder), notes);
        QCOMPARE(read("noted")->notes, notes);
        const Status tooLong = writeNotes(folder, QString(longestNotes + 1, QLatin1Char('x')));
        QVERIFY(!tooLong && tooLong.error().text().find("8193 bytes") != std::string::npos);
        QCOMPARE(notesOf(folder), notes);
        ENLARGER_VERIFY(writeNotes(folder, {}));
        QVERIFY(!std::filesystem::exists(folder / "notes.txt"));
        ENLARGER_VERIFY(writeNotes(folder, {})); // there are none
    }
};

QTEST_GUILESS_MAIN(RunInfoTest)
#include "run_info_test.moc"
