// SPDX-License-Identifier: GPL-3.0-or-later
// Times the window as a person meets it, offscreen, and prints a JSON line a scenario.
//   bench-ui start                        from the start of the process to the first painted window
//   bench-ui open PHOTO                   from dropping the photo to its picture, the first network tile,
//                                         and all that is visible at 100 %, side by side, in 1600 x 1000
//   bench-ui smooth PHOTO [--seconds N]   gaps between two turns of the GUI thread while networks compute
//   bench-ui pan PHOTO [--factor F]       milliseconds a frame while the result is panned and zoomed
//   bench-ui strength PHOTO --model NAME  from another strength to its first tile
//   bench-ui many PHOTO... [--copies N]   peak of resident memory with N copies of the photo open
//   bench-ui train FOLDER [--steps N]     steps a second of a training, and how long the GUI's events take
//   bench-ui look PHOTO FOLDER            from another place in the photo to its first tile, with a training
//                                         and without
//   bench-ui curves [--points N]          from the choice of a run in the list to its painted curves
//   bench-ui first FOLDER                 from the workspace that opens to the first step of finetune-photos
//   bench-ui photos PHOTO FOLDER          no figures: writes photos to learn from [--copies N]
// Every scenario takes --model NAME. Models come from the store (ENLARGER_DATA_DIR).
#include "tests/bench/bench_window.h"
#include "tests/bench/training_bench.h"
#include "ui/shell/sample_photo.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QTemporaryDir>
#include <QTimer>

#include <unistd.h>

#include <fstream>
#include <string>

using namespace enlarger;
using namespace enlarger::bench;

namespace {

double secondsSinceProcessStart()
{
    std::string stat;
    std::getline(std::ifstream("/proc/self/stat"), stat);
    const QStringList fields =
        QString::fromStdString(stat.substr(stat.rfind(')') + 2)).split(QLatin1Char(' '));
    constexpr int startTime = 19; // field 22 of proc(5), counted from the state
    double upTime = 0.0;
    std::ifstream("/proc/uptime") >> upTime;
    return upTime - fields[startTime].toDouble() / double(::sysconf(_SC_CLK_TCK));
}

double memoryMiB(const char* key) // "VmHWM:" (the peak) or "VmRSS:"
{
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (word == key) {
            double kib = 0.0;
            status >> kib;
            return kib / 1024.0;
        }
    return 0.0;
}

void start()
{
    ui::MainWindow window;
    window.resize(windowSize);
    window.show();
    window.repaint();
    print({{"scenario", "start"}, {"secondsToPaintedWindow", secondsSinceProcessStart()}});
}

void open(const QString& photo, const QString& model)
{
    Bench bench(model);
    bench.window().openFiles({ui::samplePhoto()}); // the network is loaded and warm, as after the first photo
    waitFor([&] { return bench.layer() != nullptr; }, "the sample was not opened");
    bench.view().setZoom(1.0);
    bench.waitUntilComplete();
    QTest::qWait(2000); // the model's preview and the plan are made meanwhile

    QElapsedTimer clock;
    double picture = -1.0;
    double firstTile = -1.0;
    int tiles = 0; // of the network
    QObject::connect(&bench.bench().candidates, &ui::Candidates::changed, &bench.window(), [&] {
        if (!bench.shows(photo) || picture >= 0.0)
            return;
        bench.view().setZoom(1.0);
        bench.window().repaint();
        picture = double(clock.nsecsElapsed()) / 1e9;
    });
    QObject::connect(&bench.bench().regions, &app::RegionService::tileDone, &bench.window(),
                     [&](const infer::TilePointer& tile) {
                         const auto* layer = static_cast<const ui::PhotoLayer*>(bench.layer());
                         if (picture < 0.0 || !layer || tile->layer != layer->content().network->id)
                             return;
                         ++tiles;
                         if (firstTile < 0.0)
                             firstTile = double(clock.nsecsElapsed()) / 1e9;
                     });
    clock.start();
    bench.open(photo);
    waitFor([&] { return firstTile >= 0.0; }, "no tile was computed");
    bench.waitUntilComplete();
    print({{"scenario", "open"},
           {"secondsToPicture", picture},
           {"secondsToFirstTile", firstTile},
           {"tiles", tiles},
           {"secondsToAllVisible", double(clock.nsecsElapsed()) / 1e9}});
}

void smooth(const QString& photo, const QString& model, double seconds)
{
    Bench bench(model);
    bench.openAndWait(photo);
    bench.view().setZoom(1.0);
    std::vector<double> gaps; // ms
    QElapsedTimer last;
    QTimer turn; // an event each turn of the loop
    QObject::connect(&turn, &QTimer::timeout, [&] {
        gaps.push_back(double(last.nsecsElapsed()) / 1e6);
        last.restart();
    });
    last.start();
    turn.start(0);
    QElapsedTimer clock;
    clock.start();
    double place = 0.0;
    while (double(clock.elapsed()) / 1e3 < seconds) {
        QTest::qWait(300); // then look elsewhere, so that there is always something to compute
        place += 40.0;
        QKeyEvent right(QEvent::KeyPress, int(place) % 80 ? Qt::Key_Right : Qt::Key_Down, Qt::NoModifier);
        QApplication::sendEvent(bench.view().activeView(), &right);
    }
    turn.stop();
    print({{"scenario", "smooth"},
           {"turns", int(gaps.size())},
           {"longestGapMs", *std::max_element(gaps.begin(), gaps.end())},
           {"gap99Ms", percentile(gaps, 0.99)}});
}

void pan(const QString& photo, const QString& model, double factor)
{
    Bench bench(model);
    bench.openAndWait(photo);
    infer::OutputSize size;
    size.factor = factor;
    bench.bench().session.setRequestedSize(size);
    const QSize output = bench.bench().session.outputSize();
    for (const double zoom : {1.0, 0.4, 2.5}) {
        bench.view().setZoom(zoom);
        bench.waitUntilComplete();
        std::vector<double> frames;
        for (int i = 0; i < 120; ++i) {
            QElapsedTimer clock;
            clock.start();
            for (ui::PictureView* pane : bench.view().visibleViews())
                if (pane == bench.view().activeView())
                    pane->panBy({i < 60 ? -7.0 : 7.0, i % 2 ? -5.0 : 5.0});
            for (ui::PictureView* pane : bench.view().visibleViews())
                pane->repaint();
            frames.push_back(double(clock.nsecsElapsed()) / 1e6);
            QApplication::processEvents();
        }
        print({{"scenario", "pan"},
               {"megapixels", double(output.width()) * output.height() / 1e6},
               {"zoom", zoom},
               {"medianFrameMs", percentile(frames, 0.5)},
               {"frame99Ms", percentile(frames, 0.99)}});
    }
    std::vector<double> frames;
    for (int i = 0; i < 80; ++i) {
        QElapsedTimer clock;
        clock.start();
        bench.view().activeView()->zoomAt(QPointF(300, 300), i < 40 ? 0.93 : 1.0 / 0.93);
        for (ui::PictureView* pane : bench.view().visibleViews())
            pane->repaint();
        frames.push_back(double(clock.nsecsElapsed()) / 1e6);
        QApplication::processEvents();
    }
    print({{"scenario", "zoom"},
           {"medianFrameMs", percentile(frames, 0.5)},
           {"frame99Ms", percentile(frames, 0.99)}});
}

void strength(const QString& photo, const QString& model)
{
    Bench bench(model);
    if (!bench.bench().session.strengthUnavailableReason().isEmpty())
        fail("this model has no strength");
    bench.openAndWait(photo);
    bench.view().setZoom(1.0);
    bench.waitUntilComplete();
    std::vector<double> seconds;
    for (const double value : {0.2, 0.4, 0.7, 0.9, 0.3}) { // none that was shown before
        QElapsedTimer clock;
        double firstTile = -1.0;
        const auto connection =
            QObject::connect(&bench.bench().regions, &app::RegionService::tileDone, &bench.window(),
                             [&](const infer::TilePointer& tile) {
                                 const auto* layer = static_cast<const ui::PhotoLayer*>(bench.layer());
                                 if (firstTile < 0.0 && layer && tile->layer == layer->content().network->id)
                                     firstTile = double(clock.nsecsElapsed()) / 1e9;
                             });
        clock.start();
        bench.bench().session.setStrength(value);
        waitFor([&] { return firstTile >= 0.0; }, "no tile of the new strength");
        QObject::disconnect(connection);
        seconds.push_back(firstTile);
        bench.waitUntilComplete();
    }
    print({{"scenario", "strength"}, {"medianSecondsToFirstTile", percentile(seconds, 0.5)}});
}

void many(const QString& photo, const QString& model, int copies)
{
    QTemporaryDir folder;
    for (int i = 0; i < copies; ++i) // links would be one photo
        std::filesystem::copy_file(app::toPath(photo),
                                   app::toPath(folder.filePath(QStringLiteral("photo-%1.jpg").arg(i))));
    Bench bench(model);
    bench.open(folder.path());
    app::DocumentList& documents = bench.bench().documents;
    waitFor([&] { return documents.count() == copies; }, "not all photos were opened");
    for (int i = 0; i < documents.count(); ++i) // as scrolling through the strip does
        documents.at(i)->startThumbnail();
    waitFor(
        [&] {
            for (int i = 0; i < documents.count(); ++i)
                if (documents.at(i)->thumbnail().isNull())
                    return false;
            return true;
        },
        "not all photos have a thumbnail");
    for (int i = 0; i < documents.count(); i += copies / 10) { // and some are looked at
        documents.setCurrentRow(i);
        waitFor([&] { return bench.layer() && documents.current()->state() == app::Document::State::Ready; },
                "a photo was not shown");
        bench.view().setZoom(1.0);
        bench.waitUntilComplete();
    }
    print({{"scenario", "many"},
           {"photos", documents.count()},
           {"peakMiB", memoryMiB("VmHWM:")},
           {"nowMiB", memoryMiB("VmRSS:")}});
}

} // namespace

int main(int argc, char** argv)
{
    bench::TimedApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addPositionalArgument(QStringLiteral("scenario"), {});
    parser.addPositionalArgument(QStringLiteral("photo"), {});
    const auto option = [&](const char* name, const char* fallback) {
        const QCommandLineOption made(QString::fromLatin1(name), {}, QStringLiteral("value"),
                                      QString::fromLatin1(fallback));
        parser.addOption(made);
        return made;
    };
    const auto model = option("model", "");
    const auto seconds = option("seconds", "10");
    const auto factor = option("factor", "4");
    const auto copies = option("copies", "200");
    const auto steps = option("steps", "40");
    const auto points = option("points", "200000");
    parser.process(application);
    const QStringList words = parser.positionalArguments();
    const QString scenario = words.value(0);
    const QString photo = QFileInfo(words.value(1)).absoluteFilePath();
    const QString folder = QFileInfo(words.value(2)).absoluteFilePath();
    ui::theme::apply(application, app::Settings::Theme::Dark);

    if (scenario == QLatin1String("start"))
        start();
    else if (scenario == QLatin1String("open"))
        open(photo, parser.value(model));
    else if (scenario == QLatin1String("smooth"))
        smooth(photo, parser.value(model), parser.value(seconds).toDouble());
    else if (scenario == QLatin1String("pan"))
        pan(photo, parser.value(model), parser.value(factor).toDouble());
    else if (scenario == QLatin1String("strength"))
        strength(photo, parser.value(model));
    else if (scenario == QLatin1String("many"))
        many(photo, parser.value(model), parser.value(copies).toInt());
    else if (scenario == QLatin1String("train"))
        stepsInWindow(application, photo, parser.value(model), parser.value(steps).toLongLong());
    else if (scenario == QLatin1String("look"))
        look(photo, folder, parser.value(model));
    else if (scenario == QLatin1String("curves"))
        curves(parser.value(points).toLongLong());
    else if (scenario == QLatin1String("first"))
        firstStep(photo, parser.value(model));
    else if (scenario == QLatin1String("photos"))
        makePhotos(photo, folder, parser.value(copies).toInt());
    else
        fail("scenarios: start, open, smooth, pan, strength, many, train, look, curves, first, photos");
    return 0;
}
