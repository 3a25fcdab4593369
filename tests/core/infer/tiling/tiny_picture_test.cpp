// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/tiny_picture.h"

#include "core/infer/tiling/tiled_runner.h"
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/test_files.h"

#include <QTest>

#include <algorithm>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;
using image::Image;

namespace {

/// Dark along the border of what it sees, as far as zeros reach, and brighter everywhere.
Result<Image> enlarge(const Image& piece, Gate&, const NoticeSink&)
{
    Image result = blurAndEnlarge(piece, 4, 2);
    for (float& value : std::span(result.data(), result.size()))
        value += 0.05f;
    return result;
}

std::unique_ptr<image::RowStage> runner(const PixelSize& size, int tile)
{
    return makeTiledRunner(enlarge, 2, size.width, size.height, {.tile = tile, .halo = 4, .feather = 0}, {});
}

std::unique_ptr<image::RowStage> runnerFor(const Image& picture, int tile)
{
    return makeRunnerWithMargin({picture.width(), picture.height()}, 2,
                                [tile](const PixelSize& size) { return runner(size, tile); });
}

Image flat(int width, int height)
{
    Image picture(width, height, 3);
    for (std::size_t i = 0; i < picture.size(); ++i)
        picture.data()[i] = i % 3 == 0 ? 0.55f : 0.3f;
    return picture;
}

} // namespace

class TinyPictureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyShortSidesAreTiny()
    {
        QVERIFY(isTiny({1, 1}) && isTiny({15, 4000}) && isTiny({4000, 15}));
        QVERIFY(!isTiny({16, 16}) && !isTiny({4000, 16}));
        QCOMPARE(networkSize({3, 5}), (PixelSize{3 + 2 * tinyMargin, 5 + 2 * tinyMargin}));
        QCOMPARE(networkSize({16, 300}), (PixelSize{16, 300}));
    }

    void flatStaysFlat_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("tile");
        for (const int tile : {16, 500})
            for (const auto& [width, height] :
                 {std::pair{1, 1}, {2, 3}, {7, 13}, {300, 1}, {1, 300}, {15, 40}})
                QTest::addRow("%d x %d in tiles of %d", width, height, tile) << width << height << tile;
    }
    void flatStaysFlat()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(int, tile);
        const Image picture = flat(width, height);
        const auto result = pushAll(*runnerFor(picture, tile), picture, 7);
        ENLARGER_VERIFY(result);
        QVERIFY(largestDifference(*result, flat(2 * width, 2 * height)) < 1.0 / 255.0);
    }

    void bandsDoNotMatter()
    {
        const Image picture = noise(11, 45, 3);
        const auto whole = pushAll(*runnerFor(picture, 16), picture, 45);
        ENLARGER_VERIFY(whole);
        for (const int band : {1, 4, 20}) {
            const auto result = pushAll(*runnerFor(picture, 16), picture, band);
            ENLARGER_VERIFY(result);
            QCOMPARE(largestDifference(*result, *whole), 0.0);
        }
    }

    void largerPicturesRunAsTheyAre()
    {
        const Image picture = noise(16, 33, 3);
        const auto result = pushAll(*runnerFor(picture, 20), picture, 9);
        const auto bare = pushAll(*runner({16, 33}, 20), picture, 9);
        ENLARGER_VERIFY(result);
        ENLARGER_VERIFY(bare);
        QCOMPARE(largestDifference(*result, *bare), 0.0);
    }
};

QTEST_GUILESS_MAIN(TinyPictureTest)
#include "tiny_picture_test.moc"
