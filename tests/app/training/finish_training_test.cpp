// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/weights.h"
#include "tests/app/training/training_material.h"
#include "tests/support/test_files.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
using enlarger::tests::TrainingMaterial;
namespace fs = std::filesystem;

class FinishTrainingTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<TrainingMaterial> m_material;

    auto train(const TrainingRequest& request) const { return m_material->makeModel(request); }

    fs::path fileOf(const std::string& name) const
    {
        return m_material->path("models/" + name + ".safetensors");
    }
    weights::StateDict tensors(const std::string& name) const
    {
        return weights::readWeights(fileOf(name))->tensors;
    }
    cards::Card card(const std::string& name) const { return m_material->store().find(name)->card; }

private Q_SLOTS:
    void init() { m_material = std::make_unique<TrainingMaterial>(); }

    void aRunBecomesAModel()
    {
        const auto model = train(TrainingMaterial::request("mine"));
        ENLARGER_VERIFY(model);
        const cards::Card stored = card("mine");
        QCOMPARE(stored.ancestry, std::string("mine"));
        QCOMPARE(stored.role, std::string("faithful"));
        QCOMPARE(stored.recipe, std::string("psnr, 20 steps"));
        QCOMPARE(stored.licence, std::string("GPL-3.0-or-later"));
        QCOMPARE(stored.data, std::string("made samples"));
        QCOMPARE(stored.command, std::string("enlarger-cli train FOLDER --out mine --steps 20"));
        QCOMPARE(stored.scale, 2);

        // The network in the run's own folder says the same.
        const auto file = m_material->store().find(model->string());
        ENLARGER_VERIFY(file);
        QCOMPARE(file->card.name, std::string("mine"));
        QCOMPARE(file->card.recipe, stored.recipe);
        QCOMPARE(file->card.ancestry, stored.ancestry);
        QCOMPARE(file->card.command, stored.command);
    }

    void aCrispModelIsTaughtThroughItsPartner()
    {
        m_material->addModel("soft", "faithful");
        m_material->addModel("sharp", "crisp", "soft");
        ENLARGER_VERIFY(train(TrainingMaterial::request("tuned", "sharp")));
        const weights::StateDict soft = tensors("soft");
        const weights::StateDict sharp = tensors("sharp");
        const weights::StateDict tuned = tensors("tuned");
        const weights::StateDict tunedSoft = tensors("tuned-faithful");
        bool hasLearnt = false;
        for (const auto& [name, tensor] : tuned.entries()) {
            const torch::Tensor learnt = *tunedSoft.find(name) - *soft.find(name);
            QVERIFY2(torch::allclose(tensor - *sharp.find(name), learnt, 0.0, 1e-6), name.c_str());
            hasLearnt |= learnt.abs().max().item<double>() > 1e-4;
        }
        QVERIFY(hasLearnt);
        QCOMPARE(card("tuned-faithful").role, std::string("faithful"));
        QCOMPARE(card("tuned-faithful").ancestry, std::string("soft"));
        QVERIFY(!card("tuned-faithful").figures.empty());
        const cards::Card crisp = card("tuned");
        QCOMPARE(crisp.role, std::string("crisp"));
        QCOMPARE(crisp.ancestry, std::string("soft"));
        QCOMPARE(crisp.licence, std::string("CC0-1.0"));
        QCOMPARE(crisp.source, std::string("what tuned-faithful has learnt, added to sharp"));
        QVERIFY(crisp.figures.empty());

        // The run needs neither of the two that it began with, and makes its models anew.
        for (const char* name : {"soft", "sharp", "tuned", "tuned-faithful"})
            fs::remove(fileOf(name));
        ENLARGER_VERIFY(train(TrainingMaterial::resuming("tuned")));
        const weights::StateDict again = tensors("tuned");
        for (const auto& [name, tensor] : again.entries())
            QVERIFY2(torch::equal(tensor, *tuned.find(name)), name.c_str());
        QCOMPARE(card("tuned").role, std::string("crisp"));
        QCOMPARE(card("tuned").licence, std::string("CC0-1.0"));
        QVERIFY(fs::exists(fileOf("tuned-faithful")));
    }

    // A model that took the run's name meanwhile is somebody's.
    void aResumedRunReplacesItsOwnModelsAlone()
    {
        ENLARGER_VERIFY(train(TrainingMaterial::request("named")));
        TrainingRequest longer = TrainingMaterial::resuming("named");
        longer.minutes = 0.02;
        ENLARGER_VERIFY(train(longer)); // its own: made anew
        QCOMPARE(card("named").command, std::string("enlarger-cli train FOLDER --out named --minutes 0.02"));
        fs::remove(fileOf("named"));
        m_material->addModel("named");
        const cards::Card before = card("named");
        QVERIFY(!train(TrainingMaterial::resuming("named")));
        QVERIFY(card("named") == before);
    }
};

QTEST_GUILESS_MAIN(FinishTrainingTest)
#include "finish_training_test.moc"
