// SPDX-License-Identifier: GPL-3.0-or-later
// Times the queue of the window, offscreen, and prints a JSON line a scenario. Its data folder is temporary,
// the network one that ships.
//   bench-queue rate CLI [--photos N] [--processes M]  files a minute of a queue of N small photos, and of
//   one process
//                                              of the program CLI for each of M; gaps of the GUI thread
//                                              meanwhile
//   bench-queue start [--jobs N]               from the start with N waiting jobs to the painted list
//   bench-queue recover                        from the start after a kill -9 to the next finished photo
#include "app/queue/job_queue.h"
#include "app/queue/job_settings.h"
#include "core/models/select.h"
#include "core/system/thread_priority.h"
#include "tests/bench/bench_window.h"
#include "ui/queue/queue_panel.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QEventLoop>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

#include <csignal>

using namespace enlarger;
using namespace enlarger::bench;

namespace fs = std::filesystem;

namespace {

constexpr const char* model = "photo-x4";

app::JobSettings settings()
{
    const models::ModelStore store;
    const auto all = store.list();
    const auto found = std::ranges::find_if(all, [](const auto& one) { return one.card.name == model; });
    const auto device = device::findDevice("cpu");
    if (found == all.end() || !device)
        fail("no network ships: set ENLARGER_SHIPPED_MODELS");
    auto selection = models::select(all, *found, {}, *device, device::Precision::Auto);
    if (!selection)
        fail(selection.error().text().c_str());
    app::JobSettings job;
    job.model = *std::move(selection);
    job.scale = found->card.scale;
    return job;
}

std::vector<fs::path> writePhotos(const fs::path& folder, int count, int side)
{
    std::vector<fs::path> files;
    QImage picture(side, side, QImage::Format_RGB32);
    for (int i = 0; i < count; ++i) {
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x)
                picture.setPixelColor(x, y,
                                      QColor((x * 3 + i) % 256, (y * 5) % 256, ((x ^ y) * 7 + i) % 256));
        files.push_back(folder / ("photo-" + std::to_string(i) + ".jpg"));
        if (!picture.save(app::toText(files.back())))
            fail("no photo can be written");
    }
    return files;
}

std::vector<app::Job> jobsOf(const std::vector<fs::path>& photos, const app::JobSettings& by, int side)
{
    const auto shared = app::withKey(by);
    std::vector<app::Job> jobs;
    for (const fs::path& photo : photos) {
        app::Job job;
        job.source = photo;
        job.settings = shared;
        job.in = {side, side};
        job.out = app::outputSizeOf(*shared, job.in);
        jobs.push_back(std::move(job));
    }
    return jobs;
}

// The longest pauses of the GUI thread.
class Gaps
{
public:
    Gaps()
    {
        QObject::connect(&m_timer, &QTimer::timeout, [this] {
            m_gaps.push_back(double(m_clock.nsecsElapsed()) * 1e-6);
            m_clock.start();
        });
        m_clock.start();
        m_timer.start(1);
    }
    QJsonObject result()
    {
        m_timer.stop();
        std::ranges::sort(m_gaps);
        return {{"longest_gap_ms", m_gaps.back()}, {"gap_99_percent_ms", m_gaps[m_gaps.size() * 99 / 100]}};
    }

private:
    QTimer m_timer;
    QElapsedTimer m_clock;
    std::vector<double> m_gaps;
};

void open(app::JobQueue& queue)
{
    bool isOpen = false;
    QObject::connect(&queue, &app::JobQueue::opened, &queue, [&isOpen] { isOpen = true; });
    queue.open();
    waitFor([&isOpen] { return isOpen; }, "the queue did not open");
}

int runQuietly(const QString& program, const QStringList& words)
{
    QProcess process;
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setChildProcessModifier(&lowerThreadPriority); // as the queue: on a busy machine it counts
    process.start(program, words);
    return process.waitForFinished(patience) ? process.exitCode() : -1;
}

void benchRate(const fs::path& folder, const QString& program, int photos, int processes)
{
    constexpr int side = 64;
    const auto files = writePhotos(folder, photos, side);
    DeviceQueue device;
    app::JobQueue queue(device);
    open(queue);
    ui::QueuePanel panel(queue);
    panel.resize(900, 300);
    panel.show();
    QEventLoop untilIdle; // as in the window: qWaitFor() sleeps for 10 ms between two looks
    QObject::connect(&queue.runner(), &app::JobRunner::idle, &untilIdle, &QEventLoop::quit);
    QTimer::singleShot(10 * patience, &untilIdle, &QEventLoop::quit);
    Gaps gaps;
    QElapsedTimer clock;
    clock.start();
    queue.add(jobsOf(files, settings(), side));
    untilIdle.exec();
    const double queued = double(clock.elapsed()) / photos;
    QJsonObject line = gaps.result();
    if (queue.jobs().countOf(app::JobState::Done) != photos)
        fail("not every photo was written");
    clock.start();
    for (int i = 0; i < processes; ++i)
        if (runQuietly(program, {"upscale", app::toText(files[std::size_t(i)]), "-m", model, "-o",
                                 app::toText(folder / "single/"), "--json", "--if-exists", "overwrite"}) != 0)
            fail("the command line failed");
    const double single = double(clock.elapsed()) / processes;
    double enlarging = 0.0;
    for (int row = 0; row < photos; ++row)
        enlarging += queue.jobs().at(row).seconds;
    line["enlarging_s_a_file"] = enlarging / photos;
    line["rest_s_a_file"] =
        queued * 1e-3 - enlarging / photos; // looking, choosing names, waiting for the disk
    line["scenario"] = "rate";
    line["photos"] = photos;
    line["files_a_minute"] = 60'000.0 / queued;
    line["one_process_a_file"] = 60'000.0 / single;
    line["ratio"] = single / queued;
    print(line);
}

void benchStart(const fs::path& folder, int count)
{
    std::vector<fs::path> files;
    for (int i = 0; i < count; ++i)
        files.push_back(folder / ("photo-" + std::to_string(i) + ".jpg"));
    {
        DeviceQueue device;
        app::JobQueue queue(device);
        open(queue);
        queue.jobs().add(jobsOf(files, settings(), 1000));
        queue.flush();
    }
    QElapsedTimer clock;
    clock.start();
    DeviceQueue device;
    app::JobQueue queue(device);
    ui::QueuePanel panel(queue);
    panel.resize(900, 300);
    panel.show();
    Gaps gaps;
    open(queue);
    panel.grab();
    QJsonObject line = gaps.result();
    line["scenario"] = "start";
    line["jobs"] = queue.jobs().count();
    line["seconds"] = double(clock.elapsed()) * 1e-3;
    print(line);
}

// Is killed: goes on with what is there.
int work(bool isNew, const fs::path& folder)
{
    DeviceQueue device;
    app::JobQueue queue(device);
    open(queue);
    QObject::connect(&queue.runner(), &app::JobRunner::finished, &queue, [] {
        std::puts("finished");
        std::fflush(stdout);
    });
    if (isNew)
        queue.add(jobsOf(writePhotos(folder, 50, 200), settings(), 200));
    else
        queue.goOn();
    return QCoreApplication::exec();
}

double secondsToFinished(QProcess& worker, const QStringList& words)
{
    QElapsedTimer clock;
    clock.start();
    worker.start(QCoreApplication::applicationFilePath(), words);
    while (!worker.canReadLine())
        if (!worker.waitForReadyRead(patience))
            fail("the worker finished nothing");
    return double(clock.elapsed()) * 1e-3;
}

void benchRecover(const fs::path& folder)
{
    QProcess first;
    const QString where = app::toText(folder);
    const double cold = secondsToFinished(first, {"work", "--folder", where, "--new"});
    ::kill(pid_t(first.processId()), SIGKILL);
    first.waitForFinished();
    QProcess second;
    const double again = secondsToFinished(second, {"work", "--folder", where});
    second.kill();
    second.waitForFinished();
    print({{"scenario", "recover"}, {"first_photo_s", cold}, {"first_photo_after_kill_s", again}});
}

} // namespace

int main(int argc, char** argv)
{
    const QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{"photos", {}, "N", "200"},
                       {"processes", {}, "M", "20"},
                       {"jobs", {}, "N", "10000"},
                       {"folder", {}, "FOLDER"},
                       {"new", {}}});
    parser.process(application);
    const QString scenario = parser.positionalArguments().value(0);
    const QTemporaryDir temporary;
    const fs::path folder =
        parser.isSet("folder") ? app::toPath(parser.value("folder")) : app::toPath(temporary.path());
    qputenv("ENLARGER_DATA_DIR", app::toText(folder / "data").toUtf8());
    const auto number = [&parser](const char* name) { return parser.value(name).toInt(); };
    if (scenario == "rate")
        benchRate(folder, parser.positionalArguments().value(1), number("photos"), number("processes"));
    else if (scenario == "start")
        benchStart(folder, number("jobs"));
    else if (scenario == "recover")
        benchRecover(folder);
    else if (scenario == "work")
        return work(parser.isSet("new"), folder);
    else
        fail("rate, start or recover?");
    return 0;
}
