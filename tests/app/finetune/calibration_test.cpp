// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/calibration.h"
#include "core/train/photos/open_data.h"
#include "tests/app/finetune/photo_folder.h"
#include "tests/app/training/training_material.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
using enlarger::tests::TrainingMaterial;

namespace {

constexpr int patience = 120'000; // ms: a machine may be busy

train::StepCost costOf(double seconds, int batch, int batchThatFits)
{
    return {.seconds = seconds,
            .memory = 2'100'000'000,
            .available = 1'000'000'000,
            .batch = batch,
            .batchThatFits = batchThatFits};
}

} // namespace

class CalibrationTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<TrainingMaterial> m_material;
    DeviceQueue m_queue;

    TrainingRequest request() const
    {
        TrainingRequest request = TrainingMaterial::request("mine");
        request.data = {m_material->path("photos")};
        return request;
    }
    train::DataReport found() const
    {
        StopGate gate;
        return *train::checkTrainingData({m_material->path("photos")}, {},
                                         train::sampleOptions(request().recipe), gate);
    }

private Q_SLOTS:
    void init()
    {
        m_material = std::make_unique<TrainingMaterial>();
        tests::writePhotos(m_material->path("photos"), 6);
    }

    void saysWhatAStepTakes()
    {
        Calibration calibration(m_material->store(), m_queue);
        calibration.start(request(), found());
        QVERIFY(calibration.isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(!calibration.isRunning(), patience);
        QVERIFY2(calibration.cost(), calibration.error() ? calibration.error()->text().c_str() : "");
        QVERIFY(calibration.cost()->seconds > 0.0 && calibration.cost()->fits());
        QVERIFY(!std::filesystem::exists(m_material->run("mine")));
        calibration.forget();
        QVERIFY(!calibration.cost());
    }

    void givesWayAndIsCancelled()
    {
        Calibration calibration(m_material->store(), m_queue);
        {
            const DeviceQueue::Claim claim(m_queue, Urgency::Region);
            calibration.start(request(), found());
            calibration.cancel(); // also while it waits for the device
            QTRY_VERIFY_WITH_TIMEOUT(!calibration.isRunning(), patience);
        }
        QVERIFY(!calibration.cost() && !calibration.error());
        TrainingRequest wrong = request();
        wrong.from = "nobody";
        calibration.start(wrong, found());
        QTRY_VERIFY_WITH_TIMEOUT(!calibration.isRunning(), patience);
        QVERIFY(calibration.error() && !calibration.cost());
    }

    void tellsTimeAndMemory()
    {
        train::Recipe recipe = *train::findRecipe("finetune-photos");
        QCOMPARE(sentenceOf(costOf(1.0, 4, 4), recipe, 20.0, 600, true),
                 QStringLiteral("About 1,200 steps in 20 min, with 2.1 GB of memory."));
        QCOMPARE(sentenceOf(costOf(1.0, 4, 4), recipe, {}, 600, true),
                 QStringLiteral("600 steps take about 10 min, with 2.1 GB of memory."));
        const QString slow = sentenceOf(costOf(12.0, 4, 4), recipe, 20.0, 600, true);
        QVERIFY2(slow.startsWith(QStringLiteral("About 200 steps")) &&
                     slow.contains(QStringLiteral("2 crops")),
                 qPrintable(slow));
        QVERIFY(sentenceOf(costOf(12.0, 4, 4), recipe, 20.0, 600, false)
                    .startsWith(QStringLiteral("About 100 steps")));
        QVERIFY(!lowered(costOf(1.0, 4, 4), recipe));
    }

    void tellsWhatToLower()
    {
        train::Recipe recipe = *train::findRecipe("finetune-photos");
        const QString less = sentenceOf(costOf(0.0, 4, 3), recipe, 20.0, 600, true);
        QVERIFY2(less.contains(QStringLiteral("Batches of 3")), qPrintable(less));
        QCOMPARE(*lowered(costOf(0.0, 4, 3), recipe), std::pair(std::string("data.batch"), std::string("3")));
        QVERIFY(sentenceOf(costOf(0.0, 4, 0), recipe, 20.0, 600, true).contains(QStringLiteral("crop")));
        QCOMPARE(*lowered(costOf(0.0, 4, 0), recipe), std::pair(std::string("data.crop"), std::string("64")));
        // Its discriminator reads crops of that size alone.
        QVERIFY(!lowered(costOf(0.0, 4, 0), *train::findRecipe("esrgan")));
    }
};

QTEST_GUILESS_MAIN(CalibrationTest)
#include "calibration_test.moc"
