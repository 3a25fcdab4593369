// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_file.h"
#include "app/training/run_models.h"
#include "app/training/training_folder.h"
#include "core/weights/weights.h"
#include "tests/app/training/training_material.h"
#include "tests/support/test_files.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
using enlarger::tests::TrainingMaterial;

class RunModelsTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<TrainingMaterial> m_material;

    /// Up to the models, but without them.
    Status train(const TrainingRequest& request) const
    {
        const auto plan = planTraining(request, m_material->store());
        if (!plan)
            return plan.error();
        const auto folder = TrainingFolder::open(*plan);
        if (!folder)
            return folder.error();
        const auto result = TrainingMaterial::train(*plan);
        return result ? Status() : Status(result.error());
    }

private Q_SLOTS:
    void init() { m_material = std::make_unique<TrainingMaterial>(); }

    void aRunIsANetwork()
    {
        ENLARGER_VERIFY(train(TrainingMaterial::request("mine")));
        const models::ModelStore store = m_material->store();
        for (const std::string& name : {std::string("mine"), m_material->run("mine").string()}) {
            const auto found = findModel(name, store);
            ENLARGER_VERIFY(found);
            QVERIFY(found->file == m_material->run("mine") / "model.safetensors");
            QCOMPARE(found->card.name, std::string("mine"));
            QCOMPARE(found->card.scale, 2);
        }
        TrainingRequest next = TrainingMaterial::request("next", "mine");
        const auto planned = planTraining(next, store);
        ENLARGER_VERIFY(planned);
        QCOMPARE(planned->run.parent.name, std::string("mine"));

        m_material->addModel("mine"); // a model of its name goes first
        QVERIFY(findModel("mine", store)->file == m_material->path("models/mine.safetensors"));
        const auto missing = findModel("yours", store);
        QVERIFY(!missing);
        QVERIFY2(missing.error().text().find("Installed: mine; runs: mine") != std::string::npos,
                 missing.error().text().c_str());
    }

    // Of a crisp model: with what its partner has learnt so far, which goes on learning in the next run.
    void aCrispRunIsItsCrispNetwork()
    {
        m_material->addModel("soft", "faithful");
        m_material->addModel("sharp", "crisp", "soft");
        ENLARGER_VERIFY(train(TrainingMaterial::request("tuned", "sharp")));
        const models::ModelStore store = m_material->store();
        const auto found = findRunModels("tuned", store);
        ENLARGER_VERIFY(found);
        QCOMPARE(found->model.card.role, std::string("crisp"));
        QCOMPARE(found->model.card.ancestry, std::string("soft"));
        QVERIFY(found->faithful && found->faithful->card.name == "tuned-faithful");
        const auto crisp = weights::readWeights(found->model.file);
        const auto faithful = weights::readWeights(found->faithful->file);
        const auto delta = weights::readWeights(weightDeltaFile(m_material->run("tuned")));
        for (const auto& [name, tensor] : crisp->tensors.entries())
            QVERIFY2(torch::allclose(tensor, *faithful->tensors.find(name) + *delta->tensors.find(name), 0.0,
                                     1e-6),
                     name.c_str());
        const auto planned = planTraining(TrainingMaterial::request("again", "tuned"), store);
        ENLARGER_VERIFY(planned);
        QVERIFY(planned->pair && planned->pair->faithful.card.name == "tuned-faithful");
        QVERIFY(planned->run.from == found->faithful->file);
    }
};

QTEST_GUILESS_MAIN(RunModelsTest)
#include "run_models_test.moc"
