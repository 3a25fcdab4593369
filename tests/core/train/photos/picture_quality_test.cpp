// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/train/photos/picture_quality.h"
#include "tests/core/train/made_pictures.h"

#include <QTest>

#include <cmath>
#include <functional>

using namespace enlarger;
using namespace enlarger::train;

namespace {

image::Image made(int width, int height, const std::function<double(int, int)>& luma) // 0..255
{
    image::Image picture(width, height, 3);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            std::fill_n(&picture.at(x, y, 0), 3, float(luma(x, y) / 255.0));
    return picture;
}

/// Of mean 0 and deviation 1: the sum of twelve uniform numbers.
double normal(Random& random)
{
    double sum = -6.0;
    for (int i = 0; i < 12; ++i)
        sum += random.uniform();
    return sum;
}

PictureQuality measured(const image::Image& picture, int bandHeight = 1000)
{
    QualityMeter meter(picture.width(), picture.height());
    for (int y = 0; y < picture.height(); y += bandHeight)
        meter.push(picture.crop(0, y, picture.width(), std::min(bandHeight, picture.height() - y)));
    return meter.quality();
}

double ramp(int x, int y)
{
    return 60.0 + 0.2137 * x + 0.1313 * y;
}

} // namespace

class PictureQualityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noiseIsItsDeviation()
    {
        for (const double sigma : {0.0, 2.0, 5.0}) {
            Random random(7);
            const auto picture = made(400, 300, [&](int x, int y) {
                return ramp(x, y) + sigma * normal(random) + (x > 200 && x % 10 < 5 ? 80.0 : 0.0);
            });
            const PictureQuality quality = measured(picture);
            // The smoothest tenth of blocks is below the mean by some.
            QVERIFY2(std::abs(quality.noise - 0.8 * sigma) < 0.35 + 0.05 * sigma,
                     std::to_string(quality.noise).c_str());
            QVERIFY(quality.blocks < 1.2);
        }
    }

    void blocksAreSeenWhereverThePictureWasCut()
    {
        for (const int offset : {0, 3}) {
            const auto picture = made(320, 240, [&](int x, int y) {
                return ramp(x, y) + 3.0 * (((x + offset) / 8 + (y + offset) / 8) % 2);
            });
            const PictureQuality quality = measured(picture);
            QVERIFY2(quality.blocks > 2.0, std::to_string(quality.blocks).c_str());
        }
        QVERIFY(measured(made(320, 240, ramp)).blocks < 1.2);
    }

    void blurIsASlowRise()
    {
        const auto step = [](int width) {
            return measured(made(320, 100,
                                 [&](int x, int) {
                                     return 60.0 + 120.0 * std::clamp((std::abs(x % 80 - 40) - 10.0) / width,
                                                                      0.0, 1.0);
                                 }))
                .edges;
        };
        QCOMPARE(step(1), 1.0);
        QVERIFY2(std::abs(step(6) - 0.5) < 0.05, std::to_string(step(6)).c_str());
        QCOMPARE(measured(tests::flatPicture(64, 64, 0.5F)).edges, 0.0);
    }

    // Bands are as they come; of a tall picture a quarter is looked at.
    void bandsDoNotMatter()
    {
        Random random(3);
        for (const int height : {200, 1200}) {
            const auto picture =
                made(200, height, [&](int x, int y) { return ramp(x, y % 300) + 3.0 * normal(random); });
            const PictureQuality whole = measured(picture, height);
            const PictureQuality parts = measured(picture, 7);
            QCOMPARE(parts.noise, whole.noise);
            QCOMPARE(parts.blocks, whole.blocks);
            QVERIFY2(std::abs(whole.noise - 2.4) < 0.4, std::to_string(whole.noise).c_str());
        }
        QCOMPARE(measured(made(5, 3, ramp)).noise, 0.0); // too small for any
    }
};

QTEST_GUILESS_MAIN(PictureQualityTest)
#include "picture_quality_test.moc"
