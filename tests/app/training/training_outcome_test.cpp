// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/training_outcome.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
using train::RunEnd;

Q_DECLARE_METATYPE(enlarger::train::RunEnd)
Q_DECLARE_METATYPE(enlarger::app::TrainingOutcome)

class TrainingOutcomeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsAreOutcomes_data()
    {
        using Outcome = TrainingOutcome;
        QTest::addColumn<RunEnd>("end");
        QTest::addColumn<int>("selectedStep");
        QTest::addColumn<double>("last"); // dB; 30 at the start
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("stopped") << RunEnd::Stopped << 0 << 30.0 << Outcome::Stopped
                                 << "Stopped after 40 steps, 1 min 15 s.";
        QTest::newRow("finished") << RunEnd::Finished << 40 << 31.0 << Outcome::Trained << "";
        QTest::newRow("its best") << RunEnd::Finished << 20 << 29.0 << Outcome::Trained << "";
        QTest::newRow("early") << RunEnd::NoProgress << 20 << 29.0 << Outcome::EndedEarly << "since step 20:";
        QTest::newRow("nothing") << RunEnd::NoProgress << 0 << 29.8 << Outcome::NotImproved
                                 << "nothing that it does not know, and it stays as it was.";
        QTest::newRow("nothing to the end") << RunEnd::Finished << 0 << 30.0 << Outcome::NotImproved
                                            << "The validation has not become better";
        QTest::newRow("worse") << RunEnd::NoProgress << 0 << 29.5 << Outcome::Worsened
                               << "(29.50 dB on the held-out pictures, 30.00 at the start)";
    }
    void endsAreOutcomes()
    {
        QFETCH(RunEnd, end);
        QFETCH(int, selectedStep);
        QFETCH(double, last);
        QFETCH(TrainingOutcome, outcome);
        QFETCH(QString, sentence);
        train::RunResult result;
        result.end = end;
        result.steps = 40;
        result.seconds = 75.0;
        result.selectedStep = selectedStep;
        result.validation = {{"psnr", 30.0}};
        result.last = {{"psnr", last}};
        QVERIFY(outcomeOf(result) == outcome);
        const QString told = QString::fromStdString(sentenceOf(outcome, result));
        QVERIFY2(told.contains(sentence), qPrintable(told));
        QCOMPARE(told.isEmpty(), sentence.isEmpty());
        QVERIFY(!told.contains("--")); // no word of a command line
    }

    void modelsAreNamed()
    {
        TrainingPlan plan;
        plan.request.name = "mine";
        train::RunResult result;
        result.steps = 20;
        result.seconds = 3.0;
        const auto sentence = [&](TrainingOutcome outcome) { return modelsSentence(outcome, plan, result); };
        QCOMPARE(sentence(TrainingOutcome::Trained), std::string("'mine' is trained (20 steps, 3 s)."));
        QCOMPARE(sentence(TrainingOutcome::Worsened),
                 std::string("'mine' is the network that it began with (20 steps, 3 s)."));
        plan.crisp.name = "sharp";
        QCOMPARE(sentence(TrainingOutcome::EndedEarly),
                 std::string("'mine' is trained, and 'mine-faithful', its strength 0 (20 steps, 3 s)."));
        QCOMPARE(sentence(TrainingOutcome::NotImproved),
                 std::string("'mine' is the network that it began with, and 'mine-faithful', its strength 0 "
                             "(20 steps, 3 s)."));
    }
};

QTEST_GUILESS_MAIN(TrainingOutcomeTest)
#include "training_outcome_test.moc"
