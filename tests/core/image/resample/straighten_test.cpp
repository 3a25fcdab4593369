// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resample/straighten.h"

#include "core/image/pixels/turn.h"

#include "tests/core/image/made_picture.h"
#include "tests/core/image/stage_runs.h"
#include "tests/support/test_files.h"

#include <QTest>

#include <array>
#include <cmath>
#include <numbers>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace {

constexpr double level(double x, double y)
{
    return 0.5 + 0.001 * x - 0.002 * y;
}

/// A slope, which every kernel keeps; x and y count from the middle of the picture.
Image slope(int width, int height, double degrees)
{
    const double angle = degrees * std::numbers::pi / 180.0;
    Image picture(width, height, 1);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const double dx = x + 0.5 - width / 2.0, dy = y + 0.5 - height / 2.0;
            // The place before the turn: clockwise, with y downwards.
            picture.at(x, y, 0) = float(level(dx * std::cos(angle) + dy * std::sin(angle),
                                              dy * std::cos(angle) - dx * std::sin(angle)));
        }
    return picture;
}

Image straightened(const Image& picture, double degrees)
{
    const auto stage = makeStraightening(picture.width(), picture.height(), picture.channels(), degrees);
    auto result = stage->push(picture, true);
    return result ? std::move(*result) : Image();
}

} // namespace

/// A picture turned by an angle.
class StraightenTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sizes_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<double>("degrees");
        for (const double degrees : {-45.0, -3.1, 0.1, 5.0, 30.0, 45.0})
            for (const auto& [width, height] : std::initializer_list<std::pair<int, int>>{
                     {600, 400}, {400, 600}, {200, 200}, {1, 1}, {1, 300}, {900, 2}})
                QTest::addRow("%d x %d by %g", width, height, degrees) << width << height << degrees;
    }
    void sizes()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(double, degrees);
        const PixelRect turned = turnedPicture(width, height, {0, degrees});
        QVERIFY(turned.width >= 1 && turned.height >= 1);
        QVERIFY(turned.width <= width && turned.height <= height);
        if (std::min(width, height) < 100)
            return;
        // No corner is empty, and one more in a hundred would be.
        const double angle = degrees * std::numbers::pi / 180.0;
        const auto fits = [&](double share) {
            const double x = share * turned.width / 2, y = share * turned.height / 2;
            const double c = std::cos(angle), s = std::abs(std::sin(angle));
            return x * c + y * s <= width / 2.0 && x * s + y * c <= height / 2.0;
        };
        QVERIFY(fits(1.0));
        QVERIFY(!fits(1.01));
        QVERIFY(std::abs(double(turned.width) / turned.height - double(width) / height) < 0.02);
        QCOMPARE(turnedPicture(height, width, {1, degrees}), turned);
    }

    void slopesTurnExactly_data()
    {
        QTest::addColumn<double>("degrees");
        for (const double degrees : {-45.0, -20.0, -0.1, 0.1, 2.5, 45.0})
            QTest::addRow("%g", degrees) << degrees;
    }
    void slopesTurnExactly()
    {
        QFETCH(double, degrees);
        const Image turned = straightened(slope(90, 61, 0.0), degrees);
        const Image expected = slope(turned.width(), turned.height(), degrees);
        QCOMPARE(turned.width(), turnedPicture(90, 61, {0, degrees}).width);
        constexpr int border =
            4; // what the kernel reaches beyond it is no slope; and Lanczos ripples a little
        for (int y = border; y < turned.height() - border; ++y)
            for (int x = border; x < turned.width() - border; ++x)
                QVERIFY(std::abs(turned.at(x, y, 0) - expected.at(x, y, 0)) < 1e-4f);
    }

    void rowsMayComeInAnyPortions_data() { slopesTurnExactly_data(); }
    void rowsMayComeInAnyPortions()
    {
        QFETCH(double, degrees);
        for (const int channels : {1, 2, 3, 4}) {
            const Image picture = noise(70, 130, channels);
            const Image whole = straightened(picture, degrees);
            for (const int portion : {1, 7, 64}) {
                const auto stage = makeStraightening(70, 130, channels, degrees);
                const auto streamed = runInBands(*stage, picture, std::array{portion});
                ENLARGER_VERIFY(streamed);
                QVERIFY(same(*streamed, whole));
            }
        }
    }

    void detailSurvives()
    {
        // Waves of 5 pixels: there and back again.
        constexpr int side = 255; // what is left has its middle on a pixel too
        Image picture(side, side, 1);
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x)
                picture.at(x, y, 0) = float(0.5 + 0.4 * std::sin(2 * std::numbers::pi * (x + 0.5 * y) / 5.6));
        const Image back = straightened(straightened(picture, 10.0), -10.0);
        QVERIFY(back.width() % 2 == 1 && back.height() % 2 == 1);
        const int left = (side - back.width()) / 2, top = (side - back.height()) / 2;
        double error = 0.0;
        for (int y = 8; y < back.height() - 8; ++y)
            for (int x = 8; x < back.width() - 8; ++x)
                error =
                    std::max(error, std::abs(double(back.at(x, y, 0)) - picture.at(x + left, y + top, 0)));
        QVERIFY2(error < 0.03, qPrintable(QString::number(error)));
    }

    void coloursOfTransparentPixelsDoNotShow()
    {
        Image picture(80, 80, 4);
        for (int y = 0; y < 80; ++y)
            for (int x = 0; x < 80; ++x) {
                const bool isSeen = x < 40;
                picture.at(x, y, 0) = isSeen ? 0.5f : 1.0f;
                picture.at(x, y, 3) = isSeen ? 1.0f : 0.0f;
            }
        const Image turned = straightened(picture, 7.0);
        int edge = 0;
        for (int y = 0; y < turned.height(); ++y)
            for (int x = 0; x < turned.width(); ++x) {
                const float alpha = turned.at(x, y, 3);
                edge += alpha > 0.1f && alpha < 0.9f;
                if (alpha > 0.05f)
                    QVERIFY(std::abs(turned.at(x, y, 0) - 0.5f) < 1e-3f);
            }
        QVERIFY(edge > 30);
    }

    void wrongRowsAreRefused()
    {
        QVERIFY(!makeStraightening(10, 10, 3, 5.0)->push(Image(9, 10, 3), true));
        QVERIFY(!makeStraightening(10, 10, 3, 5.0)->push(Image(10, 10, 1), true));
        QVERIFY(!makeStraightening(10, 10, 3, 5.0)->push(Image(10, 9, 3), true));
        QVERIFY(!makeStraightening(10, 10, 3, 5.0)->push(Image(10, 11, 3), false));
    }

    void memoryIsThatOfASlantingLine()
    {
        constexpr std::int64_t row = 6000 * 3 * 4;
        const std::int64_t little = straighteningMemory(6000, 4000, 3, 1.0);
        QVERIFY(little > 100 * row && little < 300 * row);
        QCOMPARE(straighteningMemory(6000, 4000, 3, -1.0), little);
        QVERIFY(straighteningMemory(6000, 4000, 3, 45.0) <= 4000 * row);
    }
};

QTEST_GUILESS_MAIN(StraightenTest)
#include "straighten_test.moc"
