// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job_queue.h"

#include "app/queue/job_settings.h"
#include "tests/app/queue/queue_material.h"
#include "tests/support/test_files.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <csignal>
#include <fstream>
#include <sys/resource.h>

using namespace enlarger;
using namespace enlarger::app;
namespace fs = std::filesystem;

/// Stands for a full disk: no file grows beyond so many bytes.
class FileLimit
{
public:
    explicit FileLimit(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN); // write() then fails
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit now{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &now);
    }
    ~FileLimit() { ::setrlimit(RLIMIT_FSIZE, &m_before); }
    FileLimit(const FileLimit&) = delete;
    FileLimit& operator=(const FileLimit&) = delete;

private:
    rlimit m_before{};
};

class JobQueueTest : public QObject
{
    Q_OBJECT

private:
    static constexpr int patience = 60'000; // ms

    std::unique_ptr<tests::SessionFolder> m_folder;
    DeviceQueue m_device;
    std::unique_ptr<JobQueue> m_queue;

    void open()
    {
        m_queue = nullptr;
        m_queue = std::make_unique<JobQueue>(m_device);
        QSignalSpy opened(m_queue.get(), &JobQueue::opened);
        m_queue->open();
        QVERIFY(opened.wait());
    }
    std::vector<Job> jobs(int count) const
    {
        std::vector<Job> jobs;
        for (int i = 0; i < count; ++i)
            jobs.push_back(tests::queueJob(m_folder->writePicture("photo-" + std::to_string(i) + ".png")));
        return jobs;
    }
    bool isIdle() const { return !m_queue->runner().isStarted() && !m_queue->runner().current(); }
    std::vector<JobState> states() const
    {
        std::vector<JobState> states;
        for (int row = 0; row < m_queue->jobs().count(); ++row)
            states.push_back(m_queue->jobs().at(row).state);
        return states;
    }
    int results(const fs::path& folder) const
    {
        int count = 0;
        for (const auto& entry : fs::directory_iterator(folder))
            count += int(entry.path().stem().string().find("_x4") != std::string::npos);
        return count;
    }
    /// Adds a folder and waits until all of it is in the list.
    QList<QVariant> addFolder(const fs::path& folder, const JobSettings& settings = tests::queueSettings())
    {
        QSignalSpy added(m_queue.get(), &JobQueue::filesAdded);
        m_queue->addFiles({folder}, settings);
        return added.wait() ? added.first() : QList<QVariant>();
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
    }
    void cleanup() { m_queue = nullptr; }

    void whatArrivesByItselfStartsNothingThatIsPaused()
    {
        open();
        m_queue->add(jobs(2));
        m_queue->runner().pause();
        const auto found = [this](const char* name) {
            return std::vector<InputPhoto>{{m_folder->writePicture(name), {}, true}};
        };
        QSignalSpy added(m_queue.get(), &JobQueue::filesAdded);
        m_queue->addFound(found("new.png"), tests::queueSettings());
        QVERIFY(added.wait());
        QCOMPARE(m_queue->jobs().count(), 3);
        QVERIFY(!m_queue->runner().isStarted());
        m_queue->goOn();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        m_queue->addFound(found("newer.png"), tests::queueSettings());
        QVERIFY(added.wait());
        QTRY_VERIFY_WITH_TIMEOUT(isIdle() && m_queue->jobs().countOf(JobState::Done) == 4, patience);
    }

    // Whoever strips metadata takes away what they are known by.
    void resultsAreNeverTakenForPhotos()
    {
        open();
        m_queue->add(jobs(1));
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        const fs::path result = m_queue->jobs().at(0).output;
        const fs::path plain = m_folder->writePicture("plain.png");
        fs::rename(plain, result);
        const QList<QVariant> added = addFolder(m_folder->path());
        QCOMPARE(added.value(0).toInt(), 0);
        QCOMPARE(m_queue->jobs().count(), 1);
    }

    void addsAndStarts()
    {
        m_queue = std::make_unique<JobQueue>(m_device);
        m_queue->open();
        m_queue->add(jobs(2)); // while it opens
        QTRY_COMPARE(m_queue->jobs().count(), 2);
        QCOMPARE(m_queue->totals().all(), 2);
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(m_queue->keeping(), JobQueue::Keeping::Kept);
        QCOMPARE(states(), (std::vector{JobState::Done, JobState::Done}));
        const QueueTotals totals = m_queue->totals();
        QCOMPARE(totals.over, 2);
        QCOMPARE(totals.unfinished, 0);
        QCOMPARE(totals.share, 1.0);
        m_queue->clearFinished();
        QCOMPARE(m_queue->jobs().count(), 0);
    }

    void whatWillBeLostStandsAtThePhotosAhead()
    {
        open();
        JobSettings settings = tests::queueSettings();
        settings.enlarge.output.format = image::PhotoFormat::Jpeg;
        std::vector<Job> two;
        for (const auto& [name, channels] : {std::pair("plain.png", 3), {"clear.png", 4}})
            two.push_back(tests::queueJob(m_folder->writePicture(name, 24, 16, channels), settings));
        m_queue->jobs().add(two); // nobody has started them
        QTRY_COMPARE(m_queue->plan().lossy, 1);
        const JobList& jobs = m_queue->jobs();
        QVERIFY(jobs.lossesOf(jobs.at(0).id).isEmpty());
        QVERIFY(jobs.lossesOf(jobs.at(1).id).value(0).contains("transparency"));
        const auto tip = [&jobs] { return jobs.data(jobs.index(1), Qt::ToolTipRole).toString(); };
        QVERIFY2(tip().contains("transparency"), qPrintable(tip()));
        m_queue->runner().start();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QVERIFY2(tip().count("transparency") == 1,
                 qPrintable(tip())); // of what has been done, its text says it
    }

    void theNextDayGoesOn()
    {
        open();
        m_queue->add(jobs(1));
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        {
            const DeviceQueue::Claim hold(m_device, Urgency::Region);
            std::vector<Job> more = jobs(3);
            more.erase(more.begin());
            m_queue->add(more);
            QTRY_VERIFY_WITH_TIMEOUT(m_queue->jobs().at(1).isHeldByScreen, patience);
            m_queue->flush();
        }
        open(); // it was closed while it worked
        QCOMPARE(states(), (std::vector{JobState::Done, JobState::Waiting, JobState::Waiting}));
        QCOMPARE(m_queue->leftOver(), 2);
        QVERIFY(!m_queue->runner().isStarted());
        std::vector<Job> last = jobs(4);
        m_queue->add({last.back()}); // which starts, but not the old ones
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(states(),
                 (std::vector{JobState::Done, JobState::Waiting, JobState::Waiting, JobState::Done}));
        m_queue->goOn();
        QCOMPARE(m_queue->leftOver(), 0);
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(results(m_folder->path()), 4);
    }

    void theLeftOverCanBeDropped()
    {
        {
            const DeviceQueue::Claim hold(m_device, Urgency::Region);
            open();
            m_queue->add(jobs(3));
            m_queue->flush();
        }
        open();
        QCOMPARE(m_queue->leftOver(), 3);
        m_queue->dropLeftOver();
        QCOMPARE(m_queue->jobs().count(), 0);
        open();
        QCOMPARE(m_queue->jobs().count(), 0);
    }

    void aFolderIsAddedOnce()
    {
        open();
        m_folder->writePicture("shoot/a.png");
        m_folder->writePicture("shoot/day 2/b.png");
        m_folder->writeText("shoot/notes.png", "no photo");
        JobSettings settings = tests::queueSettings();
        settings.target.folder = m_folder->path("results");
        QList<QVariant> added = addFolder(m_folder->path("shoot"), settings);
        QCOMPARE(added.at(0).toInt(), 2);
        QCOMPARE(added.at(1).toInt(), 0);
        QVERIFY(added.at(2).toStringList().at(0).contains(QStringLiteral("notes.png")));
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QVERIFY(fs::exists(m_folder->path("results/a_x4.png")));
        QVERIFY(fs::exists(m_folder->path("results/day 2/b_x4.png"))); // the tree is mirrored
        open();                                                        // and on another day
        added = addFolder(m_folder->path("shoot"), settings);
        QCOMPARE(added.at(0).toInt(), 0);
        QCOMPARE(added.at(1).toInt(), 2);
    }

    void whatIsDoneIsDoneAgainWhereSomethingChanged()
    {
        open();
        const fs::path shoot = m_folder->path("shoot");
        const fs::path results = m_folder->path("results");
        JobSettings settings = tests::queueSettings();
        settings.target.folder = results;
        for (const char* name : {"shoot/a.png", "shoot/b.png", "shoot/c.png"})
            m_folder->writePicture(name);
        addFolder(shoot, settings);
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(this->results(results), 3);

        fs::last_write_time(shoot / "a.png", fs::file_time_type::clock::now()); // touched: the same bytes
        m_folder->writePicture("shoot/b.png", 24, 17);                          // another photo
        fs::remove(results / "c_x4.png");                                       // its result is gone
        QCOMPARE(addFolder(shoot, settings).at(0).toInt(), 2);
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QVERIFY(!fs::exists(results / "a_x4-2.png"));
        QVERIFY(fs::exists(results / "b_x4-2.png"));
        QVERIFY(fs::exists(results / "c_x4.png"));

        settings.enlarge.output.quality = 80; // other settings
        QCOMPARE(addFolder(shoot, settings).at(0).toInt(), 3);
        settings.model.network.sha256 = std::string(64, '1'); // another model
        QCOMPARE(addFolder(shoot, settings).at(0).toInt(), 3);
        m_queue->cancelAll();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
    }

    void ourOwnResultsAreNoPhotosOfAFolder()
    {
        open();
        m_folder->writePicture("shoot/a.png");
        addFolder(m_folder->path("shoot"));
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QVERIFY(fs::exists(m_folder->path("shoot/a_x4.png")));
        const QList<QVariant> added = addFolder(m_folder->path("shoot"));
        QCOMPARE(added.at(0).toInt(), 0);
        QCOMPARE(added.at(1).toInt(), 2);
    }

    void aSecondProgramWorksWithoutKeeping()
    {
        open();
        m_queue->add(jobs(1));
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        JobQueue second(m_device);
        QSignalSpy noted(&second, &JobQueue::noted);
        second.open();
        QVERIFY(noted.wait());
        QCOMPARE(second.keeping(), JobQueue::Keeping::NotKept);
        QVERIFY(second.notKeptReason().contains(QStringLiteral("another program")));
        QCOMPARE(second.jobs().count(), 0);
        second.add({tests::queueJob(m_folder->writePicture("b.png"))});
        QTRY_VERIFY_WITH_TIMEOUT(!second.runner().isStarted(), patience);
        QCOMPARE(second.jobs().at(0).state, JobState::Done);
        m_queue->flush();
        open();
        QCOMPARE(m_queue->jobs().count(), 1); // the other's is not there
    }

    void aFullDiskFailsWhatDoesNotFit()
    {
        m_queue = std::make_unique<JobQueue>(m_device);
        std::vector<Job> all = jobs(2);
        all.insert(all.begin(), tests::queueJob(m_folder->writePicture("large.png", 400, 300)));
        const FileLimit limit(50'000);
        m_queue->add(all);
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(states(), (std::vector{JobState::Failed, JobState::Done, JobState::Done}));
        QVERIFY(!m_queue->jobs().at(0).text.isEmpty());
        QCOMPARE(results(m_folder->path()), 2); // no half of one
    }

    void whatCannotBeKeptAnyLongerIsDoneAllTheSame()
    {
        open();
        QSignalSpy noted(m_queue.get(), &JobQueue::noted);
        const FileLimit limit(50'000);
        const std::vector<Job> all(500, jobs(1).front());
        const auto ids = m_queue->jobs().add(all);
        QTRY_COMPARE_WITH_TIMEOUT(noted.size(), 1, patience);
        QVERIFY(m_queue->keeping() == JobQueue::Keeping::NotKept);
        QVERIFY2(m_queue->notKeptReason().contains("disk"), qPrintable(m_queue->notKeptReason()));
        m_queue->runner().remove(JobIds(ids.begin() + 1, ids.end()));
        m_queue->runner().start();
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(), patience);
        QCOMPARE(states(), std::vector{JobState::Done});
    }

    void aDamagedFileIsSaid()
    {
        fs::create_directories(JobStore::defaultFile().parent_path());
        std::ofstream(JobStore::defaultFile()) << std::string(5000, 'x');
        m_queue = std::make_unique<JobQueue>(m_device);
        QSignalSpy noted(m_queue.get(), &JobQueue::noted);
        m_queue->open();
        QVERIFY(noted.wait());
        QVERIFY(noted[0][0].toString().contains(QStringLiteral("queue-damaged.sqlite")));
        m_queue->add(jobs(1));
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->jobs().count() == 1 && isIdle(), patience);
        m_queue->flush();
        open();
        QCOMPARE(m_queue->jobs().count(), 1);
    }

    void tenThousandAreThereInASecond()
    {
        {
            const DeviceQueue::Claim hold(m_device, Urgency::Region);
            open();
            m_queue->runner().pause();
            m_queue->add(std::vector<Job>(10'000, jobs(1).front()));
            m_queue->flush();
            m_queue = nullptr;
        }
        QElapsedTimer timer;
        timer.start();
        open();
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(m_queue->leftOver(), 10'000);
        timer.restart();
        m_queue->goOn();
        for (int i = 0; i < 20; ++i)
            m_queue->totals();
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed()))); // they are told often
        m_queue->runner().pause();
        timer.restart();
        m_queue->runner().remove(m_queue->jobs().idsOf([](const Job& job) { return job.id % 2 == 0; }));
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(JobQueueTest)
#include "job_queue_test.moc"
