// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job_runner.h"

#include "app/queue/job_settings.h"
#include "app/queue/job_writer.h"
#include "core/image/read/photo_reader.h"
#include "tests/app/queue/queue_material.h"
#include "tests/support/test_files.h"

#include <QSignalSpy>
#include <QTest>

#include <optional>

using namespace enlarger;
using namespace enlarger::app;
namespace fs = std::filesystem;

class JobRunnerTest : public QObject
{
    Q_OBJECT

private:
    static constexpr int patience = 60'000; // ms

    struct Bench
    {
        DeviceQueue device;
        JobList jobs;
        JobWriter writer;
        JobRunner runner{jobs, writer, device};
    };
    std::unique_ptr<tests::SessionFolder> m_folder;
    std::unique_ptr<Bench> m_bench;
    std::optional<DeviceQueue::Claim> m_hold; // exports give way to it, and so they stay under way

    std::int64_t add(const std::string& name, const JobSettings& settings = tests::queueSettings(),
                     int width = 24)
    {
        const fs::path photo = m_folder->writePicture(name, width, 16);
        return m_bench->jobs.add({tests::queueJob(photo, settings)}).front();
    }
    JobState stateOf(std::int64_t id) const { return m_bench->jobs.find(id)->state; }
    std::string nameOf(std::int64_t id) const { return m_bench->jobs.find(id)->output.filename().string(); }
    QString textOf(std::int64_t id) const { return m_bench->jobs.find(id)->text; }
    bool isThere(const std::string& name) const { return fs::exists(m_folder->path(name)); }
    bool isIdle() const { return !m_bench->runner.isStarted() && !m_bench->runner.current(); }
    std::size_t files() const
    {
        return std::size_t(std::distance(fs::directory_iterator(m_folder->path()), fs::directory_iterator()));
    }
    bool isHeld(std::int64_t id) const { return m_bench->jobs.find(id)->isHeldByScreen; }

private Q_SLOTS:
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
        m_bench = std::make_unique<Bench>();
        connect(&m_bench->jobs, &JobList::changed, &m_bench->writer,
                [this](const JobChanges& changes) { m_bench->writer.write(changes); });
    }
    void cleanup()
    {
        m_hold.reset();
        m_bench = nullptr;
    }

    void aCommandIsRunOnEachResult()
    {
        m_bench->runner.setAfterCommand(*AfterCommand::parse("cp {input} {output}.copy"));
        const auto first = add("a.png");
        const auto gone = add("b.png");
        fs::remove(m_folder->path("b.png"));
        m_bench->runner.start();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QTRY_VERIFY(isThere("a_x4.png.copy"));
        QCOMPARE(textOf(first), QString());
        QCOMPARE(stateOf(gone), JobState::Failed); // which leaves nothing to run it on

        m_bench->runner.setAfterCommand(*AfterCommand::parse("false"));
        QSignalSpy notices(&m_bench->runner, &JobRunner::noticeRaised);
        const auto third = add("c.png");
        m_bench->runner.start();
        QTRY_COMPARE_WITH_TIMEOUT(notices.size(), 1, patience);
        QVERIFY2(textOf(third).contains("'false' ended with 1"), qPrintable(textOf(third)));
        QCOMPARE(stateOf(third), JobState::Done);
    }

    void theEndWaitsForCommands()
    {
        m_bench->runner.setAfterCommand(*AfterCommand::parse(
            "sh -c \"while [ ! -e \"\"\"$1\"\"\".go ]; do sleep 0.05; done\" sh {output}"));
        const auto id = add("a.png");
        QSignalSpy idle(&m_bench->runner, &JobRunner::idle);
        m_bench->runner.start();
        QTRY_VERIFY_WITH_TIMEOUT(stateOf(id) == JobState::Done && isIdle(), patience);
        QCOMPARE(m_bench->runner.pendingCommands(), 1);
        QCOMPARE(idle.size(), 0);
        m_folder->writeText(nameOf(id) + ".go", "");
        QTRY_COMPARE_WITH_TIMEOUT(idle.size(), 1, patience);
        QCOMPARE(m_bench->runner.pendingCommands(), 0);
    }

    void oneAfterAnother()
    {
        const auto first = add("a.png");
        const auto second = add("b.png", tests::queueSettings(), 30);
        QSignalSpy finished(&m_bench->runner, &JobRunner::finished);
        QSignalSpy idle(&m_bench->runner, &JobRunner::idle);
        m_bench->runner.start();
        QCOMPARE(stateOf(first), JobState::Running);
        QCOMPARE(stateOf(second), JobState::Waiting);
        QTRY_COMPARE_WITH_TIMEOUT(idle.size(), 1, patience);
        QCOMPARE(finished.size(), 2);
        QCOMPARE(stateOf(second), JobState::Done);
        QCOMPARE(nameOf(second), "b_x4.png");
        QVERIFY((m_bench->jobs.find(second)->out == infer::PixelSize{120, 64}));
        QVERIFY(m_bench->jobs.find(second)->seconds > 0.0);
        QCOMPARE(m_bench->jobs.find(second)->seen.sha256.size(), std::size_t(64));
        const auto written = image::readPhoto(m_folder->path("b_x4.png"));
        ENLARGER_VERIFY(written);
        QCOMPARE(written->width(), 120);
    }

    void aBadOneStopsNoOther()
    {
        const auto gone = add("gone.png");
        const auto damaged =
            m_bench->jobs.add({tests::queueJob(m_folder->writeText("damaged.png", "no photo"))}).front();
        JobSettings noModel = tests::queueSettings();
        noModel.model.network.file = m_folder->path("missing.safetensors");
        const auto without = add("without.png", noModel);
        JobSettings noDevice = tests::queueSettings();
        noDevice.model.device.name = "cuda:7";
        const auto elsewhere = add("elsewhere.png", noDevice);
        JobSettings noFolder = tests::queueSettings();
        noFolder.target.folder = m_folder->writeText("file", "x") / "sub";
        const auto nowhere = add("nowhere.png", noFolder);
        JobSettings readOnly = tests::queueSettings();
        readOnly.target.folder = "/proc"; // even for root
        const auto refused = add("refused.png", readOnly);
        JobSettings outside = tests::queueSettings();
        outside.enlarge.crop = image::PixelRect{20, 10, 40, 40};
        const auto cropped = add("cropped.png", outside);
        const auto good = add("good.png");
        fs::remove(m_folder->path("gone.png"));
        m_bench->runner.start();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        for (const auto id : {gone, damaged, without, elsewhere, nowhere, refused, cropped}) {
            QCOMPARE(stateOf(id), JobState::Failed);
            QVERIFY(!textOf(id).isEmpty());
        }
        QVERIFY(textOf(gone).contains(QStringLiteral("not there any more")));
        QVERIFY(textOf(without).contains(QStringLiteral("missing.safetensors")));
        QVERIFY(textOf(elsewhere).contains(QStringLiteral("cuda:7")));
        QVERIFY(textOf(nowhere).contains(QStringLiteral("sub")));
        QVERIFY(textOf(refused).contains(QStringLiteral("/proc")));
        QCOMPARE(stateOf(good), JobState::Done);

        m_folder->writePicture("gone.png"); // it is back
        m_bench->runner.retry({gone, good});
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(stateOf(gone), JobState::Done);
        QVERIFY(textOf(gone).contains(QStringLiteral("has changed")));
        QCOMPARE(nameOf(good), "good_x4-2.png"); // the first one stays
        QVERIFY(isThere("good_x4.png"));
    }

    void theOrderCounts()
    {
        const auto first = add("a.png");
        const auto second = add("b.png");
        const auto third = add("c.png");
        QList<std::int64_t> order;
        connect(&m_bench->runner, &JobRunner::finished, this, [&order](std::int64_t id) { order << id; });
        m_hold.emplace(m_bench->device, Urgency::Region);
        m_bench->runner.start();
        m_bench->jobs.move({third}, 1);
        m_hold.reset();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(order, (QList<std::int64_t>{first, third, second}));
    }

    void theWholeIsPaused()
    {
        const auto first = add("a.png");
        const auto second = add("b.png");
        m_hold.emplace(m_bench->device, Urgency::Region);
        m_bench->runner.start();
        QTRY_VERIFY_WITH_TIMEOUT(isHeld(first), patience);
        m_bench->runner.pause();
        QVERIFY(!m_bench->runner.isStarted());
        m_hold.reset();
        QVERIFY(!QTest::qWaitFor([&] { return stateOf(first) == JobState::Done; }, 300));
        QCOMPARE(stateOf(second), JobState::Waiting);
        m_bench->runner.start();
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(second), JobState::Done, patience);
        QCOMPARE(stateOf(first), JobState::Done);
        QCOMPARE(files(), std::size_t(4));
    }

    void oneIsPausedAndTheNextBegins()
    {
        const auto first = add("a.png");
        const auto second = add("b.png");
        const auto third = add("c.png");
        m_hold.emplace(m_bench->device, Urgency::Region);
        m_bench->runner.start();
        QTRY_VERIFY_WITH_TIMEOUT(isHeld(first), patience);
        m_bench->runner.pause({first, third});
        QCOMPARE(stateOf(first), JobState::Paused);
        QCOMPARE(stateOf(second), JobState::Running);
        m_hold.reset();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(stateOf(second), JobState::Done);
        QCOMPARE(stateOf(third), JobState::Paused);
        QCOMPARE(stateOf(first), JobState::Paused);
        m_bench->runner.resume({first, third});
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(stateOf(first), JobState::Done);
        QCOMPARE(stateOf(third), JobState::Done);
        QCOMPARE(files(), std::size_t(6));
    }

    void someAreCancelled()
    {
        const auto first = add("a.png");
        const auto second = add("b.png");
        const auto third = add("c.png");
        m_hold.emplace(m_bench->device, Urgency::Region);
        m_bench->runner.start();
        QTRY_VERIFY_WITH_TIMEOUT(isHeld(first), patience);
        m_bench->runner.cancel({first, second});
        QCOMPARE(stateOf(second), JobState::Cancelled);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(first), JobState::Cancelled, patience);
        m_hold.reset();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(stateOf(third), JobState::Done);
        QCOMPARE(files(), std::size_t(4)); // no half of one
    }

    void someAreRemoved()
    {
        const auto first = add("a.png");
        const auto second = add("b.png");
        const auto third = add("c.png");
        m_hold.emplace(m_bench->device, Urgency::Region);
        m_bench->runner.start();
        QTRY_VERIFY_WITH_TIMEOUT(isHeld(first), patience);
        m_bench->runner.remove({first, third});
        QTRY_VERIFY_WITH_TIMEOUT(!m_bench->jobs.find(first), patience);
        QVERIFY(!m_bench->jobs.find(third));
        m_hold.reset();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(stateOf(second), JobState::Done);
        QCOMPARE(files(), std::size_t(4));
    }

    void whatIsLookedAtMayGo()
    {
        for (int i = 0; i < 20; ++i)
            add("a" + std::to_string(i) + ".png");
        m_bench->runner.start();
        for (int i = 1; i <= 19; ++i) { // the first is looked at, then the next
            if (i % 3 == 0)
                m_bench->runner.remove({i});
            else if (i % 3 == 1)
                m_bench->runner.cancel({i});
            else
                m_bench->runner.pause({i});
        }
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(stateOf(20), JobState::Done);
        QVERIFY(!isThere("a0_x4.png"));
        QCOMPARE(files(), std::size_t(21));
    }

    void oldOnesWaitUntilTheyAreFree()
    {
        const auto old = add("a.png");
        const auto fresh = add("b.png");
        m_bench->runner.holdBack({old});
        m_bench->runner.start();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(stateOf(fresh), JobState::Done);
        QCOMPARE(stateOf(old), JobState::Waiting);
        m_bench->runner.holdBack({});
        m_bench->runner.start();
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(old), JobState::Done, patience);
    }

    void settingsOfManyChange()
    {
        const auto running = add("a.png");
        JobSettings own = tests::queueSettings();
        own.enlarge.crop = image::PixelRect{0, 0, 8, 8};
        const auto waiting = add("b.png", own);
        const auto paused = add("c.png");
        m_hold.emplace(m_bench->device, Urgency::Region);
        m_bench->runner.start();
        m_bench->runner.pause({paused});
        QTRY_VERIFY_WITH_TIMEOUT(isHeld(running), patience);
        JobSettings other = tests::queueSettings();
        other.enlarge.size.factor = 2.0;
        other.enlarge.output.format = image::PhotoFormat::Jpeg;
        other.target.nameTemplate = "{name}-small";
        m_bench->runner.setSettings({running, waiting, paused}, other);
        m_hold.reset();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(nameOf(running), "a_x4.png"); // it had begun
        QCOMPARE(nameOf(waiting), "b-small.jpg");
        QVERIFY((m_bench->jobs.find(waiting)->out == infer::PixelSize{16, 16})); // its crop is its own
        QCOMPARE(stateOf(paused), JobState::Paused);
        m_bench->runner.setSettings({running}, other);
        QCOMPARE(stateOf(running), JobState::Waiting); // it is another enlargement now
        m_bench->runner.start();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(nameOf(running), "a-small.jpg");
    }

    void anotherModelOfThatNameIsTakenAndSaid()
    {
        JobSettings settings = tests::queueSettings();
        settings.model.network.sha256 = std::string(64, '0');
        const auto id = add("a.png", settings);
        m_bench->runner.start();
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(id), JobState::Done, patience);
        QVERIFY2(textOf(id).contains(QStringLiteral("model has changed")), qPrintable(textOf(id)));
        QCOMPARE(m_bench->jobs.find(id)->settings->model.network.sha256,
                 tests::queueSettings().model.network.sha256);
    }

    void itMayGoWhileItWorks()
    {
        add("a.png");
        m_hold.emplace(m_bench->device, Urgency::Region);
        m_bench->runner.start();
        QTRY_VERIFY_WITH_TIMEOUT(isHeld(1), patience);
        m_hold.reset(); // or it would outlive the device
        m_bench = nullptr;
        QVERIFY(files() <= 2);
    }
};

QTEST_GUILESS_MAIN(JobRunnerTest)
#include "job_runner_test.moc"
