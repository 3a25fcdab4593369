// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/export_job.h"

#include "core/image/read/photo_reader.h"
#include "core/models/model_store.h"
#include "tests/app/session/session_folder.h"
#include "tests/support/test_files.h"

#include <QSignalSpy>
#include <QTest>

#include <set>

using namespace enlarger;
using app::ExportJob;
using State = ExportJob::State;
namespace fs = std::filesystem;

class ExportJobTest : public QObject
{
    Q_OBJECT

private:
    static constexpr int patience = 60000; // milliseconds
    std::unique_ptr<tests::SessionFolder> m_folder;
    DeviceQueue m_queue;

    static infer::ModelSelection network()
    {
        return {.network = {tests::dataFile("weights/x4_new.safetensors"), "tests"},
                .device = *device::findDevice("cpu"),
                .precision = device::Precision::Fp32};
    }
    infer::UpscaleOptions options(int width, int height) const
    {
        infer::UpscaleOptions options;
        options.input = m_folder->writePicture("a.png", width, height);
        options.output = m_folder->path("a_x4.png");
        options.format = image::PhotoFormat::Png;
        options.cacheFolder = models::ModelStore::cacheFolder();
        options.model = network();
        return options;
    }
    bool isResultThere() const { return fs::exists(m_folder->path("a_x4.png")); }
    std::size_t filesThere() const
    {
        return std::size_t(std::distance(fs::directory_iterator(m_folder->path()), fs::directory_iterator()));
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
    }

    void writesAFile()
    {
        ExportJob job(options(200, 150), m_queue);
        QCOMPARE(job.state(), State::Queued);
        QSignalSpy states(&job, &ExportJob::stateChanged);
        QSignalSpy progress(&job, &ExportJob::progressChanged);
        job.start();
        job.start();
        QCOMPARE(job.state(), State::Running);
        QTRY_COMPARE_WITH_TIMEOUT(job.state(), State::Done, patience);
        QVERIFY(job.isFinished());
        QCOMPARE(states.size(), 2);
        QVERIFY(progress.size() >= 1);
        QCOMPARE(job.progress().done, job.progress().total);
        QCOMPARE(job.report().plan.width, 800);
        const auto written = image::readPhoto(m_folder->path("a_x4.png"));
        ENLARGER_VERIFY(written);
        QCOMPARE(written->height(), 600);
        job.cancel(); // too late
        QCoreApplication::processEvents();
        QCOMPARE(job.state(), State::Done);
    }

    void saysThatItWaitsForThePreview()
    {
        auto preview = std::make_unique<DeviceQueue::Claim>(m_queue, Urgency::Region);
        ExportJob job(options(40, 30), m_queue);
        job.start();
        QTRY_COMPARE_WITH_TIMEOUT(job.state(), State::Waiting, patience);
        QVERIFY(!job.isFinished());
        QSignalSpy states(&job, &ExportJob::stateChanged);
        preview = nullptr;
        QTRY_COMPARE_WITH_TIMEOUT(job.state(), State::Done, patience);
        QCOMPARE(states.size(), 2);
        QCOMPARE(states[0][0].value<State>(), State::Running);

        const DeviceQueue::Claim again(m_queue, Urgency::Region);
        infer::UpscaleOptions other = options(40, 30);
        other.numbered = other.output;
        ExportJob waiting(other, m_queue);
        waiting.start();
        QTRY_COMPARE_WITH_TIMEOUT(waiting.state(), State::Waiting, patience);
        waiting.cancel();
        QTRY_COMPARE_WITH_TIMEOUT(waiting.state(), State::Cancelled, patience);
    }

    void twoOfOneNameAreBothKept()
    {
        infer::UpscaleOptions same = options(30, 20);
        same.numbered = same.output;
        ExportJob first(same, m_queue);
        ExportJob second(same, m_queue);
        first.start();
        second.start();
        QTRY_COMPARE_WITH_TIMEOUT(first.state(), State::Done, patience);
        QTRY_COMPARE_WITH_TIMEOUT(second.state(), State::Done, patience);
        const std::set<fs::path> names{first.file(), second.file()};
        QCOMPARE(names, (std::set<fs::path>{m_folder->path("a_x4.png"), m_folder->path("a_x4-2.png")}));
        QCOMPARE(filesThere(), std::size_t(3));
    }

    void isCancelledBeforeItBegins()
    {
        ExportJob job(options(20, 20), m_queue);
        job.cancel();
        QCOMPARE(job.state(), State::Cancelled);
        job.start();
        QCOMPARE(job.state(), State::Cancelled);
        QVERIFY(!isResultThere());
    }

    void isCancelledWhileItRuns()
    {
        ExportJob job(options(2000, 2000), m_queue);
        QSignalSpy progress(&job, &ExportJob::progressChanged);
        job.start();
        QTRY_VERIFY_WITH_TIMEOUT(progress.size() >= 1, patience);
        job.cancel();
        QTRY_COMPARE_WITH_TIMEOUT(job.state(), State::Cancelled, patience);
        QVERIFY(!job.error());
        QCOMPARE(filesThere(), std::size_t(1));
    }

    void tellsWhyItFailed()
    {
        infer::UpscaleOptions wrong = options(20, 20);
        wrong.input = m_folder->path("missing.png");
        ExportJob job(wrong, m_queue);
        job.start();
        QTRY_COMPARE_WITH_TIMEOUT(job.state(), State::Failed, patience);
        QCOMPARE(job.error()->file, wrong.input);

        infer::UpscaleOptions none = options(20, 20);
        none.model.network.file = m_folder->writeText("none.pth", "no network");
        ExportJob other(none, m_queue);
        other.start();
        QTRY_COMPARE_WITH_TIMEOUT(other.state(), State::Failed, patience);
        QCOMPARE(other.error()->file, none.model.network.file);
    }

    void givesWayToTheScreen()
    {
        ExportJob job(options(40, 40), m_queue);
        {
            const DeviceQueue::Claim region(m_queue, Urgency::Region);
            QSignalSpy progress(&job, &ExportJob::progressChanged);
            job.start();
            QVERIFY(!progress.wait(1000));
            QTRY_COMPARE(job.state(), State::Waiting);
        }
        QTRY_COMPARE_WITH_TIMEOUT(job.state(), State::Done, patience);
    }

    // A pause holds what is done, and leaves the device to others.
    void isPausedAndGoesOn()
    {
        ExportJob job(options(800, 600), m_queue); // long after its first progress
        QSignalSpy progress(&job, &ExportJob::progressChanged);
        bool wasPaused = false;
        connect(&job, &ExportJob::progressChanged, &job, [&job, &wasPaused] {
            if (!wasPaused && job.progress().done > 0)
                job.setPaused(wasPaused = true);
        });
        job.start();
        QTRY_COMPARE_WITH_TIMEOUT(job.state(), State::Paused, patience);
        QVERIFY(m_queue.waitForTurn(Urgency::Training, {})); // which an export would keep waiting
        const auto done = job.progress().done;
        QVERIFY(!progress.wait(200));
        QCOMPARE(job.progress().done, done);
        job.setPaused(false);
        QTRY_COMPARE_WITH_TIMEOUT(job.state(), State::Done, patience);
        QVERIFY(isResultThere());
    }

    void isCancelledWhileItIsPaused()
    {
        ExportJob job(options(300, 200), m_queue);
        job.setPaused(true);
        job.start();
        QTRY_COMPARE_WITH_TIMEOUT(job.state(), State::Paused, patience);
        job.cancel();
        QTRY_COMPARE_WITH_TIMEOUT(job.state(), State::Cancelled, patience);
        QVERIFY(!isResultThere());
    }

    void aNetworkIsKeptForTheNextOne()
    {
        const auto networks = std::make_shared<app::SharedNetwork>();
        ExportJob first(options(24, 16), m_queue, nullptr, networks);
        first.start();
        QTRY_COMPARE_WITH_TIMEOUT(first.state(), State::Done, patience);
        const auto kept = networks->get(network());
        QVERIFY(kept.ok());
        infer::UpscaleOptions next = options(24, 16);
        next.numbered = next.output;
        ExportJob second(next, m_queue, nullptr, networks);
        second.start();
        QTRY_COMPARE_WITH_TIMEOUT(second.state(), State::Done, patience);
        QCOMPARE(networks->get(network())->get(), kept->get());
    }

    void goesWhileItRuns()
    {
        const infer::UpscaleOptions large = options(2000, 2000);
        const DeviceQueue::Claim region(m_queue, Urgency::Region); // it waits for its turn
        for (int i = 0; i < 5; ++i) {
            ExportJob job(large, m_queue);
            job.start();
            if (i % 2 == 0)
                QCoreApplication::processEvents();
        }
        QCOMPARE(filesThere(), std::size_t(1));
    }

    void mixesNetworks()
    {
        infer::UpscaleOptions mixed = options(30, 20);
        mixed.model.crisp = mixed.model.network;
        mixed.model.strength = 0.5;
        ExportJob job(mixed, m_queue);
        job.start();
        QTRY_COMPARE_WITH_TIMEOUT(job.state(), State::Done, patience);
        QCOMPARE(job.report().plan.width, 120);
    }
};

QTEST_GUILESS_MAIN(ExportJobTest)
#include "export_job_test.moc"
