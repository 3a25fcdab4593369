// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job_queue.h"
#include "tests/app/queue/queue_material.h"

#include <QTest>

#include <optional>

using namespace enlarger;
using namespace enlarger::app;
namespace fs = std::filesystem;

/// While a small photo is enlarged, the next one is looked at and gets its name; what happens until its turn
/// comes counts all the same.
class LookAheadTest : public QObject
{
    Q_OBJECT

private:
    static constexpr int patience = 60'000; // ms

    std::unique_ptr<tests::SessionFolder> m_folder;
    DeviceQueue m_device;
    std::unique_ptr<JobQueue> m_queue;
    std::optional<DeviceQueue::Claim> m_hold; // exports give way to it, and so they stay under way

    std::int64_t add(const std::string& name, const JobSettings& settings = tests::queueSettings())
    {
        m_queue->add({tests::queueJob(m_folder->writePicture(name), settings)});
        return m_queue->jobs().at(m_queue->jobs().count() - 1).id;
    }
    const Job& job(std::int64_t id) const { return *m_queue->jobs().find(id); }
    std::string nameOf(std::int64_t id) const { return job(id).output.filename().string(); }
    bool isIdle() const { return !m_queue->runner().isStarted() && !m_queue->runner().current(); }
    int results() const
    {
        int count = 0;
        for (const auto& entry : fs::directory_iterator(m_folder->path()))
            count += int(entry.path().stem().string().find("_x4") != std::string::npos);
        return count;
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
        m_queue = std::make_unique<JobQueue>(m_device);
        m_hold.emplace(m_device, Urgency::Region);
        add("first.png");
    }
    void cleanup()
    {
        m_hold.reset();
        m_queue = nullptr;
    }

    void theNameIsFreeWhereAnotherOneComesFirst()
    {
        const auto next = add("c.png");
        m_folder->writePicture("c.png", 30, 20); // is another one by now, which is told at the end
        QTRY_COMPARE_WITH_TIMEOUT(nameOf(next), "c_x4.png", patience);
        QCOMPARE(job(next).state, JobState::Waiting);
        JobSettings settings = tests::queueSettings();
        settings.target.nameTemplate = "c_x4"; // is to have the same name
        const auto other = add("other.png", settings);
        m_queue->jobs().move({other}, m_queue->jobs().rowOf(next));
        m_hold.reset();
        QTRY_COMPARE_WITH_TIMEOUT(m_queue->jobs().countOf(JobState::Done), 3, patience);
        QCOMPARE(nameOf(other), "c_x4.png");
        QCOMPARE(nameOf(next), "c_x4-2.png");
        QVERIFY2(job(next).text.contains("has changed"), qPrintable(job(next).text));
    }

    void aPhotoThatChangesIsTakenAsItIs()
    {
        const auto next = add("c.png");
        QTRY_COMPARE_WITH_TIMEOUT(nameOf(next), "c_x4.png", patience);
        m_folder->writePicture("c.png", 30, 20);
        m_hold.reset();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(job(next).state, JobState::Done);
        QVERIFY((job(next).out == infer::PixelSize{120, 80}));
        QVERIFY2(job(next).text.contains("has changed"), qPrintable(job(next).text));
        QCOMPARE(results(), 2);
    }

    void aPhotoThatGoesIsTold()
    {
        const auto next = add("c.png");
        QTRY_COMPARE_WITH_TIMEOUT(nameOf(next), "c_x4.png", patience);
        fs::remove(m_folder->path("c.png"));
        m_hold.reset();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(job(next).state, JobState::Failed);
        QVERIFY(job(next).output.empty());
    }

    // Or a crash would find no name, and make it twice.
    void oneThatIsTriedAgainIsNamedBeforeItBegins()
    {
        const auto next = add("c.png");
        QTRY_COMPARE_WITH_TIMEOUT(nameOf(next), "c_x4.png", patience);
        m_queue->runner().cancel({next});
        m_queue->runner().retry({next});
        QCOMPARE(nameOf(next), "");
        bool isNamed = false;
        connect(&m_queue->jobs(), &JobList::changed, this, [&](const JobChanges& changes) {
            for (const Job& one : changes.written)
                isNamed |= one.id == next && !isOver(one.state) && !one.output.empty();
        });
        m_hold.reset();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(job(next).state, JobState::Done);
        QVERIFY(isNamed);
    }

    void oneThatIsPausedKeepsNoName()
    {
        const auto next = add("c.png");
        QTRY_COMPARE_WITH_TIMEOUT(nameOf(next), "c_x4.png", patience);
        m_queue->runner().pause({next});
        m_hold.reset();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(job(next).state, JobState::Paused);
        QVERIFY(job(next).output.empty());
        m_queue->runner().resume({next});
        QTRY_COMPARE_WITH_TIMEOUT(nameOf(next), "c_x4.png", patience);
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(results(), 2);
    }

    void otherSettingsCount()
    {
        const auto next = add("c.png");
        QTRY_COMPARE_WITH_TIMEOUT(nameOf(next), "c_x4.png", patience);
        JobSettings settings = tests::queueSettings();
        settings.enlarge.size.factor = 2.0;
        m_queue->runner().setSettings({next}, settings);
        m_hold.reset();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(nameOf(next), "c_x2.png");
        QCOMPARE(results(), 1);
    }

    void oneThatIsRemovedLeavesNothing()
    {
        const auto next = add("c.png");
        QTRY_COMPARE_WITH_TIMEOUT(nameOf(next), "c_x4.png", patience);
        const auto last = add("d.png");
        m_queue->runner().remove({next});
        m_hold.reset();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(job(last).state, JobState::Done);
        QCOMPARE(results(), 2);
    }
};

QTEST_GUILESS_MAIN(LookAheadTest)
#include "look_ahead_test.moc"
