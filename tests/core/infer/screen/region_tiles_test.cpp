// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resample/colour_lock.h"
#include "core/infer/screen/region_grid.h"
#include "core/infer/screen/region_tile_maker.h"
#include "tests/core/infer/screen/region_material.h"
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/test_files.h"

#include <QTest>

#include <cmath>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;
using image::Image;
using image::PixelRect;

/// What a tile is: where it lies, what it reads, and what comes out.
class RegionTilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsTheUntiledResult_data();
    void equalsTheUntiledResult();
    void resamplingEqualsResize_data();
    void resamplingEqualsResize();
    void twoPasses();
    void alphaIsResampledAlone();
    void greyBecomesRgb();
    void greyMayComeBackInColour();
    void sixteenBits();
    void coloursAreLocked();
    void tinyPicturesStayFlat_data();
    void tinyPicturesStayFlat();
    void halvesWhereMemoryRunsOut();
    void givesUpAtSixteenPixels();
    void refusesAWrongSize();
    void cancelIsAnError();

private:
    /// All tiles of a layer's only stage, put together.
    Image enlarged(const RegionLayer& layer, const RegionStage& stage,
                   std::vector<TilePointer>* tiles = nullptr);

    StopGate m_gate;
    std::vector<std::string> m_notices;
    NoticeSink m_notice = [this](const std::string& text) { m_notices.push_back(text); };
};

Image RegionTilesTest::enlarged(const RegionLayer& layer, const RegionStage& stage,
                                std::vector<TilePointer>* tiles)
{
    const PixelSize in{layer.picture->width(), layer.picture->height()};
    const RegionGrid grid(in, stage.tile);
    const RegionTileMaker maker(layer, stage, m_gate, m_notice);
    std::vector<TilePointer> made;
    int pieceSide = stage.tile;
    for (const GridCell& cell : grid.covering({0, 0, in.width, in.height})) {
        auto tile = maker.make(grid.area(cell), pieceSide);
        if (!tile)
            qFatal("%s", tile.error().text().c_str());
        made.push_back(*tile);
    }
    if (tiles)
        *tiles = made;
    const PixelSize out = enlargedSize(stage, in);
    return assembled(made, out.width, out.height);
}

void RegionTilesTest::equalsTheUntiledResult_data()
{
    QTest::addColumn<int>("radius");
    QTest::addColumn<int>("scale");
    QTest::addColumn<int>("tile");
    QTest::newRow("x2") << 2 << 2 << 16;
    QTest::newRow("x4") << 3 << 4 << 32;
    QTest::newRow("one tile") << 3 << 2 << 128;
    QTest::newRow("tiles as small as the halo") << 4 << 3 << 4;
}

void RegionTilesTest::equalsTheUntiledResult()
{
    QFETCH(int, radius);
    QFETCH(int, scale);
    QFETCH(int, tile);
    const auto picture = packed(noise(75, 53, 3));
    const auto stage = blurStage(radius, scale, tile);
    const Image whole = picture->piece({0, 0, 75, 53});
    std::vector<TilePointer> tiles;
    const Image result = enlarged(*layerOf(picture, {}), stage, &tiles);
    QCOMPARE(largestDifference(result, inBytes(blurAndEnlarge(whole, radius, scale))), 0.0);
    for (const TilePointer& each : tiles) {
        QCOMPARE(each->width, each->area.width * scale);
        QCOMPARE(each->left, each->area.x * scale);
        QCOMPARE(each->shown.size(), std::size_t(each->width * each->height * 4));
        for (std::size_t i = 0; i < each->shown.size() / 4; i += 7) { // an sRGB photo on an sRGB screen
            QCOMPARE(int(each->shown[4 * i + 3]), 255);
            for (std::size_t c = 0; c < 3; ++c)
                QVERIFY(std::abs(each->shown[4 * i + 2 - c] - each->values[3 * i + c]) <= 1);
        }
    }
}

void RegionTilesTest::resamplingEqualsResize_data()
{
    QTest::addColumn<int>("kernel");
    QTest::addColumn<double>("factor");
    QTest::addColumn<int>("scale"); // of the network before; 0: none
    using image::Kernel;
    const auto row = [](const char* name, Kernel kernel, double factor, int scale) {
        QTest::newRow(name) << static_cast<int>(kernel) << factor << scale;
    };
    row("nearest", Kernel::Nearest, 4.0, 0);
    row("nearest, 2.3 times", Kernel::Nearest, 2.3, 0);
    row("bicubic", Kernel::Bicubic, 4.0, 0);
    row("bicubic, odd", Kernel::Bicubic, 1.61803, 0);
    row("bicubic, shrunk", Kernel::Bicubic, 0.4, 0);
    row("lanczos", Kernel::Lanczos3, 3.7, 0);
    row("network and less", Kernel::Bicubic, 2.6, 4);
    row("network and more", Kernel::Bicubic, 2.1, 2);
    row("network and back", Kernel::Bicubic, 1.0, 2);
}

void RegionTilesTest::resamplingEqualsResize()
{
    QFETCH(int, kernel);
    QFETCH(double, factor);
    QFETCH(int, scale);
    const auto picture = packed(noise(91, 67, 3));
    Image expected = picture->piece({0, 0, 91, 67});
    RegionStage stage;
    if (scale > 0) {
        stage = blurStage(1, scale, 24);
        stage.scale = scale;
        expected = blurAndEnlarge(expected, 1, scale);
    } else {
        stage.halo = 0;
        stage.tile = 24;
    }
    stage.factor = factor;
    stage.kernel = static_cast<image::Kernel>(kernel);
    const PixelSize out = enlargedSize(stage, {91, 67});
    expected = image::resize(expected, out.width, out.height, {.kernel = stage.kernel});
    QCOMPARE(largestDifference(enlarged(*layerOf(picture, {}), stage), inBytes(expected)), 0.0);
}

void RegionTilesTest::twoPasses()
{
    const auto picture = packed(noise(40, 30, 3));
    auto stage = blurStage(3, 2, 16);
    stage.passes = 2;
    stage.scale = 2;
    stage.factor = 3.5;
    Image expected = blurAndEnlarge(picture->piece({0, 0, 40, 30}), 3, 2);
    expected = image::resize(blurAndEnlarge(expected, 3, 2), 140, 105);
    QVERIFY(largestDifference(enlarged(*layerOf(picture, {}), stage), inBytes(expected)) <= 1.0);
}

void RegionTilesTest::alphaIsResampledAlone()
{
    const auto picture = packed(noise(40, 30, 4));
    const Image whole = picture->piece({0, 0, 40, 30});
    const auto stage = blurStage(2, 2, 16);
    std::vector<TilePointer> tiles;
    const Image result = enlarged(*layerOf(picture, {}), stage, &tiles);
    QCOMPARE(largestDifference(result, inBytes(blurAndEnlarge(whole.takeChannels(0, 3), 2, 2))), 0.0);
    const Image alpha = image::resize(whole.takeChannels(3, 1), 80, 60);
    for (const TilePointer& tile : tiles)
        for (int y = 0; y < tile->height; ++y)
            for (int x = 0; x < tile->width; ++x) {
                const std::uint8_t* shown = &tile->shown[std::size_t(4 * (y * tile->width + x))];
                const std::uint8_t* value = &tile->values[std::size_t(3 * (y * tile->width + x))];
                const float opacity = std::clamp(alpha.at(tile->left + x, tile->top + y, 0), 0.0f, 1.0f);
                QVERIFY(std::abs(float(shown[3]) - opacity * 255.0f) <= 1.0f);
                for (int c = 0; c < 3; ++c) // premultiplied
                    QVERIFY(std::abs(float(shown[2 - c]) - opacity * float(value[c])) <= 2.0f);
            }
}

void RegionTilesTest::greyBecomesRgb()
{
    for (const int channels : {1, 2}) {
        const auto picture = packed(noise(40, 30, channels));
        const Image grey = picture->piece({0, 0, 40, 30}).takeChannels(0, 1);
        const Image result = enlarged(*layerOf(picture, {}), blurStage(2, 2, 16));
        QCOMPARE(largestDifference(result, inBytes(blurAndEnlarge(grey, 2, 2))), 0.0);
    }
}

void RegionTilesTest::greyMayComeBackInColour() // through a network that colours
{
    const auto coloured = [](const Image& piece) {
        const Image grey = blurAndEnlarge(piece, 2, 2);
        Image rgb(grey.width(), grey.height(), 3);
        for (std::size_t i = 0; i < rgb.size(); ++i)
            rgb.data()[i] = grey.data()[i / 3] / float(i % 3 + 1);
        return rgb;
    };
    auto stage = blurStage(2, 2, 16);
    stage.enlarge = [&](const Image& piece, Gate&, const NoticeSink&) -> Result<Image> {
        return coloured(piece);
    };
    for (const int channels : {1, 2}) {
        const auto picture = packed(noise(40, 30, channels));
        const Image expected = inBytes(coloured(picture->piece({0, 0, 40, 30}).takeChannels(0, 1)));
        for (const bool locked : {false, true})
            QCOMPARE(largestDifference(enlarged(*layerOf(picture, {}, locked), stage), expected), 0.0);
        int pieceSide = 8; // in pieces, as where memory is short
        const auto layer = layerOf(picture, {});
        const auto tile = RegionTileMaker(*layer, stage, m_gate, m_notice).make({0, 0, 40, 30}, pieceSide);
        ENLARGER_VERIFY(tile);
        QCOMPARE(largestDifference(assembled({*tile}, 80, 60), expected), 0.0);
    }
}

void RegionTilesTest::sixteenBits()
{
    const auto picture = packed(noise(40, 30, 3), 16);
    QCOMPARE(picture->bits(), 16);
    const Image result = enlarged(*layerOf(picture, {}), blurStage(2, 2, 16));
    QCOMPARE(largestDifference(result, inBytes(blurAndEnlarge(picture->piece({0, 0, 40, 30}), 2, 2))), 0.0);
}

void RegionTilesTest::coloursAreLocked()
{
    const auto picture = packed(image::resize(noise(12, 9, 3), 96, 72));
    const Image lr = picture->piece({0, 0, 96, 72});
    auto stage = blurStage(1, 2, 32);
    stage.enlarge = [](const Image& piece, Gate&, const NoticeSink&) -> Result<Image> {
        Image sr = blurAndEnlarge(piece, 1, 2);
        for (int y = 0; y < sr.height(); ++y)
            for (int x = 0; x < sr.width(); ++x)
                sr.at(x, y, 0) = sr.at(x, y, 0) * 0.8f + 0.1f; // a red cast
        return sr;
    };
    Image cast = *stage.enlarge(lr, m_gate, {});
    const Image locked = inBytes(image::lockColours(lr, cast));
    const Image result = enlarged(*layerOf(picture, {}, true), stage);
    // A tile's lock sees less than the whole picture's: near, not equal.
    QVERIFY(largestDifference(result, locked) <= 4.0);
    QVERIFY(largestDifference(enlarged(*layerOf(picture, {}), stage), locked) > 10.0);
}

void RegionTilesTest::tinyPicturesStayFlat_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<double>("factor");
    QTest::addColumn<int>("passes");
    QTest::newRow("one pixel") << 1 << 1 << 2.0 << 1;
    QTest::newRow("icon, two passes") << 7 << 13 << 4.0 << 2;
    QTest::newRow("line in tiles") << 130 << 1 << 2.0 << 1;
    QTest::newRow("resampled") << 5 << 15 << 1.5 << 1;
}

void RegionTilesTest::tinyPicturesStayFlat()
{
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(double, factor);
    QFETCH(int, passes);
    Image picture(width, height, 3);
    std::fill_n(picture.data(), picture.size(), 0.6f); // 153 of 255
    RegionStage stage = blurStage(4, 2, 48);           // dark along the borders of what it sees
    stage.factor = factor;
    stage.scale = 2;
    stage.passes = passes;
    const auto layer = layerOf(packed(picture), {made(stage)});
    const Image result = enlarged(*layer, stage);
    QCOMPARE(result.width(), int(std::lround(width * factor)));
    for (const float value : std::span(result.data(), result.size()))
        QVERIFY2(std::abs(value - 153.0f) <= 1.0f, qPrintable(QString::number(value)));
}

void RegionTilesTest::halvesWhereMemoryRunsOut()
{
    const auto picture = packed(noise(100, 80, 3));
    auto stage = blurStage(2, 2, 64);
    stage.enlarge = [](const Image& piece, Gate& gate, const NoticeSink& notice) -> Result<Image> {
        if (piece.width() > 40)
            return Error{ErrorKind::OutOfMemory, "too much", {}, {}};
        return syntheticNetwork(2, 2)(piece, gate, notice);
    };
    m_notices.clear();
    const Image result = enlarged(*layerOf(picture, {}), stage);
    QCOMPARE(largestDifference(result, inBytes(blurAndEnlarge(picture->piece({0, 0, 100, 80}), 2, 2))), 0.0);
    QCOMPARE(m_notices.size(), std::size_t(1)); // what one tile has learnt, the next one knows
}

void RegionTilesTest::givesUpAtSixteenPixels()
{
    const auto layer = layerOf(packed(noise(100, 80, 3)), {});
    auto stage = blurStage(2, 2, 64);
    int smallest = 1000;
    stage.enlarge = [&](const Image& piece, Gate&, const NoticeSink&) -> Result<Image> {
        smallest = std::min(smallest, piece.width());
        return Error{ErrorKind::OutOfMemory, "too much", {}, {}};
    };
    int pieceSide = stage.tile;
    const auto tile = RegionTileMaker(*layer, stage, m_gate, m_notice).make({0, 0, 64, 64}, pieceSide);
    QVERIFY(!tile);
    QCOMPARE(tile.error().kind, ErrorKind::OutOfMemory);
    QCOMPARE(smallest, 16 + 2);
}

void RegionTilesTest::refusesAWrongSize()
{
    const auto layer = layerOf(packed(noise(20, 20, 3)), {});
    auto stage = blurStage(2, 2, 64);
    stage.enlarge = syntheticNetwork(2, 3);
    int pieceSide = stage.tile;
    const auto tile = RegionTileMaker(*layer, stage, m_gate, m_notice).make({0, 0, 20, 20}, pieceSide);
    QVERIFY(!tile);
    QCOMPARE(tile.error().kind, ErrorKind::Internal);
}

void RegionTilesTest::cancelIsAnError()
{
    const auto layer = layerOf(packed(noise(20, 20, 3)), {});
    auto stage = blurStage(2, 2, 64);
    stage.enlarge = [](const Image& piece, Gate& gate, const NoticeSink&) -> Result<Image> {
        gate.pass(); // throws
        return blurAndEnlarge(piece, 2, 2);
    };
    std::stop_source stop;
    stop.request_stop();
    StopGate gate(stop.get_token());
    int pieceSide = stage.tile;
    const auto tile = RegionTileMaker(*layer, stage, gate, m_notice).make({0, 0, 20, 20}, pieceSide);
    QVERIFY(!tile);
    QCOMPARE(tile.error().kind, ErrorKind::Cancelled);
}

QTEST_GUILESS_MAIN(RegionTilesTest)
#include "region_tiles_test.moc"
