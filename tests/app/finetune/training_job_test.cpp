// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/finetune/training_job.h"
#include "core/models/select.h"
#include "core/train/photos/open_data.h"
#include "core/train/recipe/sample_options.h"
#include "core/train/run/trainer.h"
#include "tests/app/finetune/photo_folder.h"
#include "tests/app/training/training_material.h"
#include "tests/support/test_files.h"

#include <QDir>
#include <QImage>
#include <QSignalSpy>
#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
using enlarger::tests::TrainingMaterial;
using State = TrainingJob::State;

namespace {
constexpr int patience = 120'000; // ms: a machine may be busy
}

class TrainingJobTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<TrainingMaterial> m_material;
    DeviceQueue m_queue;

    std::unique_ptr<TrainingJob> job(TrainingRequest request,
                                     std::optional<train::DataReport> found = std::nullopt)
    {
        if (!request.resume)
            request.data = {m_material->path("photos")};
        auto plan = planTraining(request, m_material->store());
        if (!plan)
            qFatal("%s", plan.error().text().c_str());
        return std::make_unique<TrainingJob>(*std::move(plan), std::move(found), m_material->store(),
                                             m_queue);
    }
    std::unique_ptr<TrainingJob> longJob()
    {
        TrainingRequest request = TrainingMaterial::request("mine");
        request.recipe.schedule.steps = 1'000'000;
        return job(request);
    }

private Q_SLOTS:
    void init()
    {
        m_material = std::make_unique<TrainingMaterial>();
        tests::writePhotos(m_material->path("photos"), 12);
    }

    void trainsToItsEnd()
    {
        const auto training = job(TrainingMaterial::request("mine"));
        QSignalSpy strips(training.get(), &TrainingJob::stripChanged);
        QSignalSpy judged(training.get(), &TrainingJob::healthChanged);
        QCOMPARE(training->state(), State::Queued);
        training->start();
        QCOMPARE(training->state(), State::Preparing);
        QTRY_COMPARE_WITH_TIMEOUT(training->state(), State::Ended, patience);
        QVERIFY(training->outcome() != TrainingOutcome::Stopped && !training->error());
        QVERIFY2(training->sentence().contains(QStringLiteral("mine")), qPrintable(training->sentence()));
        QCOMPARE(training->progress().step, 20);
        QCOMPARE(training->photos()->used.size(), std::size_t(12));
        QVERIFY(m_material->store().hasFileOf("mine"));
        const QDir validation(QString::fromStdString((m_material->run("mine") / "validation").string()));
        const QStringList pictures = validation.entryList(QDir::Files);
        QVERIFY(!strips.isEmpty() && !pictures.isEmpty());
        QVERIFY(!QImage(validation.filePath(pictures.last())).isNull());
        QCOMPARE(judged.size(), strips.size());
        QVERIFY(!training->snapshot()); // nobody has looked
        QVERIFY(!std::filesystem::exists(m_material->run("mine") / "now"));

        const auto whole = training->historySince({});
        QVERIFY(whole.isWhole && !whole.points.empty());
        QCOMPARE(whole.place.points, whole.points.size());
        const auto more = training->historySince(whole.place);
        QVERIFY(!more.isWhole && more.points.empty());
        QVERIFY(whole.checkpoints == train::checkpointsIn(m_material->run("mine")));
        QVERIFY(!whole.checkpoints.empty());
    }

    // Ten of the twelve were found before; then one of those goes, and the folder is looked through again.
    void learnsFromWhatWasFound()
    {
        TrainingRequest request = TrainingMaterial::request("mine");
        StopGate gate;
        auto found = train::checkTrainingData({m_material->path("photos")}, {},
                                              train::sampleOptions(request.recipe), gate);
        ENLARGER_VERIFY(found);
        found->used.resize(10);
        const auto photosOf = [&](const char* name) {
            request.name = name;
            const auto training = job(request, *found);
            training->start();
            [&] { QTRY_COMPARE_WITH_TIMEOUT(training->state(), State::Ended, patience); }();
            return training->photos()->used.size();
        };
        QCOMPARE(photosOf("mine"), std::size_t(10));
        std::filesystem::remove(found->used.front().file);
        QCOMPARE(photosOf("again"), std::size_t(11));
    }

    void pausesStopsAndGoesOn()
    {
        std::int64_t stoppedAt = 0;
        {
            const auto training = longJob();
            training->start();
            QTRY_COMPARE_WITH_TIMEOUT(training->state(), State::Training, patience);
            training->pause();
            QCOMPARE(training->state(), State::Paused);
            training->resume();
            QCOMPARE(training->state(), State::Training);
            training->pause();
            training->stop(); // also where it pauses
            QCOMPARE(training->state(), State::Stopping);
            QTRY_COMPARE_WITH_TIMEOUT(training->state(), State::Ended, patience);
            QCOMPARE(training->outcome(), TrainingOutcome::Stopped);
            QVERIFY(!m_material->store().hasFileOf("mine"));
            const auto state = train::stateOfRun(m_material->run("mine"));
            ENLARGER_VERIFY(state);
            stoppedAt = state->step;
            QVERIFY(stoppedAt > 0);
        }
        const auto training = job(TrainingMaterial::resuming("mine"));
        QVERIFY(!training->historySince({}).points.empty()); // what was there before
        training->start();
        QTRY_VERIFY_WITH_TIMEOUT(training->progress().step > stoppedAt, patience);
        training->stop();
        QTRY_COMPARE_WITH_TIMEOUT(training->state(), State::Ended, patience);
    }

    void theNetworkCanBeSeenMeanwhile()
    {
        auto training = longJob();
        QSignalSpy snapshots(training.get(), &TrainingJob::snapshotChanged);
        training->start();
        QTRY_COMPARE_WITH_TIMEOUT(training->state(), State::Training, patience);
        for (int i = 0; i < 3; ++i) {
            const auto before = snapshots.size();
            training->renewSnapshot();
            QTRY_VERIFY_WITH_TIMEOUT(snapshots.size() > before, patience);
        }
        const TrainingJob::Snapshot seen = *training->snapshot();
        QVERIFY(seen.step > 0 && !seen.models.faithful);
        QCOMPARE(seen.models.model.card.name, std::string("mine"));
        ENLARGER_VERIFY(m_material->store().find(seen.models.model.file.string()));
        const std::filesystem::path folder = m_material->run("mine") / "now";
        std::size_t count = 0;
        for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder))
            ++count;
        QVERIFY2(count <= 3, qPrintable(QString::number(count))); // a newer one may be on its way
        training = nullptr;
        QVERIFY(!std::filesystem::exists(folder));
    }

    void aCrispNetworkIsSeenWithItsPartner()
    {
        m_material->addModel("soft", "faithful");
        m_material->addModel("sharp", "crisp", "soft");
        const auto training = job(TrainingMaterial::request("mine", "sharp"));
        QVERIFY(training->plan().trainsPartner());
        training->watchSnapshots(true);
        training->start();
        QTRY_COMPARE_WITH_TIMEOUT(training->state(), State::Ended, patience);
        QVERIFY2(training->snapshot(), qPrintable(training->sentence()));
        const RunModels& models = training->snapshot()->models;
        QCOMPARE(models.model.card.name, std::string("mine"));
        QVERIFY(models.faithful);
        const auto mixed = models::select({models.model, *models.faithful}, models.model, 0.6,
                                          *device::findDevice("cpu"), device::Precision::Auto);
        ENLARGER_VERIFY(mixed);
        QVERIFY(mixed->isMixed());
    }

    void theRateIsHalvedWhileItGoesOn()
    {
        const auto training = longJob();
        training->start();
        const auto rate = [&] {
            double last = 0.0;
            for (const train::HistoryPoint& point : training->historySince({}).points)
                if (const auto value = point.values.find("rate of G"); value != point.values.end())
                    last = value->second;
            return last;
        };
        QTRY_VERIFY_WITH_TIMEOUT(rate() > 0.0, patience);
        const double before = rate();
        training->halveRate();
        QTRY_VERIFY_WITH_TIMEOUT(rate() < 0.51 * before, patience);
        QVERIFY(rate() > 0.49 * before);
    }

    void leavesACheckpointWhenItIsDestroyed()
    {
        auto training = longJob();
        training->start();
        QTRY_COMPARE_WITH_TIMEOUT(training->state(), State::Training, patience);
        training = nullptr;
        const auto state = train::stateOfRun(m_material->run("mine"));
        ENLARGER_VERIFY(state);
        QVERIFY(state->step > 0);
    }

    void saysWhyItFails()
    {
        std::filesystem::remove_all(m_material->path("photos"));
        const auto training = job(TrainingMaterial::request("mine"));
        training->start();
        QTRY_COMPARE_WITH_TIMEOUT(training->state(), State::Failed, patience);
        QVERIFY(training->error()->text().find("photos") != std::string::npos);
        QVERIFY(!std::filesystem::exists(m_material->run("mine")));
    }

    void givesWayToTheScreen()
    {
        const auto training = longJob();
        training->start();
        QTRY_COMPARE_WITH_TIMEOUT(training->state(), State::Training, patience);
        {
            const DeviceQueue::Claim claim(m_queue, Urgency::Region);
            training->stop(); // its step waits at the gate until the screen is done
        }
        QTRY_COMPARE_WITH_TIMEOUT(training->state(), State::Ended, patience);
    }
};

QTEST_GUILESS_MAIN(TrainingJobTest)
#include "training_job_test.moc"
