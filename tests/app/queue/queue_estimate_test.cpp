// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/queue_estimate.h"

#include "app/queue/job_settings.h"
#include "tests/app/queue/queue_material.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::app;

class QueueEstimateTest : public QObject
{
    Q_OBJECT

private:
    static Job job(int width, int height, const std::string& network = "a", double factor = 4.0)
    {
        JobSettings settings = tests::queueSettings();
        settings.model.network.sha256 = network;
        settings.enlarge.size.factor = factor;
        Job job = tests::queueJob("/photos/a.png", settings);
        job.in = {width, height};
        job.out = outputSizeOf(settings, job.in);
        return job;
    }
    static void finish(JobList& list, QueueEstimate& estimate, std::int64_t id, double seconds)
    {
        list.change(id, [](Job& one) { one.state = JobState::Running; });
        list.change(id, [seconds](Job& one) {
            one.state = JobState::Done;
            one.seconds = seconds;
            one.finished = 100;
        });
        estimate.record(*list.find(id));
    }

private Q_SLOTS:
    void secondPassesCount()
    {
        QCOMPARE(workOf(job(100, 50)), 5000.0);
        QCOMPARE(workOf(job(100, 50, "a", 2.0)), 5000.0);
        QCOMPARE(workOf(job(100, 50, "a", 8.0)), 5000.0 * 17);
        Job unknown = job(100, 50);
        unknown.in = {};
        QCOMPARE(workOf(unknown), 0.0);
    }

    void nothingIsKnownAtFirst()
    {
        JobList list;
        const QueueEstimate estimate;
        QCOMPARE(estimate.secondsLeft(list), 0.0);
        list.add({job(100, 100)});
        QVERIFY(estimate.secondsLeft(list) < 0.0);
        QVERIFY(estimate.secondsOf(list.at(0)) < 0.0);
    }

    void earlierWorkTellsBeforeTheFirstIsDone()
    {
        JobList list;
        list.add({job(100, 100), job(100, 100, "b")});
        QueueEstimate estimate;
        const WorkRates rates{{rateKeyOf(list.at(0).settings->model), {1000.0, 2.0}}};
        QVERIFY(estimate.expect(rates));
        QVERIFY(!estimate.expect(rates));
        QCOMPARE(estimate.secondsOf(list.at(0)), 20.0);
        QVERIFY(estimate.secondsOf(list.at(1)) < 0.0);
        QCOMPARE(estimate.secondsLeft(list), 40.0); // the other network is taken for no slower

        finish(list, estimate, 1, 5.0); // what is measured here counts more
        list.add({job(100, 100)});
        QCOMPARE(estimate.secondsOf(list.at(2)), 5.0);
    }

    void theFirstOneTellsOfTheOthersWhileItRuns()
    {
        JobList list;
        list.add({job(100, 100), job(200, 100), job(100, 300)});
        list.change(1, [](Job& one) { one.state = JobState::Running; });
        list.setProgress(1, {25, 100, 0.0, 3.0}, false); // 7500 pixels in 3 s
        const QueueEstimate estimate;
        QCOMPARE(estimate.secondsLeft(list), 3.0 + 50'000.0 / 2500.0);
        QCOMPARE(QueueEstimate::doneShare(list, 0), 2500.0 / 60'000.0);
    }

    // The machine needs this time for each pixel of each network, and now and then some more.
    void isRightAfterTheFirstTenth()
    {
        JobList list;
        std::vector<double> seconds;
        std::vector<Job> jobs;
        for (int i = 0; i < 200; ++i) {
            const std::string network = i % 3 == 0 ? "a" : "b";
            jobs.push_back(job(100 + (i * 37) % 400, 80 + (i * 53) % 300, network, i % 7 == 0 ? 8.0 : 4.0));
            const double rate = network == "a" ? 2e-4 : 3e-5;
            seconds.push_back(workOf(jobs.back()) * rate * (1.0 + 0.1 * ((i * 7) % 5 - 2)));
        }
        const auto ids = list.add(jobs);
        QueueEstimate estimate;
        double left = 0.0;
        double done = 0.0;
        for (const double each : seconds)
            left += each;
        const double all = left;
        for (std::size_t i = 0; i + 1 < ids.size(); ++i) {
            finish(list, estimate, ids[i], seconds[i]);
            left -= seconds[i];
            done += seconds[i];
            if (done < all / 10.0)
                continue;
            const double said = estimate.secondsLeft(list);
            if (left > all / 100.0)
                QVERIFY2(std::abs(said - left) < 0.15 * left,
                         qPrintable(QStringLiteral("%1: %2 of %3").arg(i).arg(said).arg(left)));
        }
        QVERIFY(QueueEstimate::doneShare(list, 0) > 0.99);
        QCOMPARE(QueueEstimate::doneShare(list, 101), 0.0); // they belong to another time
    }

    void anUnknownNetworkGoesAsTheOthers()
    {
        JobList list;
        list.add({job(100, 100, "a"), job(100, 100, "c")});
        QueueEstimate estimate;
        finish(list, estimate, 1, 5.0);
        QCOMPARE(estimate.secondsLeft(list), 5.0);
        QCOMPARE(estimate.secondsLeft(list, {2}), 0.0);
    }
};

QTEST_GUILESS_MAIN(QueueEstimateTest)
#include "queue_estimate_test.moc"
