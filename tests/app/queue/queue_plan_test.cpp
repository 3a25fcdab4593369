// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/queue_plan.h"

#include "app/queue/job_settings.h"
#include "tests/app/queue/queue_material.h"

#include <QTest>

#include <unistd.h>

using namespace enlarger;
using namespace enlarger::app;

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class QueuePlanTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::SessionFolder> m_folder;

    Job job(const std::string& name, int side, const JobSettings& settings = tests::queueSettings()) const
    {
        Job one = tests::queueJob(m_folder->path(name), settings);
        one.in = {side, side};
        one.out = outputSizeOf(*one.settings, one.in);
        return one;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<tests::SessionFolder>(); }

    void sumsUp()
    {
        const QueuePlan plan = planQueue({job("a.png", 500), job("b.png", 1000)});
        QCOMPARE(plan.photos, 2);
        QCOMPARE(plan.megapixels, 4.0 + 16.0);
        QVERIFY2(plan.bytes > 20'000'000 / 4 && plan.bytes < 20'000'000 * 6,
                 qPrintable(QString::number(plan.bytes)));
        QCOMPARE(plan.problems, QStringList());
        QCOMPARE(plan.notes, QStringList());
        QVERIFY(planQueue({}) == QueuePlan());
    }

    void aDiskThatIsTooSmallIsTold()
    {
        std::vector<Job> jobs;
        const auto space = fs::space(m_folder->path());
        const std::int64_t each = planQueue({job("a.png", 100'000)}).bytes; // of a picture of 160 gigapixels
        for (std::int64_t bytes = 0; bytes <= std::int64_t(space.available); bytes += each)
            jobs.push_back(job(std::to_string(jobs.size()) + ".png", 100'000));
        const QueuePlan plan = planQueue(jobs);
        QCOMPARE(plan.problems.size(), 1); // once, however many there are
        QVERIFY2(plan.problems[0].startsWith("The results need about "), qPrintable(plan.problems[0]));
    }

    void aFormatsLimitIsTold()
    {
        JobSettings settings = tests::queueSettings();
        settings.enlarge.output.format = image::PhotoFormat::WebP;
        const QueuePlan plan = planQueue({job("a.png", 5000, settings), job("b.png", 4000, settings)});
        QCOMPARE(plan.problems.size(), 1);
        QVERIFY2(plan.problems[0].startsWith("1 of the results are larger than WebP can be (16383"),
                 qPrintable(plan.problems[0]));
        const QueuePlan more = planQueue({job("a.png", 5000, settings), job("b.png", 4100, settings)});
        QVERIFY(more.problems != plan.problems);
        QCOMPARE(more.subjects, plan.subjects); // it is the same problem
    }

    void namesThatAreSharedAreTold()
    {
        JobSettings settings = tests::queueSettings();
        settings.target.folder = m_folder->path("out");
        settings.target.nameTemplate = "{name}";
        const std::vector<Job> jobs{job("one/a.png", 10, settings), job("two/a.png", 10, settings),
                                    job("two/b.png", 10, settings)};
        const QueuePlan plan = planQueue(jobs);
        QCOMPARE(plan.problems, QStringList());
        QCOMPARE(plan.notes, QStringList("Several photos would become a.png: a number tells them apart."));
        settings.target.nameTemplate = "{name}_{counter}";
        QCOMPARE(planQueue({job("one/a.png", 10, settings), job("two/a.png", 10, settings)}).notes,
                 QStringList());
    }

    void whatWillBeLostIsTold()
    {
        JobSettings settings = tests::queueSettings();
        settings.enlarge.output.format = image::PhotoFormat::Jpeg;
        std::vector<Job> jobs;
        for (const auto& [name, channels] : {std::pair("a.png", 4), {"b.png", 3}, {"c.png", 4}}) {
            m_folder->writePicture(name, 24, 16, channels);
            jobs.push_back(job(name, 16, settings));
            jobs.back().id = std::int64_t(jobs.size());
        }
        JobForecasts looker;
        JobForecasts::Told told = looker.of(jobs, 0ms);
        QVERIFY(!told.isWhole && told.ofJobs.empty()); // there was no time to look
        told = looker.of(jobs, 1h);
        QVERIFY(told.isWhole);
        const QString loss = "JPEG has no transparency: the picture is placed on white";
        QCOMPARE(told.ofJobs, (LossesOfJobs{{1, {loss}}, {3, {loss}}}));
        const QueuePlan plan = planQueue(jobs, told);
        QCOMPARE(plan.lossy, 2);
        QCOMPARE(plan.losses, QStringList("2 photos: " + loss));

        fs::remove(m_folder->path("a.png")); // what has been seen is not read again, but for other settings
        QVERIFY(looker.of(jobs, 0ms).isWhole);
        for (Job& one : jobs)
            one.settings = withKey(tests::queueSettings());
        QVERIFY(!looker.of(jobs, 0ms).isWhole);
        QVERIFY(looker.of(jobs, 1h).ofJobs.empty());
    }

    void whatCannotBeDoneIsTold()
    {
        JobSettings outside = tests::queueSettings();
        outside.enlarge.crop = image::PixelRect{20, 10, 40, 40};
        std::vector<Job> jobs{job("gone.png", 16), job("a.png", 16), job("a.png", 16, outside)};
        m_folder->writePicture("a.png");
        for (std::size_t i = 0; i < jobs.size(); ++i)
            jobs[i].id = std::int64_t(i + 1);
        JobForecasts looker;
        const JobForecasts::Told told = looker.of(jobs, 1h);
        QCOMPARE(told.refused, 2);
        QVERIFY2(told.refusal.contains("gone.png"), qPrintable(told.refusal));
        QVERIFY(told.memory > 0); // of the other one
        const QueuePlan plan = planQueue(jobs, told);
        QCOMPARE(plan.memory, told.memory);
        QVERIFY2(plan.problems.value(0).startsWith("2 of the photos cannot be enlarged. The first: "),
                 qPrintable(plan.problems.value(0)));
        QCOMPARE(planQueue(jobs, looker.of({jobs[0], jobs[1]}, 1h)).problems, QStringList(told.refusal));
    }

    void aFolderThatTakesNothingIsTold()
    {
        if (::geteuid() == 0)
            QSKIP("root may write everywhere");
        fs::create_directories(m_folder->path("locked"));
        fs::permissions(m_folder->path("locked"), fs::perms::owner_read | fs::perms::owner_exec);
        const QueuePlan plan = planQueue({job("locked/a.png", 10)});
        fs::permissions(m_folder->path("locked"), fs::perms::owner_all);
        QCOMPARE(plan.problems.size(), 1);
        QVERIFY2(plan.problems[0].contains("locked"), qPrintable(plan.problems[0]));
    }
};

QTEST_GUILESS_MAIN(QueuePlanTest)
#include "queue_plan_test.moc"
