// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resample/resample.h"
#include "core/image/write/photo_writer.h"
#include "core/train/photos/open_data.h"
#include "tests/core/train/made_pictures.h"
#include "tests/support/counting_gate.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <thread>

using namespace enlarger;
using namespace enlarger::train;
using namespace enlarger::tests;
namespace fs = std::filesystem;

namespace {

Result<std::unique_ptr<SampleSource>> open(const fs::path& folder, const SampleOptions& options,
                                           DataReport& report)
{
    StopGate gate;
    return openTrainingData({folder}, {}, options, gate, report);
}

bool isEqual(const Sample& a, const Sample& b)
{
    return tests::isEqual(a.hr, b.hr) && tests::isEqual(a.lr, b.lr);
}

} // namespace

class TrainingFoldersTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }

    void writeTwelve(const std::string& folder) const
    {
        for (int i = 0; i < 12; ++i)
            write(path(folder + "/" + std::to_string(i) + ".png"),
                  busyPicture(48 + 8 * i, 64, std::uint64_t(i)));
    }

private Q_SLOTS:
    void reportsABadFolder()
    {
        const fs::path folder = path("bad");
        const image::Image picture = busyPicture(200, 150, 1);
        write(folder / "a.png", picture);
        write(folder / "deep/er/copy of a.tif", picture); // the same pixels in another format
        write(folder / "b.jpg", busyPicture(300, 200, 2));
        write(folder / "deep/cut.jpg", busyPicture(300, 200, 3));
        cutOff(folder / "deep/cut.jpg", fs::file_size(folder / "deep/cut.jpg") / 2);
        write(folder / "tiny.png", busyPicture(40, 20, 4));
        writeText(folder / "text.jpg", "I am no picture.");
        writeText(folder / "notes.txt", "bought at the market");
        writeText(folder / "empty.png", "");
        write(folder / ".hidden.png", busyPicture(100, 100, 5));
        write(folder / ".thumbs/x.png", busyPicture(100, 100, 6));
        write(folder / "no extension", busyPicture(64, 64, 7)); // written as PNG
        write(folder / "#recycle/a.png", picture);              // before a.png in the order of names
        write(folder / "deep/@eaDir/x.png/thumb.png", busyPicture(200, 150, 8));

        DataReport report;
        const auto source = open(folder, options(), report);
        ENLARGER_VERIFY(source);
        std::vector<fs::path> used;
        for (const SourcePicture& picture_ : report.used)
            used.push_back(picture_.file.lexically_relative(folder));
        QVERIFY((used == std::vector<fs::path>{"a.png", "b.jpg", "no extension"}));
        QCOMPARE(report.passedOver.count(), std::size_t(2));
        QCOMPARE(report.used.front().width, 200);
        QCOMPARE(report.used.front().height, 150);
        QCOMPARE(report.neededSide, 32);
        QCOMPARE(report.tooSmall.size(), std::size_t(1));
        QCOMPARE(report.tooSmall.front().height, 20);
        QCOMPARE(report.duplicates.size(), std::size_t(1));
        QCOMPARE(report.duplicates.front().file, folder / "deep/er/copy of a.tif");
        QCOMPARE(report.duplicates.front().of, folder / "a.png");
        QCOMPARE(report.otherFiles, 1);
        std::vector<fs::path> unreadable;
        for (const Error& error : report.unreadable) {
            QVERIFY(!error.what.empty());
            unreadable.push_back(error.file.lexically_relative(folder));
        }
        QVERIFY((unreadable == std::vector<fs::path>{"deep/cut.jpg", "empty.png", "text.jpg"}));
        QVERIFY(report.unreadable.back().what.find("text file") != std::string::npos);
        QCOMPARE(report.megapixels, 1e-6 * (200 * 150 + 300 * 200 + 64 * 64));
        QCOMPARE(report.patches, 6 * 4 + 9 * 6 + 2 * 2);
        QCOMPARE(report.usefulPatches, report.patches);
        QCOMPARE((*source)->pictures(), 3);
        QCOMPARE((*source)->summary(), std::string("3 pictures, 0.1 megapixels, bicubic"));
    }

    void countsUsefulPatches()
    {
        image::Image half = flatPicture(128, 64, 0.5f);
        const image::Image busy = busyPicture(64, 64, 1);
        for (int y = 0; y < 64; ++y)
            std::copy_n(busy.row(y).data(), 64 * 3, half.row(y).data());
        write(path("flat/half.png"), half);
        write(path("flat/flat.png"), flatPicture(96, 96, 0.2f));
        DataReport report;
        ENLARGER_VERIFY(open(path("flat"), options(), report));
        QCOMPARE(report.patches, 8 + 9);
        QCOMPARE(report.usefulPatches, 4);
    }

    void refusesWhatCannotBeTrainedOn()
    {
        fs::create_directories(path("empty"));
        DataReport report;
        auto source = open(path("empty"), options(), report);
        QVERIFY(!source);
        QVERIFY(source.error().text().find("no picture to train on") != std::string::npos);
        QVERIFY(!open(path("nowhere"), options(), report));

        write(path("small/a.png"), busyPicture(60, 60, 1));
        source = open(path("small"), options(64), report);
        QVERIFY(!source);
        QVERIFY(source.error().text().find("smaller than 64 pixels") != std::string::npos);
        QCOMPARE(report.tooSmall.size(), std::size_t(1)); // filled in all the same

        SampleOptions strange = options();
        strange.degradation = "bicubik";
        source = open(path("small"), strange, report);
        QVERIFY(!source);
        QVERIFY(source.error().text().find("perhaps bicubic is meant") != std::string::npos);
    }

    void isCancelled()
    {
        writeTwelve("cancel");
        CountingGate gate(3);
        DataReport report;
        const auto source = openTrainingData({path("cancel")}, {}, options(), gate, report);
        QVERIFY(!source);
        QCOMPARE(source.error().kind, ErrorKind::Cancelled);
    }

    void tellsProgress()
    {
        writeTwelve("progress");
        StopGate gate;
        DataReport report;
        std::int64_t last = 0;
        ENLARGER_VERIFY(openTrainingData({path("progress")}, {}, options(), gate, report,
                                         [&last](const Progress& progress) {
                                             QVERIFY(progress.done >= last);
                                             QCOMPARE(progress.total, 12);
                                             last = progress.done;
                                         }));
        QCOMPARE(last, 12);
    }

    void isAFunctionOfSeedAndNumber_data()
    {
        QTest::addColumn<QString>("degradation");
        for (const char* name : {"bicubic", "bicubic-8bit", "photo", "real"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void isAFunctionOfSeedAndNumber()
    {
        QFETCH(QString, degradation);
        writeTwelve("pure");
        SampleOptions chosen = options();
        chosen.degradation = degradation.toStdString();
        DataReport report;
        const auto source = open(path("pure"), chosen, report);
        ENLARGER_VERIFY(source);
        constexpr std::uint64_t count = 40;
        std::vector<Sample> samples;
        for (std::uint64_t i = 0; i < count; ++i) {
            Result<Sample> sample = (*source)->sample(i);
            ENLARGER_VERIFY(sample);
            QCOMPARE(sample->hr.width(), 32);
            QCOMPARE(sample->hr.height(), 32);
            QCOMPARE(sample->lr.width(), degradation == QLatin1String("bicubic") ? 0 : 8);
            samples.push_back(std::move(*sample));
        }
        // Another source, other threads, another order.
        const auto again = open(path("pure"), chosen, report);
        ENLARGER_VERIFY(again);
        std::vector<int> equal(count, 0);
        {
            std::vector<std::jthread> threads;
            for (std::uint64_t t = 0; t < 4; ++t)
                threads.emplace_back([&, t] {
                    for (std::uint64_t i = count; i-- > 0;)
                        if (i % 4 == t) {
                            const Result<Sample> sample = (*again)->sample(i);
                            equal[i] = sample.ok() && isEqual(*sample, samples[i]);
                        }
                });
        }
        QCOMPARE(std::ranges::count(equal, 1), std::ptrdiff_t(count));
        QVERIFY(!isEqual(samples[0], samples[1]));

        chosen.seed = 2;
        const auto other = open(path("pure"), chosen, report);
        ENLARGER_VERIFY(other);
        QVERIFY(!isEqual(*(*other)->sample(0), samples[0]));
    }

    // With every step of the photo degradation turned off, nothing but a smoothing shrink is left.
    void degradesAsTheRecipeSays()
    {
        writeTwelve("recipe");
        Recipe recipe;
        for (const char* setting : {"data.crop=32", "data.degradation=photo",
                                    "degradation.photo.blur-chance=0", "degradation.photo.noise-sigma=0,0",
                                    "degradation.photo.sharpen-chance=0", "degradation.photo.jpeg-chance=0"})
            ENLARGER_VERIFY(setField(recipe, setting));
        DataReport report;
        const auto source = open(path("recipe"), sampleOptions(recipe), report);
        ENLARGER_VERIFY(source);
        const Result<std::vector<Sample>> samples = (*source)->heldOut(48);
        ENLARGER_VERIFY(samples);
        QVERIFY(!samples->empty());
        for (const Sample& sample : *samples) {
            double least = 1.0;
            for (const image::Kernel kernel :
                 {image::Kernel::Area, image::Kernel::Bicubic, image::Kernel::Lanczos3})
                least = std::min(least, largestDifference(image::resize(sample.hr, sample.lr.width(),
                                                                        sample.lr.height(), {kernel}),
                                                          sample.lr));
            QVERIFY2(least < 0.51 / 255.0, qPrintable(QString::number(255.0 * least)));
        }
    }

    // Each picture has a colour of its own, so that a crop says which one it is from.
    void neverSamplesWhatIsHeldOut()
    {
        for (int i = 0; i < 25; ++i)
            write(path("colours/" + std::to_string(i) + ".png"), flatPicture(40, 40, float(10 * i) / 255.0f));
        SampleOptions chosen = options();
        chosen.heldOut = 8;
        DataReport report;
        const auto source = open(path("colours"), chosen, report);
        ENLARGER_VERIFY(source);
        const auto colour = [](const Sample& sample) { return int(sample.hr.at(0, 0, 0) * 255.0f + 0.5f); };
        const Result<std::vector<Sample>> heldOut = (*source)->heldOut(32);
        ENLARGER_VERIFY(heldOut);
        QCOMPARE(heldOut->size(), std::size_t(2)); // a tenth
        QCOMPARE((*source)->pictures(), 23);
        std::vector<int> seen(250, 0);
        for (std::uint64_t i = 0; i < 1500; ++i) {
            const Result<Sample> sample = (*source)->sample(i);
            ENLARGER_VERIFY(sample);
            ++seen[std::size_t(colour(*sample))];
        }
        for (const Sample& sample : *heldOut)
            QCOMPARE(seen[std::size_t(colour(sample))], 0);
        QCOMPARE(std::ranges::count_if(seen, [](int n) { return n > 0; }), std::ptrdiff_t(23));
    }

    void givesTheSameHeldOutCropsAtEveryCall()
    {
        writeTwelve("held");
        SampleOptions chosen = options();
        chosen.degradation = "real";
        DataReport report;
        const auto source = open(path("held"), chosen, report);
        ENLARGER_VERIFY(source);
        const Result<std::vector<Sample>> first = (*source)->heldOut(50);
        ENLARGER_VERIFY(first);
        QCOMPARE(first->size(), std::size_t(1));
        QCOMPARE(first->front().hr.width(), 48); // a multiple of the scale
        QCOMPARE(first->front().lr.width(), 12);
        const Result<std::vector<Sample>> second = (*source)->heldOut(50);
        ENLARGER_VERIFY(second);
        QVERIFY(isEqual(first->front(), second->front()));
    }

    // Small collections keep all for learning; from five on, one is held out.
    void holdsOutOneOfFive()
    {
        DataReport report;
        for (int i = 0; i < 5; ++i) {
            write(path("few/" + std::to_string(i) + ".png"), busyPicture(40, 40, std::uint64_t(i)));
            const auto source = open(path("few"), options(), report);
            ENLARGER_VERIFY(source);
            QCOMPARE((*source)->heldOut(32)->size(), std::size_t(i == 4 ? 1 : 0));
        }
    }

    void choosesPicturesByTheirArea()
    {
        write(path("area/a.png"), flatPicture(40, 40, 0.0f));
        write(path("area/b.png"), flatPicture(80, 80, 1.0f)); // four times the area
        DataReport report;
        const auto source = open(path("area"), options(), report);
        ENLARGER_VERIFY(source);
        int fromLarge = 0;
        for (std::uint64_t i = 0; i < 4000; ++i)
            fromLarge += (*source)->sample(i)->hr.at(0, 0, 0) > 0.5f;
        QVERIFY2(std::abs(fromLarge - 3200) < 130, qPrintable(QString::number(fromLarge))); // 5 sigma
    }

    void readsGreyAlphaAndDeepPictures()
    {
        image::Image grey(40, 40, 1);
        std::fill_n(grey.data(), grey.size(), 100.0f / 255.0f);
        write(path("kinds/grey.png"), grey);
        DataReport report;
        auto source = open(path("kinds"), options(), report);
        ENLARGER_VERIFY(source);
        Sample sample = *(*source)->sample(0);
        QCOMPARE(sample.hr.channels(), 3);
        for (int c = 0; c < 3; ++c)
            QCOMPARE(sample.hr.at(5, 5, c), 100.0f / 255.0f);

        // Opaque green with a transparent corner of black: the green is drawn under it.
        image::Image cut(40, 40, 4);
        for (int y = 0; y < 40; ++y)
            for (int x = 0; x < 40; ++x) {
                const bool clear = x < 6 && y < 6;
                const float pixel[] = {0.0f, clear ? 0.0f : 1.0f, 0.0f, clear ? 0.0f : 1.0f};
                std::copy_n(pixel, 4, &cut.row(y)[std::size_t(x) * 4]);
            }
        write(path("cut/alpha.png"), cut);
        source = open(path("cut"), options(40), report);
        ENLARGER_VERIFY(source);
        sample = *(*source)->sample(0);
        QCOMPARE(sample.hr.channels(), 3);
        QVERIFY(std::all_of(sample.hr.data(), sample.hr.data() + sample.hr.size() / 3,
                            [](float value) { return value == 0.0f || value == 1.0f; }));
        for (int y = 0; y < 40; ++y)
            for (int x = 0; x < 40; ++x)
                QCOMPARE(sample.hr.at(x, y, 1), 1.0f);

        write(path("deep/deep.png"), flatPicture(40, 40, 12345.0f / 65535.0f), 16);
        source = open(path("deep"), options(), report);
        ENLARGER_VERIFY(source);
        QCOMPARE(report.used.front().bits, 16);
        QCOMPARE((*source)->sample(0)->hr.at(3, 3, 1), 12345.0f / 65535.0f);
    }

    void namesAPictureThatBreaksInTheMiddle()
    {
        write(path("breaks/a.png"), busyPicture(64, 64, 1));
        DataReport report;
        const auto source = open(path("breaks"), options(), report);
        ENLARGER_VERIFY(source);
        cutOff(path("breaks/a.png"), 500);
        const Result<Sample> sample = (*source)->sample(7);
        QVERIFY(!sample);
        QCOMPARE(sample.error().file, path("breaks/a.png"));
        QVERIFY(sample.error().what.find("can no longer be read") != std::string::npos);
        write(path("breaks/a.png"), busyPicture(64, 64, 1)); // brought back
        ENLARGER_VERIFY((*source)->sample(7));
    }

    void countsColoursThatNoProfileNames()
    {
        fs::create_directories(path("named"));
        const int numbers[][2] = {{12, 13}, {9, 16}, {1, 13}}; // Display P3, HDR, sRGB
        for (const auto& [primaries, transfer] : numbers) {
            const image::Image picture = busyPicture(64, 64, std::uint32_t(primaries));
            image::PhotoContent content;
            content.width = content.height = 64;
            content.metadata.colours = {"", "", primaries, transfer};
            auto writer = image::PhotoWriter::create(path("named/" + std::to_string(primaries) + ".png"),
                                                     content, {.format = image::PhotoFormat::Png});
            ENLARGER_VERIFY(writer);
            ENLARGER_VERIFY(writer->write(picture));
            ENLARGER_VERIFY(writer->finish());
        }
        DataReport report;
        ENLARGER_VERIFY(open(path("named"), options(), report));
        QCOMPARE(report.used.size(), std::size_t(3));
        QCOMPARE(report.otherColours, 2);
    }

    void countsForeignProfiles()
    {
        const fs::path photos = sharedFile("data/photos");
        ENLARGER_NEED(photos);
        fs::create_directories(path("profiles"));
        for (const char* name :
             {"adobe-rgb_canon-7d_600x900.jpg", "srgb_canon-d60_1772x1181.jpg", "cmyk.jpg"})
            fs::copy_file(photos / name, path("profiles") / name);
        DataReport report;
        ENLARGER_VERIFY(open(path("profiles"), options(), report));
        QCOMPARE(report.used.size(), std::size_t(3));
        QCOMPARE(report.otherColours, 1); // Adobe RGB; CMYK is brought to sRGB
        QCOMPARE(report.notes.size(), std::size_t(1));
        QVERIFY(report.notes.begin()->first.starts_with("CMYK"));
    }
};

QTEST_GUILESS_MAIN(TrainingFoldersTest)
#include "training_folders_test.moc"
