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
        QTest::newRow("stopped") << RunEnd::Stopped << 40 << 30.2 << Outcome::Stopped
                                 << "Stopped after 40 steps, 1 min 15 s. So far +0.20 dB on 3 kept photos";
        QTest::newRow("finished") << RunEnd::Finished << 40 << 30.25 << Outcome::Trained
                                  << "+0.25 dB on 3 kept photos: better than soft.";
        QTest::newRow("no better") << RunEnd::Finished << 40 << 30.02 << Outcome::Trained
                                   << "+0.02 dB on 3 kept photos: no better than soft.";
        QTest::newRow("worse in the end") << RunEnd::Finished << 40 << 29.9 << Outcome::Trained
                                          << "-0.10 dB on 3 kept photos: worse than soft.";
        QTest::newRow("early") << RunEnd::NoProgress << 20 << 30.5 << Outcome::EndedEarly
                               << "the network of that step. +0.50 dB on 3 kept photos: better than soft.";
        QTest::newRow("nothing") << RunEnd::NoProgress << 0 << 29.8 << Outcome::NotImproved
                                 << "-0.20 dB on 3 kept photos: no better. soft is kept: ";
        QTest::newRow("nothing to the end") << RunEnd::Finished << 0 << 30.0 << Outcome::NotImproved
                                            << "+0.00 dB on 3 kept photos: no better. soft is kept: ";
        QTest::newRow("worse") << RunEnd::NoProgress << 0 << 29.5 << Outcome::Worsened
                               << "-0.50 dB on 3 kept photos: the steps made it worse. soft is kept.";
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
        result.heldOut = 3;
        result.parent = "soft";
        result.start = {{"psnr", 30.0}};
        result.validation = {{"psnr", selectedStep == 0 ? 30.0 : last}};
        result.last = {{"psnr", last}};
        QVERIFY(outcomeOf(result) == outcome);
        const QString told = QString::fromStdString(sentenceOf(outcome, result));
        QVERIFY2(told.contains(sentence), qPrintable(told));
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
        result.heldOut = 3;
        result.selectedStep = 20;
        result.start = {{"psnr", 30.0}};
        result.validation = {{"psnr", 30.02}};
        QCOMPARE(sentence(TrainingOutcome::Trained),
                 std::string("'mine' is the network of the last step all the same (20 steps, 3 s)."));
        result.validation = {{"psnr", 30.25}};
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
