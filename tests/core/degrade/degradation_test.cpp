// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/degrade/degradation.h"

#include "core/degrade/jpeg_round_trip.h"
#include "core/degrade/photo_degradation.h"
#include "core/degrade/poisson.h"
#include "core/image/read/photo_reader.h"
#include "core/image/resample/resample.h"
#include "core/train/photos/degrade_photo.h"
#include "tests/core/train/made_pictures.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace enlarger;
using namespace enlarger::train;
using namespace enlarger::tests;
using image::Image;

namespace {

double meanOf(const Image& picture)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < picture.size(); ++i)
        sum += double(picture.data()[i]);
    return sum / double(picture.size());
}

double deviationOf(const Image& picture)
{
    const double mean = meanOf(picture);
    double sum = 0.0;
    for (std::size_t i = 0; i < picture.size(); ++i)
        sum += (double(picture.data()[i]) - mean) * (double(picture.data()[i]) - mean);
    return std::sqrt(sum / double(picture.size()));
}

bool isInEightBits(const Image& picture)
{
    return std::all_of(picture.data(), picture.data() + picture.size(), [](float value) {
        return value == float(std::lround(value * 255.0f)) / 255.0f && value >= 0.0f && value <= 1.0f;
    });
}

Result<Image> degraded(const char* name, const Image& hr, std::uint64_t seed, int scale = 4)
{
    Random random(seed);
    return degrade::Degradation::fromName(name, scale)->degrade(hr, random);
}

} // namespace

class DegradationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsItsNames()
    {
        for (const std::string& name : degrade::Degradation::names()) {
            const Result<degrade::Degradation> known = degrade::Degradation::fromName(name, 4);
            ENLARGER_VERIFY(known);
            QCOMPARE(known->name(), name);
        }
        const Result<degrade::Degradation> unknown = degrade::Degradation::fromName("foto", 4);
        QVERIFY(!unknown);
        QVERIFY(unknown.error().text().find("perhaps photo is meant") != std::string::npos);
    }

    void bicubicIsMatlabs()
    {
        const Image hr = busyPicture(64, 48, 1);
        const Result<Image> lr = degraded("bicubic", hr, 1);
        ENLARGER_VERIFY(lr);
        QCOMPARE(lr->width(), 16);
        QCOMPARE(lr->height(), 12);
        const Image matlab = image::resize(hr, 16, 12);
        for (std::size_t i = 0; i < matlab.size(); ++i)
            QCOMPARE(lr->data()[i], std::clamp(matlab.data()[i], 0.0f, 1.0f));
    }

    // The benchmarks' LR pictures are MATLAB's of 8-bit pictures, pixel by pixel.
    void eightBitBicubicEqualsTheBenchmarks()
    {
        const std::filesystem::path folder = sharedFile("data/benchmark/Set5");
        ENLARGER_NEED(folder);
        for (const char* number : {"001", "002", "003", "004", "005"}) {
            const Result<Image> hr = image::readPhoto(folder / (std::string(number) + "_x4_HR.png"));
            const Result<Image> lr = image::readPhoto(folder / (std::string(number) + "_x4_LR.png"));
            ENLARGER_VERIFY(hr);
            ENLARGER_VERIFY(lr);
            const Result<Image> made = degraded("bicubic-8bit", *hr, 1);
            ENLARGER_VERIFY(made);
            QVERIFY(isEqual(*made, *lr));
        }
    }

    void dependsOnTheStreamAlone_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("photo") << QByteArray("photo");
        QTest::newRow("real") << QByteArray("real");
    }
    void dependsOnTheStreamAlone()
    {
        QFETCH(QByteArray, name);
        const Image hr = busyPicture(96, 64, 1);
        Image last;
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const Result<Image> once = degraded(name.constData(), hr, seed);
            ENLARGER_VERIFY(once);
            const Result<Image> twice = degraded(name.constData(), hr, seed);
            ENLARGER_VERIFY(twice);
            QVERIFY(isEqual(*once, *twice));
            QVERIFY(isInEightBits(*once));
            QCOMPARE(once->width(), 24);
            QCOMPARE(once->height(), 16);
            QVERIFY(!isEqual(*once, last));
            last = *once;
        }
    }

    void takesTheSmallestPieces()
    {
        for (const int scale : {1, 2, 3, 4, 8})
            for (const char* name : {"bicubic", "bicubic-8bit", "photo", "real"})
                for (std::uint64_t seed = 0; seed < 30; ++seed) {
                    const Result<Image> lr = degraded(name, busyPicture(scale, 2 * scale, seed), seed, scale);
                    ENLARGER_VERIFY(lr);
                    QCOMPARE(lr->width(), 1);
                    QCOMPARE(lr->height(), 2);
                }
    }

    void refusesOddSizes()
    {
        const Result<Image> lr = degraded("real", busyPicture(30, 32, 1), 1);
        QVERIFY(!lr);
        QVERIFY(!degraded("bicubic", Image(32, 32, 1), 1));
    }

    // Nothing in it may shift brightness or colour.
    void keepsTheMeanColour_data() { dependsOnTheStreamAlone_data(); }
    void keepsTheMeanColour()
    {
        QFETCH(QByteArray, name);
        // Of many levels, none near black or white, where noise is clipped.
        Image hr = busyPicture(64, 64, 1);
        for (std::size_t i = 0; i < hr.size(); ++i)
            hr.data()[i] = 0.3f + 0.1f * float(i % 3) + 0.2f * hr.data()[i];
        double shift[3] = {};
        constexpr int draws = 100;
        for (std::uint64_t seed = 0; seed < draws; ++seed) {
            const Result<Image> lr = degraded(name.constData(), hr, seed);
            ENLARGER_VERIFY(lr);
            for (int c = 0; c < 3; ++c)
                shift[c] += (meanOf(lr->takeChannels(c, 1)) - meanOf(hr.takeChannels(c, 1))) / draws;
        }
        for (const double one : shift)
            QVERIFY2(std::abs(one) < 1.0 / 255.0, qPrintable(QString::number(255.0 * one)));
    }

    void photoNoiseIsWithinItsRange()
    {
        degrade::DegradationOptions options;
        options.photo.jpegChance = 0.0;
        options.photo.sharpenChance = 0.0;
        const degrade::Degradation degradation = *degrade::Degradation::fromName("photo", 2, options);
        const Image grey = flatPicture(128, 128, 0.5f);
        double least = 1.0;
        double most = 0.0;
        for (std::uint64_t seed = 0; seed < 60; ++seed) {
            Random random(seed);
            const double deviation = 255.0 * deviationOf(*degradation.degrade(grey, random));
            least = std::min(least, deviation);
            most = std::max(most, deviation);
            QVERIFY(deviation > 0.9 && deviation < 6.4);
        }
        QVERIFY(most > 5.0);
    }

    void photoStepsFollowTheirChances()
    {
        const degrade::PhotoOptions options;
        constexpr int draws = 20000;
        double blurred = 0, sharpened = 0, compressed = 0, grey = 0;
        for (int i = 0; i < draws; ++i) {
            Random random(7, std::uint64_t(i));
            const degrade::PhotoSteps steps = degrade::drawPhotoSteps(options, 4, random);
            blurred += steps.blur.has_value();
            sharpened += steps.sharpen.has_value();
            compressed += steps.quality.has_value();
            grey += steps.noise.isGrey;
            QVERIFY(!steps.noise.isPoisson);
            QVERIFY(steps.noise.strength >= 1.0 && steps.noise.strength <= 6.0);
            if (steps.blur)
                QVERIFY(steps.blur->sigmaX >= 0.4 && steps.blur->sigmaX <= 2.4); // 0.1 to 0.6 LR pixels
            if (steps.quality)
                QVERIFY(*steps.quality >= 55 && *steps.quality <= 95);
        }
        const auto near = [](double count, double chance) {
            return std::abs(count - chance * draws) < 4.5 * std::sqrt(draws * chance * (1.0 - chance));
        };
        QVERIFY(near(blurred, options.blurChance));
        QVERIFY(near(sharpened, options.sharpenChance));
        QVERIFY(near(compressed, options.jpegChance));
        QVERIFY(near(grey, options.greyNoise));
    }

    void poissonHasItsMeanAndVariance_data()
    {
        QTest::addColumn<int>("exponent");
        QTest::addColumn<int>("level");
        for (const auto& [exponent, level] : {std::pair(8, 255), {8, 128}, {8, 3}, {8, 1}, {3, 200}, {0, 90}})
            QTest::addRow("2^%d, level %d", exponent, level) << exponent << level;
    }
    void poissonHasItsMeanAndVariance()
    {
        QFETCH(int, exponent);
        QFETCH(int, level);
        const degrade::PoissonTable& table = degrade::PoissonTable::ofPowerOfTwo(exponent);
        const double mean = level / 255.0 * std::exp2(exponent);
        Random random(1);
        double sum = 0.0;
        double squares = 0.0;
        constexpr int draws = 40000;
        for (int i = 0; i < draws; ++i) {
            const double number = table.draw(std::uint8_t(level), random);
            sum += number;
            squares += number * number;
        }
        const double found = sum / draws;
        QVERIFY(std::abs(found - mean) < 5.0 * std::sqrt(mean / draws));
        const double variance = squares / draws - found * found;
        QVERIFY(std::abs(variance - mean) < 0.05 * mean + 0.005);
        QCOMPARE(table.draw(0, random), 0);
    }

    // Columns of two colours of one brightness: JPEG's halved chroma mixes them, while grey columns stay.
    void jpegHalvesTheChroma()
    {
        std::vector<std::uint8_t> colours(32 * 32 * 3);
        std::vector<std::uint8_t> greys(colours.size());
        for (std::size_t x = 0; x < 32 * 32; ++x) {
            const bool odd = x % 2 == 1;
            const std::uint8_t pixel[] = {std::uint8_t(odd ? 181 : 75), 128 - 0,
                                          std::uint8_t(odd ? 52 : 204)};
            std::copy_n(pixel, 3, &colours[x * 3]);
            std::fill_n(&greys[x * 3], 3, std::uint8_t(odd ? 181 : 75));
        }
        degrade::jpegRoundTrip(colours, 32, 32, 95);
        degrade::jpegRoundTrip(greys, 32, 32, 95);
        const std::size_t middle = (16 * 32 + 16) * 3;
        QVERIFY(std::abs(int(colours[middle]) - int(colours[middle + 3])) < 40);
        QVERIFY(std::abs(int(greys[middle]) - int(greys[middle + 3])) > 90);
    }

    void jpegLosesMoreAtLowQuality()
    {
        const Image picture = busyPicture(64, 64, 3);
        std::vector<std::uint8_t> before(picture.size());
        for (std::size_t i = 0; i < before.size(); ++i)
            before[i] = std::uint8_t(std::lround(picture.data()[i] * 255.0f));
        double last = 0.0;
        for (const int quality : {100, 80, 50, 20}) {
            std::vector<std::uint8_t> after = before;
            degrade::jpegRoundTrip(after, 64, 64, quality);
            double error = 0.0;
            for (std::size_t i = 0; i < after.size(); ++i)
                error += std::pow(double(after[i]) - before[i], 2.0);
            QVERIFY(error > last);
            last = error;
        }
    }

    void degradesAWholePhoto()
    {
        QTemporaryDir folder;
        const std::filesystem::path photo = std::filesystem::path(folder.path().toStdString()) / "a.png";
        write(photo, busyPicture(101, 75, 1));
        const degrade::Degradation degradation = *degrade::Degradation::fromName("real", 4);
        const Result<Image> lr = degradePhoto(photo, degradation, 3);
        ENLARGER_VERIFY(lr);
        QCOMPARE(lr->width(), 25);
        QCOMPARE(lr->height(), 18);
        QVERIFY(isEqual(*lr, *degradePhoto(photo, degradation, 3)));
        QVERIFY(!isEqual(*lr, *degradePhoto(photo, degradation, 4)));
        const Result<Image> missing = degradePhoto(photo.parent_path() / "b.png", degradation, 3);
        QVERIFY(!missing);
        QCOMPARE(missing.error().file.filename(), std::filesystem::path("b.png"));
    }
};

QTEST_GUILESS_MAIN(DegradationTest)
#include "degradation_test.moc"
