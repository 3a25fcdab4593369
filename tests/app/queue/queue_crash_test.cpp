// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job_store.h"
#include "core/image/read/photo_reader.h"
#include "tests/app/queue/queue_material.h"
#include "tests/support/test_files.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
namespace fs = std::filesystem;

/// A program that is killed while it works loses no job, and does none twice.
class QueueCrashTest : public QObject
{
    Q_OBJECT

private:
    static constexpr int patience = 60'000; // ms
    std::unique_ptr<tests::SessionFolder> m_folder;

    static std::unique_ptr<QProcess> start(const QStringList& files = {})
    {
        auto worker = std::make_unique<QProcess>();
        worker->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        worker->start(QStringLiteral(QUEUE_WORKER), files);
        return worker;
    }
    /// Until it has said so many lines; false: it has ended.
    static bool hear(QProcess& worker, int lines)
    {
        int heard = 0;
        while (heard < lines) {
            if (!worker.canReadLine() && !worker.waitForReadyRead(patience))
                return false;
            while (worker.canReadLine()) {
                worker.readLine();
                ++heard;
            }
        }
        return true;
    }
    static void kill(QProcess& worker)
    {
        worker.kill();
        worker.waitForFinished(patience);
    }
    QStringList writePhotos(int photos = 12) const
    {
        QStringList files;
        for (int i = 0; i < photos; ++i)
            files << QString::fromStdString(
                m_folder->writePicture("photo-" + std::to_string(i) + ".png", 30 + i, 20).string());
        return files;
    }
    std::vector<Job> kept() const
    {
        auto store = JobStore::open(JobStore::defaultFile());
        if (!store)
            qFatal("%s", store.error().text().c_str());
        return (*store)->takeJobs();
    }
    void everythingIsThereOnce(int photos = 12) const
    {
        const std::vector<Job> jobs = kept();
        QCOMPARE(jobs.size(), std::size_t(photos));
        for (const Job& job : jobs)
            QVERIFY2(job.state == JobState::Done, job.source.c_str());
        int files = 0;
        for (const auto& entry : fs::directory_iterator(m_folder->path())) {
            ++files;
            QVERIFY2(image::readPhoto(entry.path()).ok(), entry.path().c_str());
        }
        QCOMPARE(files, 2 * photos); // each photo and its result: no second one, and no half of one
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<tests::SessionFolder>(); }

    // Right behind its words, while it opens the queue, and somewhere in the work on one of the next photos.
    void killedAtTwentyRandomMoments()
    {
        constexpr int photos = 120; // more than it can do meanwhile, or nearly so
        constexpr int enough = 8;   // kills, however quick the machine is
        auto worker = start(writePhotos(photos));
        QVERIFY(hear(*worker, 1));
        kill(*worker);
        int killed = 0;
        for (; killed < 20; ++killed) {
            worker = start();
            const int lines = QRandomGenerator::global()->bounded(3);
            if (!hear(*worker, lines))
                break;                                      // it was done before
            const int most = lines == 0 ? 300'000 : 30'000; // µs; loading the libraries takes its time
            const qint64 moment = QRandomGenerator::global()->bounded(most);
            QElapsedTimer later;
            later.start();
            while (later.nsecsElapsed() < moment * 1000)
                ;
            kill(*worker);
            if (worker->exitStatus() != QProcess::CrashExit)
                break; // it ended by itself
            QCOMPARE(kept().size(), std::size_t(photos));
        }
        QVERIFY2(killed >= enough, qPrintable(QString::number(killed)));
        worker = start();
        QVERIFY(worker->waitForFinished(patience));
        QCOMPARE(worker->exitCode(), 0);
        everythingIsThereOnce(photos);
    }

    // The file has its name, and the queue does not know yet.
    void killedBeforeTheResultWasNoted()
    {
        auto worker = start(writePhotos());
        QVERIFY(worker->waitForFinished(patience));
        {
            auto store = JobStore::open(JobStore::defaultFile());
            ENLARGER_VERIFY(store);
            std::vector<Job> jobs = (*store)->takeJobs();
            for (Job& job : jobs) {
                job.state = JobState::Running;
                job.finished = 0;
            }
            fs::remove(jobs[3].output); // one had none yet
            m_folder->writeText(jobs[4].output.filename(),
                                "another's"); // one's name was taken by another program
            const Status written = (*store)->write({jobs, {}});
            ENLARGER_VERIFY(written);
        }
        worker = start();
        QVERIFY(worker->waitForFinished(patience));
        QCOMPARE(worker->exitCode(), 0);
        fs::remove(m_folder->path("photo-4_x4.png")); // the other program's; the result has the next name
        QVERIFY(fs::exists(m_folder->path("photo-4_x4-2.png")));
        everythingIsThereOnce();
    }

    void theNextOneGetsItAtOnce()
    {
        auto worker = start(writePhotos());
        QVERIFY(hear(*worker, 1));
        QVERIFY(!JobStore::open(JobStore::defaultFile()).ok()); // it is another program's
        kill(*worker);
        QVERIFY(JobStore::open(JobStore::defaultFile()).ok());
    }
};

QTEST_GUILESS_MAIN(QueueCrashTest)
#include "queue_crash_test.moc"
