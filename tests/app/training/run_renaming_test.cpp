// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_renaming.h"

#include "app/training/run_info.h"
#include "app/training/run_models.h"
#include "app/training/run_notes.h"
#include "core/train/run/run_lock.h"
#include "tests/app/training/training_material.h"
#include "tests/support/test_files.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
using enlarger::tests::TrainingMaterial;
namespace fs = std::filesystem;

class RunRenamingTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<TrainingMaterial> m_material;

    models::ModelStore store() const { return m_material->store(); }
    auto train(const TrainingRequest& request, bool finishes = true) const
    {
        return m_material->makeModel(request, finishes);
    }
    Status rename(const std::string& name, const std::string& newName) const
    {
        return renameRun(m_material->run(name), newName, store());
    }
    static bool says(const Status& refused, const char* part)
    {
        return !refused && refused.error().text().find(part) != std::string::npos;
    }

private Q_SLOTS:
    void init() { m_material = std::make_unique<TrainingMaterial>(); }

    // From nothing: its ancestry goes by its name.
    void aRunAndItsModelGetAnotherName()
    {
        ENLARGER_VERIFY(train(TrainingMaterial::request("mine")));
        ENLARGER_VERIFY(writeNotes(m_material->run("mine"), QStringLiteral("good")));
        ENLARGER_VERIFY(rename("mine", "lawns"));
        QVERIFY(!fs::exists(m_material->run("mine")) && !store().hasFileOf("mine"));
        const auto run = readRun("lawns", store());
        ENLARGER_VERIFY(run);
        QCOMPARE(run->notes, QStringLiteral("good"));
        const auto model = store().find("lawns");
        ENLARGER_VERIFY(model);
        QCOMPARE(model->card.ancestry, std::string("lawns"));
        const auto network = modelsOfRun("lawns", store());
        ENLARGER_VERIFY(network);
        QCOMPARE(network->model.card.name, std::string("lawns"));
        QCOMPARE(network->model.card.ancestry, std::string("lawns"));

        TrainingRequest more = TrainingMaterial::resuming("lawns"); // it goes on under its new name
        more.changes = {"schedule.steps=24"};
        ENLARGER_VERIFY(train(more));
        QVERIFY(!store().hasFileOf("mine"));
        QCOMPARE(store().find("lawns")->card.recipe, std::string("psnr, 24 steps"));
        QCOMPARE(store().find("lawns")->card.ancestry, std::string("lawns"));
    }

    void partnersGoAlong()
    {
        m_material->addModel("soft", "faithful");
        m_material->addModel("sharp", "crisp", "soft");
        ENLARGER_VERIFY(train(TrainingMaterial::request("mine", "sharp")));
        QVERIFY(store().hasFileOf("mine") && store().hasFileOf("mine-faithful"));
        ENLARGER_VERIFY(rename("mine", "lawns"));
        QVERIFY(store().hasFileOf("lawns") && store().hasFileOf("lawns-faithful"));
        QVERIFY(!store().hasFileOf("mine") && !store().hasFileOf("mine-faithful"));
        const auto network = modelsOfRun("lawns", store());
        ENLARGER_VERIFY(network);
        QCOMPARE(network->model.card.name, std::string("lawns"));
        QCOMPARE(network->faithful->card.name, std::string("lawns-faithful"));
    }

    void refusalsChangeNothing()
    {
        ENLARGER_VERIFY(train(TrainingMaterial::request("mine")));
        m_material->addModel("taken");
        QVERIFY(says(rename("mine", "taken"), "called 'taken' already"));
        QVERIFY(says(rename("mine", "a/b"), "cannot be the name"));
        QVERIFY(says(rename("nothing", "x"), "not a training run"));
        m_material->write(m_material->path("elsewhere/run.json"), "{}");
        QVERIFY(says(renameRun(m_material->path("elsewhere"), "x", store()), "not among the runs"));
        {
            const auto lock = train::RunLock::take(m_material->run("mine"));
            QVERIFY(says(rename("mine", "x"), "training here"));
        }
        m_material->addModel("child", "faithful", "mine");
        QVERIFY(says(rename("mine", "x"), "ancestor of 'child'"));
        QVERIFY(store().hasFileOf("mine") && !store().hasFileOf("x"));
        QCOMPARE(modelsOfRun("mine", store())->model.card.name, std::string("mine"));
    }

    // A model that took the name of a run that was stopped is another's.
    void othersModelsStay()
    {
        ENLARGER_VERIFY(train(TrainingMaterial::request("mine"), false));
        m_material->addModel("mine");
        ENLARGER_VERIFY(rename("mine", "lawns"));
        QVERIFY(store().hasFileOf("mine") && !store().hasFileOf("lawns"));
    }

    void aStateIsKeptAsAModel()
    {
        m_material->addModel("soft", "faithful");
        m_material->addModel("sharp", "crisp", "soft");
        ENLARGER_VERIFY(train(TrainingMaterial::request("mine", "sharp"), false));
        const auto kept = keepModels(m_material->run("mine"), "early", store());
        ENLARGER_VERIFY(kept);
        QVERIFY(*kept == (std::vector<std::string>{"early", "early-faithful"}));
        QCOMPARE(store().find("early")->card.role, std::string("crisp"));
        QCOMPARE(store().find("early")->card.name, std::string("early"));
        QVERIFY(!keepModels(m_material->run("mine"), "early", store()));
        QVERIFY(!keepModels(m_material->run("nothing"), "x", store()));
        QVERIFY(readRun("mine", store())); // it stays what it was
    }
};

QTEST_GUILESS_MAIN(RunRenamingTest)
#include "run_renaming_test.moc"
