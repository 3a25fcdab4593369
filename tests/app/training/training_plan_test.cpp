// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_file.h"
#include "app/training/training_plan.h"
#include "tests/app/training/training_material.h"
#include "tests/support/test_files.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
using enlarger::tests::TrainingMaterial;

class TrainingPlanTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<TrainingMaterial> m_material;

    Result<TrainingPlan> plan(const TrainingRequest& request) const
    {
        return planTraining(request, m_material->store());
    }

private Q_SLOTS:
    void init() { m_material = std::make_unique<TrainingMaterial>(); }

    void aNetworkFromNothing()
    {
        const auto planned = plan(TrainingMaterial::request("mine"));
        ENLARGER_VERIFY(planned);
        QVERIFY(planned->notes.empty() && !planned->conflict && !planned->pair);
        QVERIFY(!planned->trainsPartner());
        QVERIFY(planned->modelNames() == std::vector<std::string>{"mine"});
        QVERIFY(planned->run.folder == m_material->run("mine"));
        QCOMPARE(planned->run.name, std::string("mine"));
        QVERIFY(planned->run.from.empty() && planned->run.parent.name.empty());
        QCOMPARE(planned->run.device.name, std::string("cpu"));
        QCOMPARE(planned->run.command, std::string("enlarger-cli train FOLDER --out mine"));
        QCOMPARE(planned->run.steps, std::string("20"));
        QVERIFY(!std::filesystem::exists(m_material->path("runs"))); // planning writes nothing
    }

    void aModelTellsTheRecipeItsScale()
    {
        m_material->addModel("soft", "faithful");
        const auto planned = plan(TrainingMaterial::request("kid", "soft"));
        ENLARGER_VERIFY(planned);
        QCOMPARE(planned->run.recipe.generator.scale, 4);
        QCOMPARE(planned->run.parent.name, std::string("soft"));
        QCOMPARE(planned->run.parent.licence, std::string("CC0-1.0"));
        QCOMPARE(cards::ancestryOf(planned->run.parent), std::string("soft"));
        QVERIFY(planned->run.from == m_material->path("models/soft.safetensors"));
        QVERIFY(planned->notes.empty() && !planned->conflict);
    }

    void lrIsMadeAsTheModelKnowsIt()
    {
        m_material->addModel("phone", "faithful", {}, "400 patches, degraded as by a phone or the web");
        TrainingRequest request = TrainingMaterial::request("kid", "phone");
        const auto planned = plan(request);
        ENLARGER_VERIFY(planned);
        QVERIFY(planned->run.recipe.data.degradation == degrade::DegradationKind::Photo);
        QCOMPARE(planned->notes.size(), std::size_t(1));
        QVERIFY(planned->notes[0].find("(data.degradation=photo)") != std::string::npos);
        request.isDegradationChosen = true;
        QVERIFY(plan(request)->notes.empty());
        QVERIFY(plan(request)->run.recipe.data.degradation == degrade::DegradationKind::Bicubic);
        request.isDegradationChosen = false;
        request.lrFolder = "/own/pairs";
        QVERIFY(plan(request)->notes.empty());
    }

    /// A crisp network is not softened: its faithful partner learns for it.
    void aCrispModelIsTaughtThroughItsPartner()
    {
        m_material->addModel("soft", "faithful");
        m_material->addModel("sharp", "crisp", "soft");
        const auto planned = plan(TrainingMaterial::request("tuned", "sharp"));
        ENLARGER_VERIFY(planned);
        QVERIFY(planned->trainsPartner() && planned->pair);
        QCOMPARE(planned->crisp.name, std::string("sharp"));
        QCOMPARE(planned->run.parent.name, std::string("soft"));
        QCOMPARE(planned->run.name, std::string("tuned-faithful"));
        QVERIFY((planned->modelNames() == std::vector<std::string>{"tuned", "tuned-faithful"}));
        QCOMPARE(planned->notes.size(), std::size_t(1));
        QVERIFY(planned->notes[0].find("'soft' learns") != std::string::npos);

        m_material->addModel("taken-faithful");
        const auto conflicting = plan(TrainingMaterial::request("taken", "sharp"));
        ENLARGER_VERIFY(conflicting);
        QVERIFY(conflicting->conflict && conflicting->conflict->name == "taken-faithful");
    }

    /// What some relative has learnt does not suit a crisp network: only its twin or the root of its family
    /// does.
    void aCrispModelWithoutAPartnerIsSoftened()
    {
        m_material->addModel("root", "crisp");
        for (const char* name : {"kid", "second"}) { // then there is a faithful relative
            const auto planned = plan(TrainingMaterial::request(name, "root"));
            ENLARGER_VERIFY(planned);
            QVERIFY(!planned->trainsPartner() && !planned->pair);
            QCOMPARE(planned->notes.size(), std::size_t(1));
            QVERIFY(planned->notes[0].find("softer") != std::string::npos);
            m_material->addModel(name, "faithful", "root");
        }
    }

    void whatIsNotThereIsToldByName()
    {
        const auto model = plan(TrainingMaterial::request("mine", "nothing"));
        QVERIFY(!model && model.error().text().find("'nothing'") != std::string::npos);
        const auto run = plan(TrainingMaterial::resuming("nothing"));
        QVERIFY(!run && run.error().text().find("nothing") != std::string::npos);
        TrainingRequest request = TrainingMaterial::request("mine");
        request.device = "toaster";
        const auto device = plan(request);
        QVERIFY(!device && device.error().text().find("toaster") != std::string::npos);
    }

    void aRunGoesOnWithWhatItWasBegunWith()
    {
        const auto begun = plan(TrainingMaterial::request("mine"));
        ENLARGER_VERIFY(begun);
        ENLARGER_VERIFY(writeRunFile(begun->run.folder, begun->request, begun->crisp));
        const auto early = plan(TrainingMaterial::resuming("mine"));
        QVERIFY(!early); // there is no checkpoint
        ENLARGER_VERIFY(TrainingMaterial::train(*begun));

        TrainingRequest request = TrainingMaterial::resuming(m_material->run("mine") / "");
        request.minutes = 0.5;
        const auto planned = plan(request);
        ENLARGER_VERIFY(planned);
        QVERIFY(planned->run.resume && !planned->conflict);
        QVERIFY(planned->run.folder == m_material->run("mine"));
        QVERIFY(planned->request.data == begun->request.data);
        QCOMPARE(planned->request.name, std::string("mine"));
        QCOMPARE(planned->run.name, std::string("mine"));
        QCOMPARE(planned->run.command, begun->run.command);
        QVERIFY(planned->run.minutes == 0.5);
        QCOMPARE(planned->run.recipe.generator.features, 8);
        QCOMPARE(planned->run.device.name, std::string("cpu"));

        request.minutes.reset();
        request.changes = {"schedule.steps=30", "data.batch=4"};
        const auto changed = plan(request);
        ENLARGER_VERIFY(changed);
        QCOMPARE(changed->run.recipe.data.batch, 4);
        QVERIFY(changed->run.changes == request.changes && changed->notes.empty());
        request.changes = {"data.crop=48"};
        QVERIFY(!plan(request));
        request.changes.clear();

        // Killed at step 23, a minute after the checkpoint of step 20.
        m_material->write(m_material->run("mine") / "history.csv",
                          "step,kind,name,value\n20,steps,seconds per step,9\n"
                          "21,steps,seconds per step,20\n23,steps,seconds per step,20\n");
        QCOMPARE(plan(request)->notes,
                 std::vector<std::string>{"The run had come to step 23, but its last checkpoint is of step "
                                          "20: the steps between, 1 min 00 s of work, are done again."});

        request.data = {"/other/pictures"};
        QVERIFY(plan(request)->request.data == request.data); // what is asked for now goes first
        m_material->write(runFileOf(m_material->run("mine")), R"({"name": "mine"})");
        const auto damaged = plan(TrainingMaterial::resuming("mine"));
        QVERIFY(!damaged && damaged.error().what == "the run's description is damaged");

        const auto again = plan(TrainingMaterial::request("mine"));
        ENLARGER_VERIFY(again);
        QVERIFY(again->conflict && again->conflict->kind == NameConflict::Kind::RunExists);
    }
};

QTEST_GUILESS_MAIN(TrainingPlanTest)
#include "training_plan_test.moc"
