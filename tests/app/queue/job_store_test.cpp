// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job_store.h"

#include "tests/app/queue/queue_material.h"
#include "tests/support/test_files.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

using namespace enlarger;
using namespace enlarger::app;
namespace fs = std::filesystem;

class JobStoreTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::SessionFolder> m_folder;

    fs::path file() const { return m_folder->path("queue/queue.sqlite"); }
    std::unique_ptr<JobStore> open() const
    {
        auto store = JobStore::open(file());
        if (!store)
            qFatal("%s", store.error().text().c_str());
        return *std::move(store);
    }
    static Job job(std::int64_t id, JobState state = JobState::Waiting)
    {
        Job job = tests::queueJob("/photos/" + std::to_string(id) + ".jpg");
        job.id = id;
        job.place = double(id);
        job.state = state;
        return job;
    }
    static void write(JobStore& store, std::vector<Job> jobs)
    {
        const Status written = store.write({std::move(jobs), {}});
        ENLARGER_VERIFY(written);
    }
    void spoil(int place) const
    {
        QFile raw(QString::fromStdString(file().string()));
        QVERIFY(raw.open(QIODevice::ReadWrite));
        if (place < 0) {
            QVERIFY(raw.resize(raw.size() / 2));
            return;
        }
        QVERIFY(raw.seek(place));
        raw.write(QByteArray(int(raw.size()) - place, 'x'));
    }
    void setVersion(int version) const
    {
        {
            QSqlDatabase database =
                QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("other"));
            database.setDatabaseName(QString::fromStdString(file().string()));
            QVERIFY(database.open());
            QVERIFY(QSqlQuery(database).exec(QStringLiteral("PRAGMA user_version = %1").arg(version)));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("other"));
    }

private Q_SLOTS:
    void init()
    {
        if (!QSqlDatabase::isDriverAvailable(QStringLiteral("QSQLITE")))
            QSKIP("Qt's driver for SQLite is not installed");
        tests::refuseWarnings();
        m_folder = std::make_unique<tests::SessionFolder>();
    }

    void whatIsWrittenIsRead()
    {
        Job done = job(7, JobState::Done);
        done.source = "/photos/na\xEFve.jpg";
        done.format = image::PhotoFormat::Jpeg;
        done.seen = {5'000'000'000, 1'700'000'000'123'456'789, "abc"};
        done.output = "/results/na\xEFve_x4.png";
        done.text = QStringLiteral("Grün");
        done.seconds = 12.5;
        done.added = 1;
        done.started = 2;
        done.finished = 1'800'000'000'000;
        {
            const auto store = open();
            QVERIFY(store->takeJobs().empty());
            write(*store, {done, job(3), job(4, JobState::Failed)});
            const Status removed = store->write({{}, {4}});
            ENLARGER_VERIFY(removed);
        }
        const auto store = open();
        QVERIFY2(store->note().isEmpty(), qPrintable(store->note()));
        const std::vector<Job> jobs = store->takeJobs();
        QCOMPARE(jobs.size(), std::size_t(2));
        QCOMPARE(jobs[0].id, std::int64_t(3)); // in the order of their places
        const Job& read = jobs[1];
        QCOMPARE(read.source, done.source);
        QCOMPARE(read.format, done.format);
        QCOMPARE(read.settings->key, done.settings->key);
        QCOMPARE(read.state, done.state);
        QVERIFY(read.in == done.in && read.out == done.out && read.seen == done.seen);
        QCOMPARE(read.output, done.output);
        QCOMPARE(read.text, done.text);
        QCOMPARE(read.seconds, done.seconds);
        QCOMPARE(read.finished, done.finished);
        QCOMPARE(read.settings, jobs[0].settings); // they share them
    }

    void whatRanIsWaitingAgain()
    {
        Job running = job(1, JobState::Running);
        running.output = "/results/1_x4.png";
        write(*open(), {running, job(2, JobState::Paused)});
        const std::vector<Job> jobs = open()->takeJobs();
        QCOMPARE(jobs[0].state, JobState::Waiting);
        QVERIFY(jobs[0].wasInterrupted());
        QCOMPARE(jobs[1].state, JobState::Paused);
    }

    void oneProgramHasItAtATime()
    {
        auto first = open();
        write(*first, {job(1)});
        const auto second = JobStore::open(file());
        QVERIFY(!second.ok());
        QCOMPARE(second.error().kind, ErrorKind::FileExists);
        QVERIFY(QString::fromStdString(second.error().text()).contains(QStringLiteral("another program")));
        write(*first, {job(2)}); // as if nothing had been
        first = nullptr;
        QCOMPARE(open()->takeJobs().size(), std::size_t(2));
    }

    void aDamagedOneIsKeptAside_data()
    {
        QTest::addColumn<int>("place");
        QTest::newRow("not a database") << 0;
        QTest::newRow("pages of nonsense") << 100;
        QTest::newRow("nonsense behind the table") << 8192;
        QTest::newRow("cut off") << -1;
    }
    void aDamagedOneIsKeptAside()
    {
        QFETCH(int, place);
        std::vector<Job> many;
        for (int i = 1; i <= 100; ++i)
            many.push_back(job(i));
        write(*open(), many);
        spoil(place);
        for (int round = 0; round < 2; ++round) {
            const fs::path aside =
                m_folder->path(round == 0 ? "queue/queue-damaged.sqlite" : "queue/queue-damaged-2.sqlite");
            {
                const auto store = open();
                QVERIFY(store->takeJobs().empty());
                QVERIFY2(store->note().contains(QString::fromStdString(aside.string())),
                         qPrintable(store->note()));
                QVERIFY(fs::exists(aside));
                write(*store, many);
            }
            QCOMPARE(open()->takeJobs().size(), std::size_t(100));
            spoil(0);
        }
    }

    void aNewerOneIsKeptAside()
    {
        write(*open(), {job(1)});
        setVersion(99);
        {
            const auto store = open();
            QVERIFY(store->takeJobs().empty());
            QVERIFY(store->note().contains(QStringLiteral("newer version")));
        }
        fs::rename(m_folder->path("queue/queue-newer.sqlite"), file()); // it is whole
        setVersion(1);
        QCOMPARE(open()->takeJobs().size(), std::size_t(1));
    }

    void anotherTableIsDamage()
    {
        write(*open(), {job(1)});
        {
            QSqlDatabase database =
                QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("other"));
            database.setDatabaseName(QString::fromStdString(file().string()));
            QVERIFY(database.open());
            QVERIFY(
                QSqlQuery(database).exec(QStringLiteral("ALTER TABLE jobs RENAME COLUMN source TO photo")));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("other"));
        QVERIFY(!open()->note().isEmpty());
    }

    void whereNothingCanBeWrittenItSaysSo()
    {
        m_folder->writeText("file", "x");
        const auto store = JobStore::open(m_folder->path("file") / "queue.sqlite");
        QVERIFY(!store.ok());
        QCOMPARE(store.error().kind, ErrorKind::Io);
        fs::create_directories(m_folder->path("folder/queue.sqlite"));
        QVERIFY(!JobStore::open(m_folder->path("folder/queue.sqlite")).ok());
    }

    void tenThousandAreThereInASecond()
    {
        std::vector<Job> many;
        for (int i = 1; i <= 10'000; ++i)
            many.push_back(job(i));
        write(*open(), many);
        QElapsedTimer timer;
        timer.start();
        const auto store = open();
        QCOMPARE(store->takeJobs().size(), std::size_t(10'000));
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
        timer.restart();
        many[5000].state = JobState::Done;
        write(*store, {many[5000]});
        QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(JobStoreTest)
#include "job_store_test.moc"
