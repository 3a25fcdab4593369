// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job_queue.h"
#include "core/image/read/photo_reader.h"
#include "tests/app/queue/queue_material.h"

#include <QTest>

#include <optional>

using namespace enlarger;
using namespace enlarger::app;
namespace fs = std::filesystem;

/// What results are called, and what happens where a name is taken.
class JobNamesTest : public QObject
{
    Q_OBJECT

private:
    static constexpr int patience = 60'000; // ms

    std::unique_ptr<tests::SessionFolder> m_folder;
    DeviceQueue m_device;
    std::unique_ptr<JobQueue> m_queue;

    std::int64_t add(const std::string& name, const JobSettings& settings)
    {
        const fs::path photo = m_folder->writePicture(name);
        return m_queue->jobs().add({tests::queueJob(photo, settings)}).front();
    }
    const Job& job(std::int64_t id) const { return *m_queue->jobs().find(id); }
    JobState stateOf(std::int64_t id) const { return job(id).state; }
    std::string nameOf(std::int64_t id) const { return job(id).output.filename().string(); }
    QString textOf(std::int64_t id) const { return job(id).text; }
    bool isIdle() const { return !m_queue->runner().isStarted() && !m_queue->runner().current(); }
    std::size_t files() const
    {
        return std::size_t(std::distance(fs::directory_iterator(m_folder->path()), fs::directory_iterator()));
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
        m_queue = std::make_unique<JobQueue>(m_device);
    }
    void cleanup() { m_queue = nullptr; }

    void aCounterCountsOnAlthoughResultsAreTakenAway()
    {
        JobSettings settings = tests::queueSettings();
        settings.target.nameTemplate = "{counter}";
        const auto first = add("a.png", settings);
        const auto second = add("b.png", settings);
        m_queue->runner().setAfterCommand(*AfterCommand::parse("rm {output}"));
        m_queue->runner().start();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle() && m_queue->runner().pendingCommands() == 0, patience);
        QCOMPARE(nameOf(first), "0001.png");
        QCOMPARE(nameOf(second), "0002.png");
    }

    void aTakenNameMayBeSkippedOrReplaced()
    {
        m_folder->writeText("a_x4.png", "older");
        m_folder->writeText("b_x4.png", "older");
        JobSettings skipping = tests::queueSettings();
        skipping.target.ifExists = IfExists::Skip;
        JobSettings replacing = tests::queueSettings();
        replacing.target.ifExists = IfExists::Overwrite;
        JobSettings overSource = replacing;
        overSource.target.nameTemplate = "{name}";
        const auto skipped = add("a.png", skipping);
        const auto replaced = add("b.png", replacing);
        const auto source = add("c.png", overSource);
        m_queue->runner().start();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(stateOf(skipped), JobState::Skipped);
        QVERIFY(textOf(skipped).contains(QStringLiteral("a_x4.png")));
        QCOMPARE(nameOf(replaced), "b_x4.png");
        QVERIFY(image::readPhoto(m_folder->path("b_x4.png")).ok());
        QCOMPARE(nameOf(source), "c-2.png"); // no source is ever replaced
    }

    void noResultTakesTheNameOfAnothers_data()
    {
        QTest::addColumn<IfExists>("rule");
        QTest::addColumn<JobState>("again");
        QTest::newRow("skip") << IfExists::Skip << JobState::Skipped;
        QTest::newRow("overwrite") << IfExists::Overwrite << JobState::Done;
    }
    void noResultTakesTheNameOfAnothers()
    {
        QFETCH(const IfExists, rule);
        JobSettings settings = tests::queueSettings();
        settings.target = {.nameTemplate = "same", .ifExists = rule};
        const auto first = add("a.png", settings);
        const auto second = add("b.png", settings);
        m_queue->runner().start();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(nameOf(first), "same.png");
        QCOMPARE(nameOf(second), "same-2.png");
        m_queue->runner().retry({first}); // its own is older
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QTEST(stateOf(first), "again");
        QCOMPARE(files(), std::size_t(4));
    }

    void aNameThatIsTakenMeanwhileIsLeftOut()
    {
        JobSettings skipping = tests::queueSettings();
        skipping.target.ifExists = IfExists::Skip;
        const auto id = add("a.png", skipping);
        std::optional<DeviceQueue::Claim> hold(std::in_place, m_device, Urgency::Region);
        m_queue->runner().start();
        QTRY_VERIFY_WITH_TIMEOUT(job(id).isHeldByScreen, patience);
        m_folder->writeText("a_x4.png", "another's");
        hold.reset();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(stateOf(id), JobState::Skipped);
        QVERIFY2(textOf(id).contains("a_x4.png"), qPrintable(textOf(id)));
        QVERIFY(!image::readPhoto(m_folder->path("a_x4.png")).ok());
    }
};

QTEST_GUILESS_MAIN(JobNamesTest)
#include "job_names_test.moc"
