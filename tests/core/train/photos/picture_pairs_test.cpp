// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resample/resample.h"
#include "core/train/data/packed_data.h"
#include "core/train/photos/open_data.h"
#include "core/train/photos/validation_set.h"
#include "tests/core/train/made_pictures.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace enlarger;
using namespace enlarger::train;
using namespace enlarger::tests;
using image::Image;
namespace fs = std::filesystem;

namespace {

constexpr image::ResampleOptions matlab{image::Kernel::Bicubic, true, image::Border::Replicate,
                                        image::Rounding::EightBits};

Image shrunk(const Image& hr, int scale = 4)
{
    return image::resize(hr, hr.width() / scale, hr.height() / scale, matlab);
}

void writePair(const fs::path& hrFile, const fs::path& lrFile, int width, int height, std::uint64_t seed)
{
    const Image hr = busyPicture(width, height, seed);
    write(hrFile, hr);
    write(lrFile, shrunk(hr));
}

std::vector<std::string> filesOf(const std::vector<Error>& errors, const fs::path& folder)
{
    std::vector<std::string> files;
    for (const Error& error : errors)
        files.push_back(error.file.lexically_relative(folder).string());
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

class PicturePairsTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    StopGate m_gate;
    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }

private Q_SLOTS:
    // Away from the border, the LR crop of a MATLAB pair is MATLAB's bicubic of the HR crop.
    void cutsBothAtTheSamePlace()
    {
        for (int i = 0; i < 3; ++i) {
            const std::string name = std::to_string(i) + ".png";
            writePair(path("aligned/HR") / name, path("aligned/LR") / name, 96 + 4 * i, 80, std::uint64_t(i));
        }
        DataReport report;
        const auto source = openTrainingData({path("aligned")}, {}, options(), m_gate, report);
        ENLARGER_VERIFY(source);
        QCOMPARE(report.used.size(), std::size_t(3));
        QVERIFY(report.unpaired.empty());
        QVERIFY((*source)->summary().ends_with("with LR pictures of their own"));
        for (std::uint64_t i = 0; i < 60; ++i) { // all ways to flip and turn among them
            const Result<Sample> sample = (*source)->sample(i);
            ENLARGER_VERIFY(sample);
            QCOMPARE(sample->lr.width(), 8);
            // Turned, MATLAB's passes run the other way round: a step of rounding.
            const Image made = shrunk(sample->hr).crop(2, 2, 4, 4);
            QVERIFY(largestDifference(made, sample->lr.crop(2, 2, 4, 4)) < 1.5 / 255.0);
        }
    }

    void readsAValidationSetWhole()
    {
        const Image hr = busyPicture(42, 33, 5);
        Image lr(10, 8, 3); // of its own: black
        std::fill_n(lr.data(), lr.size(), 0.0f);
        write(path("set/HR/a.png"), hr);
        write(path("set/LR/a.png"), lr);
        const auto pairs = readValidationSet(path("set"), 4, m_gate);
        ENLARGER_VERIFY(pairs);
        QCOMPARE(pairs->size(), std::size_t(1));
        QCOMPARE(pairs->front().lr.width(), 10);
        QCOMPARE(largestDifference(pairs->front().lr, lr), 0.0);
        QVERIFY(largestDifference(pairs->front().hr, hr.crop(0, 0, 40, 32)) < 0.5 / 255.0);

        write(path("beside/b_x4_HR.png"), hr);
        write(path("beside/b_x4_LR.png"), lr);
        write(path("beside/c.jpg"), hr); // not an HR picture, since others are called so
        const auto beside = readValidationSet(path("beside"), 4, m_gate);
        ENLARGER_VERIFY(beside);
        QCOMPARE(beside->size(), std::size_t(1));
        QCOMPARE(largestDifference(beside->front().lr, lr), 0.0);

        QVERIFY(!readValidationSet(path("set"), 2, m_gate)); // no pair at this scale
        QVERIFY(!readValidationSet(path("nowhere"), 4, m_gate));
        std::stop_source stop;
        stop.request_stop();
        StopGate stopped(stop.get_token());
        const auto cancelled = readValidationSet(path("set"), 4, stopped);
        QVERIFY(!cancelled && cancelled.error().kind == ErrorKind::Cancelled);
    }

    // LR of one's own with some noise on top, at the place that HR is cut from.
    void degradesPairsAgain()
    {
        for (int i = 0; i < 3; ++i) {
            const std::string name = std::to_string(i) + ".png";
            writePair(path("again/HR") / name, path("again/LR") / name, 96, 80, std::uint64_t(i));
        }
        SampleOptions again = options();
        again.degradation = "photo";
        again.degradePairs = true;
        degrade::PhotoOptions& photo = again.degradationOptions.photo;
        photo.blurChance = photo.sharpenChance = photo.jpegChance = 0.0;
        photo.noise = {3.0, 3.0};
        DataReport report;
        const auto source = openTrainingData({path("again")}, {}, again, m_gate, report);
        ENLARGER_VERIFY(source);
        QVERIFY((*source)->summary().ends_with("degraded again: photo"));
        QCOMPARE((*source)->ownDegradation(), std::string("photo"));
        for (std::uint64_t i = 0; i < 20; ++i) {
            const Result<Sample> sample = (*source)->sample(i);
            ENLARGER_VERIFY(sample);
            const Image made = shrunk(sample->hr).crop(2, 2, 4, 4);
            const double difference = largestDifference(made, sample->lr.crop(2, 2, 4, 4));
            QVERIFY2(difference > 2.0 / 255.0 && difference < 20.0 / 255.0,
                     std::to_string(255.0 * difference).c_str());
        }
    }

    // The same of packed pairs, by what the recipe's fields say.
    void degradesPackedPairsAgain()
    {
        auto writer = PackedDataWriter::create(path("pairs.safetensors"), {4, "own pairs", ""});
        ENLARGER_VERIFY(writer);
        for (int i = 0; i < 6; ++i) {
            const Image hr = busyPicture(96, 80, std::uint64_t(i));
            ENLARGER_VERIFY(writer->add(hr, shrunk(hr), std::uint64_t(i)));
        }
        ENLARGER_VERIFY(writer->finish(true));
        DataReport report;
        for (const char* kind : {"photo", "real"}) {
            SampleOptions again = options();
            again.degradation = kind;
            again.degradePairs = true;
            const auto source = openTrainingData({path("pairs.safetensors")}, {}, again, m_gate, report);
            ENLARGER_VERIFY(source);
            QVERIFY((*source)->summary().ends_with(std::string("own pairs, degraded again: ") + kind));
            QCOMPARE((*source)->ownDegradation(), std::string(kind));
            again.degradePairs = false;
            const auto clean = openTrainingData({path("pairs.safetensors")}, {}, again, m_gate, report);
            ENLARGER_VERIFY(clean);
            QCOMPARE((*clean)->ownDegradation(), std::string("own pairs"));
            for (std::uint64_t i = 0; i < 8; ++i) {
                const Result<Sample> sample = (*source)->sample(i);
                ENLARGER_VERIFY(sample);
                QCOMPARE(sample->hr.width(), 32);
                QCOMPARE(sample->lr.width(), 8);
                QVERIFY(largestDifference(shrunk(sample->hr), sample->lr) > 2.0 / 255.0);
            }
            const auto heldOut = (*source)->heldOut(48);
            const auto untouched = (*clean)->heldOut(48);
            ENLARGER_VERIFY(heldOut);
            ENLARGER_VERIFY(untouched);
            QVERIFY(isEqual(heldOut->front().hr, untouched->front().hr));
            QVERIFY(!isEqual(heldOut->front().lr, untouched->front().lr));
        }
    }

    void holdsOutPairs()
    {
        for (int i = 0; i < 5; ++i) {
            const std::string name = std::to_string(i) + ".png";
            writePair(path("held/GT") / name, path("held/LQ") / name, 92, 76, std::uint64_t(i));
        }
        DataReport report;
        const auto source = openTrainingData({path("held")}, {}, options(), m_gate, report);
        ENLARGER_VERIFY(source);
        const auto heldOut = (*source)->heldOut(48);
        ENLARGER_VERIFY(heldOut);
        QCOMPARE(heldOut->size(), std::size_t(1));
        const Sample& sample = heldOut->front();
        QCOMPARE(sample.hr.width(), 48);
        const Image made = shrunk(sample.hr).crop(2, 2, 8, 8);
        QVERIFY(largestDifference(made, sample.lr.crop(2, 2, 8, 8)) < 1.5 / 255.0);
    }

    void findsMarkedNamesInAnLrFolder()
    {
        writePair(path("marked/a.png"), path("small/ax4.png"), 64, 64, 1);
        writePair(path("marked/sub/b.png"), path("small/sub/b.jpg"), 64, 64, 2);
        DataReport report;
        const auto source = openTrainingData({path("marked")}, path("small"), options(), m_gate, report);
        ENLARGER_VERIFY(source);
        QCOMPARE(report.used.size(), std::size_t(2));
        QCOMPARE(report.used[0].lr, path("small/ax4.png"));
        QCOMPARE(report.used[1].lr, path("small/sub/b.jpg"));
    }

    void namesOrphansAndMismatches()
    {
        const fs::path folder = path("bad");
        writePair(folder / "HR/good.png", folder / "LR/good.png", 66, 64, 1); // two columns too many are fine
        writePair(folder / "HR/x2.png", folder / "LR/x2.png", 64, 64, 2);
        write(folder / "LR/x2.png", shrunk(busyPicture(64, 64, 2), 2));
        write(folder / "HR/alone.png", busyPicture(64, 64, 3));
        write(folder / "LR/left over.png", busyPicture(16, 16, 4));
        write(folder / "HR/other/c.png", busyPicture(64, 64, 5));
        writePair(folder / "HR/small.png", folder / "LR/small.png", 40, 24, 6);
        writePair(folder / "HR/broken.png", folder / "LR/broken.png", 64, 64, 7);
        cutOff(folder / "LR/broken.png", 100);
        writePair(folder / "HR/twin.png", folder / "LR/twin.png", 66, 64, 1);
        DataReport report;
        const auto source = openTrainingData({folder}, {}, options(), m_gate, report);
        ENLARGER_VERIFY(source);
        QCOMPARE(report.used.size(), std::size_t(1));
        QCOMPARE(report.used.front().file, folder / "HR/good.png");
        QVERIFY((filesOf(report.unpaired, folder) ==
                 std::vector<std::string>{"HR/alone.png", "HR/other", "LR/left over.png"}));
        QVERIFY((filesOf(report.mismatched, folder) == std::vector<std::string>{"LR/x2.png"}));
        QVERIFY(report.mismatched.front().text().find("32 x 32") != std::string::npos);
        QVERIFY((filesOf(report.unreadable, folder) == std::vector<std::string>{"LR/broken.png"}));
        QCOMPARE(report.tooSmall.size(), std::size_t(1));
        QCOMPARE(report.duplicates.size(), std::size_t(1));
        ENLARGER_VERIFY((*source)->sample(0));
    }

    void refusesWhatMakesNoPairs()
    {
        writePair(path("mixed/HR/a.png"), path("mixed/LR/a.png"), 64, 64, 1);
        write(path("plain/b.png"), busyPicture(64, 64, 2));
        DataReport report;
        auto source = openTrainingData({path("mixed"), path("plain")}, {}, options(), m_gate, report);
        QVERIFY(!source);
        QVERIFY(source.error().what.find("some HR pictures only") != std::string::npos);
        source = openTrainingData({path("mixed"), path("plain")}, path("plain"), options(), m_gate, report);
        QVERIFY(!source);
        SampleOptions twice = options();
        twice.scale = 2;
        source = openTrainingData({path("mixed")}, {}, twice, m_gate, report);
        QVERIFY(!source);
        QVERIFY(source.error().text().find("not a pair at x2") != std::string::npos);
        source = openTrainingData({path("plain")}, {}, options(33), m_gate, report);
        QVERIFY(!source);
        QVERIFY(source.error().text().find("a crop of 33 pixels cannot be made at x4") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(PicturePairsTest)
#include "picture_pairs_test.moc"
