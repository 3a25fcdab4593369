// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/training_bench.h"

#include "app/training/run_file.h"
#include "app/training/run_marker.h"
#include "core/train/history/history_files.h"
#include "core/train/run/run_lock.h"
#include "tests/bench/bench_window.h"
#include "ui/finetune/curve_plot.h"
#include "ui/finetune/finetune_workspace.h"
#include "ui/finetune/run_list.h"

#include <QDir>
#include <QImage>
#include <QTabBar>
#include <QTimer>

namespace enlarger::bench {

namespace {

constexpr int lengthy = 30 * 60'000; // ms: a training takes as long as it takes

class TrainingWindow : public Bench
{
public:
    using Bench::Bench;

    app::FineTuneSession& session() { return bench().fineTune; }
    void showWorkspace(bool shown) { window().findChild<QTabBar*>()->setCurrentIndex(shown ? 1 : 0); }
    void start(const QString& folder, const QString& model)
    {
        session().setPhotos({app::toPath(folder)});
        if (!model.isEmpty())
            session().setFrom(model);
        waitFor([&] { return !session().check().isRunning(); }, "the photos were not looked through");
        begin();
    }
    void begin()
    {
        if (const QString obstacle = session().obstacle(); !obstacle.isEmpty())
            fail(qPrintable(obstacle));
        session().start();
    }
    void waitForStep(std::int64_t step)
    {
        waitFor(
            [&] {
                const app::TrainingJob* job = session().job();
                if (job && job->error())
                    fail(job->error()->text().c_str());
                return job && job->progress().step >= step;
            },
            "the training did not get so far", lengthy);
    }
};

/// Of steps `from` + 1 to `to`.
double medianSecondsPerStep(const app::TrainingJob& job, std::int64_t from, std::int64_t to)
{
    std::vector<double> seconds;
    for (const train::HistoryPoint& point : job.historySince({}).points)
        if (const auto found = point.values.find("seconds per step");
            found != point.values.end() && point.step > from && point.step <= to)
            seconds.push_back(found->second);
    return percentile(std::move(seconds), 0.5);
}

} // namespace

bool TimedApplication::notify(QObject* receiver, QEvent* event)
{
    QElapsedTimer clock;
    clock.start();
    ++m_depth;
    const bool isHandled = QApplication::notify(receiver, event);
    if (--m_depth == 0)
        m_milliseconds.push_back(double(clock.nsecsElapsed()) / 1e6);
    return isHandled;
}

// In the second half of the steps the pointer goes over the curves, which tell their values.
void stepsInWindow(TimedApplication& application, const QString& folder, const QString& model,
                   std::int64_t steps)
{
    TrainingWindow bench(model);
    bench.showWorkspace(true);
    bench.session().setEffort(app::FineTuneSession::Effort::Steps);
    bench.session().setSteps(steps);
    bench.start(folder, model);
    bench.waitForStep(1);
    (void)application.take();
    bench.waitForStep(steps / 2);
    auto& plot = *bench.window().findChild<ui::CurvePlot*>();
    QTimer hand;
    int place = 0;
    QObject::connect(&hand, &QTimer::timeout, [&] {
        place = (place + 7) % plot.width();
        QTest::mouseMove(plot.findChild<QWidget*>(), QPoint(place, plot.height() / 3));
    });
    hand.start(50);
    waitFor([&] { return !bench.session().isTraining(); }, "the training did not end", lengthy);
    hand.stop();
    const std::vector<double> events = application.take();
    const auto quick = std::ranges::count_if(events, [](double milliseconds) { return milliseconds < 16.0; });
    const app::TrainingJob& job = *bench.session().job();
    print({{"scenario", "train"},
           {"steps", double(job.progress().step)},
           {"medianSecondsPerStep", medianSecondsPerStep(job, 0, steps / 2)},
           {"withPointer", medianSecondsPerStep(job, steps / 2, steps)},
           {"events", int(events.size())},
           {"shareUnder16Ms", double(quick) / double(std::max<std::size_t>(1, events.size()))},
           {"longestEventMs", percentile(events, 1.0)}});
}

void look(const QString& photo, const QString& folder, const QString& model)
{
    TrainingWindow bench(model);
    bench.openAndWait(photo);
    bench.view().setZoom(1.0);
    bench.waitUntilComplete();
    const auto secondsToTile = [&] { // at places that were not seen before
        std::vector<double> seconds;
        for (int i = 0; i < 8; ++i) {
            double first = -1.0;
            QElapsedTimer clock;
            const auto connection =
                QObject::connect(&bench.bench().regions, &app::RegionService::tileDone, &bench.window(),
                                 [&](const infer::TilePointer& tile) {
                                     const auto* layer = static_cast<const ui::PhotoLayer*>(bench.layer());
                                     const auto network = layer ? layer->content().network : nullptr;
                                     if (first < 0.0 && network && tile->layer == network->id)
                                         first = double(clock.nsecsElapsed()) / 1e9;
                                 });
            clock.start();
            bench.view().activeView()->panBy({-double(bench.view().width()), 0.0});
            waitFor([&] { return first >= 0.0; }, "no tile was computed");
            QObject::disconnect(connection);
            seconds.push_back(first);
            bench.waitUntilComplete();
        }
        return seconds;
    };
    const std::vector<double> alone = secondsToTile();
    bench.session().setMinutes(1000.0);
    bench.start(folder, model);
    bench.waitForStep(2);
    const std::vector<double> together = secondsToTile();
    bench.session().job()->stop();
    print({{"scenario", "look"},
           {"medianSecondsToFirstTile", percentile(alone, 0.5)},
           {"whileTraining", percentile(together, 0.5)},
           {"longestWhileTraining", percentile(together, 1.0)}});
}

// As a run that another program trains, whose table holds all points.
void curves(std::int64_t points)
{
    constexpr int names = 10;
    const auto folder = app::runsFolder(models::ModelStore()) / "bench";
    std::filesystem::create_directories(folder);
    std::vector<train::HistoryPoint> history;
    for (std::int64_t step = 1; step <= points / names; ++step) {
        train::HistoryPoint point{train::HistoryPoint::Kind::Steps, step, {}};
        for (const char* name : {"total", "pixel", "perceptual", "gan", "discriminator", "D(real)", "D(fake)",
                                 "rate of G", "gradient of G", "seconds per step"})
            point.values[name] = 1.0 / double(step) + 0.1 * double(step * 7919 % 101) / 101.0;
        history.push_back(std::move(point));
    }
    if (const Status written = app::writeRunFile(folder, {}, {}); !written)
        fail(written.error().text().c_str());
    const auto table = train::openHistoryCsv(folder / "history.csv", history);
    const auto lock = train::RunLock::take(folder);
    const app::RunMarker marker(folder);
    if (!table || !lock)
        fail("the run cannot be written");
    TrainingWindow bench(QString{});
    bench.showWorkspace(true);
    auto& runs = *bench.window().findChild<ui::RunList*>();
    waitFor([&] { return bench.bench().runs.rowOf(QStringLiteral("bench")) >= 0; }, "the run is not listed");
    auto& plot = *bench.window().findChild<ui::CurvePlot*>();
    QElapsedTimer clock;
    clock.start();
    runs.choose(QStringLiteral("bench"));
    while (plot.curves().curves().empty())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    plot.repaint();
    QCoreApplication::processEvents();
    const double opened = double(clock.nsecsElapsed()) / 1e6;
    clock.restart();
    plot.setSmoothing(0.5);
    plot.repaint();
    QCoreApplication::processEvents();
    print({{"scenario", "curves"},
           {"points", double(points / names * names)},
           {"openMs", opened},
           {"smoothAnewMs", double(clock.nsecsElapsed()) / 1e6}});
}

void firstStep(const QString& folder, const QString& model)
{
    TrainingWindow bench(model);
    QElapsedTimer clock;
    clock.start();
    bench.showWorkspace(true);
    bench.session().setPhotos({app::toPath(folder)});
    if (!model.isEmpty())
        bench.session().setFrom(model);
    bench.begin();
    bench.waitForStep(1);
    print({{"scenario", "first"},
           {"photos", int(bench.session().job()->photos()->used.size())},
           {"secondsToFirstStep", double(clock.nsecsElapsed()) / 1e9}});
    bench.session().job()->stop();
}

void makePhotos(const QString& photo, const QString& folder, int count)
{
    const QImage picture(photo);
    if (picture.isNull() || !QDir().mkpath(folder))
        fail("the photo cannot be read, or the folder cannot be made");
    for (int i = 0; i < count; ++i) { // each another photo: the same one would count once
        const QImage part = picture.copy(i, i, picture.width() - count, picture.height() - count);
        if (!part.save(QDir(folder).filePath(QStringLiteral("photo-%1.jpg").arg(i)), nullptr, 90))
            fail("the photos cannot be written");
    }
}

} // namespace enlarger::bench
