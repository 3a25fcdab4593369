// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resample/alpha_bleed.h"
#include "core/image/resample/resample.h"
#include "tests/core/image/made_picture.h"
#include "tests/core/image/stage_runs.h"
#include "tests/support/test_files.h"

#include <QTest>

#include <cmath>
#include <tuple>
#include <vector>

using namespace enlarger;
using namespace enlarger::image;
using namespace enlarger::tests;

namespace {

Image bleed(const Image& picture, int radius, const std::vector<int>& cut = {1000})
{
    const auto stage = makeAlphaBleed(picture.width(), picture.height(), picture.channels(), radius);
    Result<Image> out = runInBands(*stage, picture, cut);
    return out ? std::move(out).value() : Image();
}

/// Coloured noise where one pixel in `sparsity` is opaque.
Image islands(int width, int height, int channels, std::uint32_t sparsity)
{
    Image picture = noise(width, height, channels, 7);
    std::uint32_t seed = 99;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            seed = seed * 1664525u + 1013904223u;
            picture.at(x, y, channels - 1) = (seed >> 8) % sparsity == 0 ? 1.0f : 0.0f;
        }
    return picture;
}

/// The definition, pixel by pixel over the whole picture.
Image bleedByDefinition(const Image& picture, int radius)
{
    const int alpha = picture.channels() - 1;
    Image out = picture;
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x) {
            if (picture.at(x, y, alpha) > 0.0f)
                continue;
            auto best =
                std::tuple(radius * radius + 1, 0, 0, 0); // squared distance, then rows apart, up, left
            for (int v = 0; v < picture.height(); ++v)
                for (int u = 0; u < picture.width(); ++u)
                    if (picture.at(u, v, alpha) > 0.0f)
                        best = std::min(
                            best, std::tuple((u - x) * (u - x) + (v - y) * (v - y), std::abs(v - y), v, u));
            const auto [squared, apart, v, u] = best;
            if (squared > radius * radius)
                continue;
            const float share = std::min(1.0f, (radius + 1 - std::sqrt(float(squared))) / (0.5f * radius));
            for (int c = 0; c < alpha; ++c)
                out.at(x, y, c) += share * (picture.at(u, v, c) - picture.at(x, y, c));
        }
    return out;
}

float largestDifference(const Image& a, const Image& b)
{
    float largest = a.size() == b.size() ? 0.0f : INFINITY;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(a.data()[i] - b.data()[i]));
    return largest;
}

} // namespace

class AlphaBleedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsItsDefinition_data();
    void followsItsDefinition();
    void cutsDoNotMatter();
    void opaquePicturesPassAtOnce();
    void invisiblePicturesStayAsTheyAre();
    void faintPixelsKeepTheirColour();
    void theReachEndsSoftly();
    void noFringeAfterEnlarging();
    void foreignRowsAreRefused();
};

void AlphaBleedTest::followsItsDefinition_data()
{
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("radius");
    QTest::addColumn<int>("sparsity");
    QTest::newRow("dense") << 4 << 32 << 2;
    QTest::newRow("sparse") << 4 << 12 << 60;
    QTest::newRow("sparser than the radius") << 4 << 5 << 300;
    QTest::newRow("grey") << 2 << 9 << 40;
    QTest::newRow("one step") << 4 << 1 << 10;
    QTest::newRow("no radius") << 4 << 0 << 10;
}

void AlphaBleedTest::followsItsDefinition()
{
    QFETCH(int, channels);
    QFETCH(int, radius);
    QFETCH(int, sparsity);
    const Image picture = islands(70, 50, channels, std::uint32_t(sparsity));
    QVERIFY(largestDifference(bleed(picture, radius), bleedByDefinition(picture, radius)) < 1e-6f);
}

void AlphaBleedTest::cutsDoNotMatter()
{
    for (std::uint32_t sparsity : {2u, 50u, 400u}) {
        Image picture = islands(45, 83, 4, sparsity);
        for (int y = 30; y < 50; ++y) // a part that is opaque throughout
            for (int x = 0; x < 45; ++x)
                picture.at(x, y, 3) = 1.0f;
        const Image whole = bleed(picture, 10);
        QVERIFY(!whole.empty() && !same(whole, picture));
        for (const std::vector<int>& cut : {std::vector{1}, {0, 3}, {7, 1, 0, 0, 20}, {10}, {31}})
            QVERIFY(same(bleed(picture, 10, cut), whole));
    }
}

void AlphaBleedTest::opaquePicturesPassAtOnce()
{
    Image band = noise(30, 8, 4);
    for (int y = 0; y < 8; ++y)
        for (int x = 0; x < 30; ++x)
            band.at(x, y, 3) = 1.0f;
    const auto stage = makeAlphaBleed(30, 800, 4);
    for (int i = 0; i < 100; ++i) {
        const Result<Image> out = stage->push(band, i == 99);
        ENLARGER_VERIFY(out);
        QVERIFY(same(*out, band));
    }
}

void AlphaBleedTest::invisiblePicturesStayAsTheyAre()
{
    Image picture = noise(40, 90, 2);
    for (std::size_t i = 1; i < picture.size(); i += 2)
        picture.data()[i] = 0.0f;
    QVERIFY(same(bleed(picture, 32, {9}), picture));
}

void AlphaBleedTest::faintPixelsKeepTheirColour()
{
    // White, alpha of 0, 1, 2 and 255 levels: the first two are as good as invisible, the third lends its
    // colour.
    Image row(4, 1, 2);
    for (int x = 0; x < 4; ++x)
        row.at(x, 0, 0) = 0.25f * float(x);
    row.at(0, 0, 1) = 0.0f;
    row.at(1, 0, 1) = 1.0f / 255.0f;
    row.at(2, 0, 1) = 2.0f / 255.0f;
    row.at(3, 0, 1) = 1.0f;
    const Image out = bleed(row, 32);
    QCOMPARE(out.at(0, 0, 0), 0.5f);
    QCOMPARE(out.at(1, 0, 0), 0.5f);
    QCOMPARE(out.at(2, 0, 0), 0.5f);
    QCOMPARE(out.at(3, 0, 0), 0.75f);
    QVERIFY(same(out.takeChannels(1, 1), row.takeChannels(1, 1)));
}

void AlphaBleedTest::theReachEndsSoftly()
{
    Image row = plain(100, 1, {0.0f, 0.0f});  // invisible black ...
    row.at(0, 0, 0) = row.at(0, 0, 1) = 1.0f; // ... beside one white pixel
    const Image out = bleed(row, 32);
    QCOMPARE(out.at(16, 0, 0), 1.0f);
    QCOMPARE(out.at(33, 0, 0), 0.0f);
    for (int x = 1; x < 100; ++x) {
        const float step = out.at(x - 1, 0, 0) - out.at(x, 0, 0);
        QVERIFY(step >= 0.0f && step < 0.07f);
    }
}

void AlphaBleedTest::noFringeAfterEnlarging()
{
    Image disc = plain(40, 40, {0.0f, 0.0f, 0.0f, 0.0f}); // black that nobody sees
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 40; ++x)
            if (std::hypot(x - 19.5, y - 19.5) < 12.0) {
                disc.at(x, y, 0) = 0.9f;
                disc.at(x, y, 1) = 0.5f;
                disc.at(x, y, 3) = 1.0f;
            }
    const auto worst = [](const Image& picture) { // over the pixels that can be seen
        const Image large = resize(picture, 160, 160);
        float difference = 0.0f;
        for (int y = 0; y < 160; ++y)
            for (int x = 0; x < 160; ++x)
                if (large.at(x, y, 3) > 0.0f)
                    difference = std::max(difference, std::abs(large.at(x, y, 0) - 0.9f));
        return difference;
    };
    QVERIFY(worst(disc) > 0.3f);
    QVERIFY(worst(bleed(disc, 32)) < 1e-5f);
}

void AlphaBleedTest::foreignRowsAreRefused()
{
    QVERIFY(!makeAlphaBleed(10, 10, 3)->push(noise(10, 10, 3), true));
    QVERIFY(!makeAlphaBleed(10, 10, 4)->push(noise(10, 10, 2), true));
    QVERIFY(!makeAlphaBleed(10, 10, 4)->push(noise(9, 10, 4), true));
    QVERIFY(!makeAlphaBleed(10, 10, 4)->push(noise(10, 9, 4), true));
    QVERIFY(!makeAlphaBleed(10, 10, 4)->push(noise(10, 11, 4), false));
}

QTEST_GUILESS_MAIN(AlphaBleedTest)

#include "alpha_bleed_test.moc"
