// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/run_state.h"
#include "core/train/run/trained_card.h"
#include "tests/core/train/made_samples.h"
#include "tests/support/test_files.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace enlarger;
using namespace enlarger::train;

namespace {

RunState stateOfChild()
{
    RunState state;
    state.recipe = tinyRecipe();
    state.dataSummary = "made samples";
    state.parent.name = "parent";
    state.parent.licence = "CC0-1.0";
    state.parent.role = "crisp";
    state.ancestry = "family";
    state.device = "cpu";
    state.precision = device::Precision::Bf16;
    state.step = 20;
    state.history = {{HistoryPoint::Kind::Validation, 10, {{"psnr", 30.0}}},
                     {HistoryPoint::Kind::Event, 12, {{events::paused, 60.0}}}};
    return state;
}

RunResult resultOf(const RunState& state)
{
    RunResult result;
    result.recipe = state.recipe;
    result.steps = state.step;
    result.selectedStep = 10;
    result.seconds = 75.0;
    result.validation = {{"psnr", 30.0}, {"ssim", 0.9}};
    return result;
}

} // namespace

class RunStateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenIsRead()
    {
        const RunState state = stateOfChild();
        const auto read = runStateFromJson(toJson(state));
        ENLARGER_VERIFY(read);
        QVERIFY(read->parent == state.parent);
        QCOMPARE(read->ancestry, state.ancestry);
        QCOMPARE(read->device, state.device);
        QCOMPARE(read->precision, state.precision);
        QCOMPARE(read->dataSummary, state.dataSummary);
        QCOMPARE(read->step, state.step);
        QVERIFY(read->history == state.history);
    }

    // Other versions of this program read it too.
    void itsKeysStay()
    {
        const QByteArray text = QByteArray::fromStdString(toJson(stateOfChild()));
        const QJsonObject object = QJsonDocument::fromJson(text).object();
        QCOMPARE(object["parent"].toString(), QString("parent"));
        QCOMPARE(object["parent-licence"].toString(), QString("CC0-1.0"));
        QCOMPARE(object["parent-role"].toString(), QString("crisp"));
        QCOMPARE(object["ancestry"].toString(), QString("family"));
        QCOMPARE(object["data"].toString(), QString("made samples"));
    }

    // Checkpoints once knew neither the parent's terms nor its role.
    void earlierCheckpointsAreRead()
    {
        QJsonObject object =
            QJsonDocument::fromJson(QByteArray::fromStdString(toJson(stateOfChild()))).object();
        object.remove("parent-licence");
        object.remove("parent-role");
        const auto read = runStateFromJson(QJsonDocument(object).toJson().toStdString());
        ENLARGER_VERIFY(read);
        QCOMPARE(read->parent.name, std::string("parent"));
        QVERIFY(read->parent.licence.empty() && read->parent.role.empty());
    }

    void aChildInheritsTerms()
    {
        const RunState state = stateOfChild();
        RunPlan plan;
        plan.name = "child";
        plan.command = "train FOLDER";
        plan.steps = "20";
        RunResult result = resultOf(state);
        const cards::Card card = trainedCard(plan, state, result);
        QCOMPARE(card.name, std::string("child"));
        QCOMPARE(card.licence, std::string("CC0-1.0"));
        QCOMPARE(card.ancestry, std::string("family"));
        QCOMPARE(card.role, std::string("faithful")); // by its losses, whatever its parent was
        QVERIFY(card.source.ends_with(", from parent"));
        QCOMPARE(card.recipe, std::string("psnr, 10 steps"));
        QCOMPARE(card.data, state.dataSummary);
        QCOMPARE(card.figures, std::string("held-out crops: 30.00 dB, SSIM 0.9000"));
        QCOMPARE(card.log, std::string("20 steps of 2 crops of 32 pixels in 1 min 15 s"));
        QCOMPARE(card.command, std::string("train FOLDER --steps 20"));
        result.minutes = 2.5; // it went on for longer
        QCOMPARE(trainedCard(plan, state, result).command, std::string("train FOLDER --minutes 2.5"));
        plan.command.clear();
        QVERIFY(trainedCard(plan, state, result).command.empty());
    }

    void aNetworkFromNothingIsOurs()
    {
        RunState state = stateOfChild();
        state.parent = {};
        const cards::Card card = trainedCard({}, state, resultOf(state));
        QCOMPARE(card.licence, std::string("GPL-3.0-or-later"));
        QVERIFY(card.source.find(", from") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(RunStateTest)
#include "run_state_test.moc"
