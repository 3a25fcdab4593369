// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/test_files.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;
using image::Image;

class TiledRunnerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tilesEqualTheUntiledPicture_data();
    void tilesEqualTheUntiledPicture();
    void bandsOfRowsDoNotMatter();
    void oneRowOfTilesAPush();
    void feathersFadeEvenly();
    void lackOfMemoryHalvesTheTile();
    void halvingHasAnEnd();
    void otherErrorsPassThrough();
    void cancelPassesThrough();
    void wrongRowsAreRefused();
    void everyTileIsTold();
};

void TiledRunnerTest::tilesEqualTheUntiledPicture_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("scale");
    QTest::addColumn<int>("feather");
    QTest::addColumn<int>("multiple");
    QTest::newRow("one pixel") << 1 << 1 << 3 << 4 << 0 << 1;
    QTest::newRow("one row") << 131 << 1 << 3 << 4 << 0 << 1;
    QTest::newRow("one column") << 1 << 97 << 1 << 2 << 0 << 1;
    QTest::newRow("one tile") << 32 << 32 << 3 << 4 << 0 << 1;
    QTest::newRow("uneven") << 101 << 67 << 3 << 4 << 0 << 1;
    QTest::newRow("grey, scale 1") << 80 << 99 << 1 << 1 << 0 << 1;
    QTest::newRow("multiples of 4") << 103 << 71 << 3 << 2 << 0 << 4;
    QTest::newRow("feather") << 101 << 67 << 3 << 4 << 8 << 1;
    QTest::newRow("feather, multiples of 2") << 93 << 111 << 3 << 2 << 6 << 2;
}

void TiledRunnerTest::tilesEqualTheUntiledPicture()
{
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, channels);
    QFETCH(int, scale);
    QFETCH(int, feather);
    QFETCH(int, multiple);
    const Image picture = noise(width, height, channels);
    const auto runner =
        makeTiledRunner(syntheticNetwork(5, scale), scale, width, height,
                        {.tile = 32, .halo = 5, .feather = feather, .multiple = multiple}, {});
    const auto tiled = pushAll(*runner, picture, 16);
    ENLARGER_VERIFY(tiled);
    // Hard cuts of exact tiles are the untiled result to the bit; a fade of equal values rounds.
    QVERIFY(largestDifference(*tiled, blurAndEnlarge(picture, 5, scale)) <= (feather ? 1e-6 : 0.0));
}

void TiledRunnerTest::bandsOfRowsDoNotMatter()
{
    const Image picture = noise(75, 90, 3);
    const TileSettings settings{.tile = 24, .halo = 9, .feather = 8};
    const Image expected =
        *pushAll(*makeTiledRunner(syntheticNetwork(12, 2), 2, 75, 90, settings, {}), picture, 90);
    for (const int band : {1, 7, 64})
        QCOMPARE(
            largestDifference(
                *pushAll(*makeTiledRunner(syntheticNetwork(12, 2), 2, 75, 90, settings, {}), picture, band),
                expected),
            0.0);
}

void TiledRunnerTest::oneRowOfTilesAPush()
{
    const Image picture = noise(20, 80, 3);
    const auto runner =
        makeTiledRunner(syntheticNetwork(2, 2), 2, 20, 80, {.tile = 20, .halo = 2, .feather = 0}, {});
    QCOMPARE(runner->push(picture, false)->height(), 40); // all four rows of tiles are ready, one comes out
    QCOMPARE(runner->push(Image(20, 0, 3), false)->height(), 40);
    QCOMPARE(runner->push(Image(20, 0, 3), true)->height(), 80);
}

void TiledRunnerTest::feathersFadeEvenly()
{
    // A network whose every tile is one brighter than the tile before: the worst seam there can be.
    int tile = 0;
    const EnlargePiece steps = [&tile](const Image& piece, Gate&, const NoticeSink&) -> Result<Image> {
        Image out(piece.width() * 2, piece.height() * 2, 1);
        std::fill_n(out.data(), out.size(), float(tile++));
        return out;
    };
    const auto runner = makeTiledRunner(steps, 2, 40, 10, {.tile = 20, .halo = 4, .feather = 8}, {});
    const auto out = pushAll(*runner, noise(40, 10, 1), 10);
    ENLARGER_VERIFY(out);
    QCOMPARE(out->at(31, 5, 0), 0.0f); // the fade covers SR columns 32 to 47
    QCOMPARE(out->at(48, 5, 0), 1.0f);
    for (int x = 32; x < 48; ++x)
        QVERIFY(qFuzzyCompare(out->at(x, 5, 0), (float(x - 32) + 0.5f) / 16.0f));
}

void TiledRunnerTest::lackOfMemoryHalvesTheTile()
{
    const Image picture = noise(200, 150, 3);
    const TileSettings settings{.tile = 100, .halo = 5, .feather = 0};
    QStringList notices;
    int calls = 0;
    int failures = 0;
    const auto network = syntheticNetwork(5, 2);
    // The first tile fits; then memory gets scarce.
    const EnlargePiece scarce = [&](const Image& piece, Gate& gate,
                                    const NoticeSink& notice) -> Result<Image> {
        if (++calls > 1 && piece.width() * piece.height() > 40 * 40) {
            ++failures;
            return Error{ErrorKind::OutOfMemory, "no memory"};
        }
        return network(piece, gate, notice);
    };
    int tiles = 0;
    RunnerContext context;
    context.notice = [&](const std::string& text) { notices << QString::fromStdString(text); };
    context.tileDone = [&](const TileSpan&, const TileSpan&) { ++tiles; };
    context.smallestTile = 16;
    const auto out = pushAll(*makeTiledRunner(scarce, 2, 200, 150, settings, context), picture, 64);
    ENLARGER_VERIFY(out);
    QCOMPARE(largestDifference(*out, blurAndEnlarge(picture, 5, 2)), 0.0);
    QCOMPARE(failures, 2); // 100 and 50 fail, 25 fits, and larger ones are not tried again
    QCOMPARE(notices.size(), 2);
    QVERIFY2(notices[0].contains("100") && notices[0].contains("50"), qPrintable(notices[0]));
    QCOMPARE(tiles, 4);
    QCOMPARE(calls, 1 + 2 + 3 * 16);
}

void TiledRunnerTest::halvingHasAnEnd()
{
    int smallest = 1000;
    const EnlargePiece never = [&](const Image& piece, Gate&, const NoticeSink&) -> Result<Image> {
        smallest = std::min(smallest, piece.width());
        return Error{ErrorKind::OutOfMemory, "no memory at all"};
    };
    for (const int feather : {0, 8, 40}) {
        const auto out =
            pushAll(*makeTiledRunner(never, 2, 300, 300, {.tile = 300, .halo = 4, .feather = feather}, {}),
                    noise(300, 300, 1), 64);
        QVERIFY(!out.ok());
        QCOMPARE(out.error().kind, ErrorKind::OutOfMemory);
        QVERIFY(!out.error().advice.empty());
    }
    QVERIFY(smallest >= 16 && smallest <= 44);
}

void TiledRunnerTest::otherErrorsPassThrough()
{
    const EnlargePiece broken = [](const Image&, Gate&, const NoticeSink&) -> Result<Image> {
        return Error{ErrorKind::Unsupported, "not this"};
    };
    const auto out = pushAll(*makeTiledRunner(broken, 2, 30, 30, {}, {}), noise(30, 30, 1), 64);
    QVERIFY(!out.ok());
    QCOMPARE(out.error().kind, ErrorKind::Unsupported);

    const EnlargePiece liar = [](const Image& piece, Gate&, const NoticeSink&) -> Result<Image> {
        return piece;
    };
    const auto lie = pushAll(*makeTiledRunner(liar, 2, 30, 30, {}, {}), noise(30, 30, 1), 64);
    QVERIFY(!lie.ok());
    QCOMPARE(lie.error().kind, ErrorKind::Internal);
}

void TiledRunnerTest::cancelPassesThrough()
{
    std::stop_source stop;
    StopGate gate(stop.get_token());
    RunnerContext context;
    context.gate = &gate;
    int tiles = 0;
    context.tileDone = [&](const TileSpan&, const TileSpan&) {
        if (++tiles == 3)
            stop.request_stop();
    };
    const auto out =
        pushAll(*makeTiledRunner(syntheticNetwork(1, 2), 2, 90, 90, {.tile = 30, .halo = 1}, context),
                noise(90, 90, 1), 64);
    QVERIFY(!out.ok());
    QCOMPARE(out.error().kind, ErrorKind::Cancelled);
    QCOMPARE(tiles, 3);
}

void TiledRunnerTest::wrongRowsAreRefused()
{
    const auto make = [] { return makeTiledRunner(syntheticNetwork(1, 2), 2, 40, 30, {}, {}); };
    QVERIFY(!make()->push(noise(41, 10, 3), false).ok());
    QVERIFY(!make()->push(noise(40, 31, 3), false).ok());
    QVERIFY(!make()->push(noise(40, 29, 3), true).ok()); // ends early
}

void TiledRunnerTest::everyTileIsTold()
{
    std::vector<int> begins;
    RunnerContext context;
    context.tileDone = [&](const TileSpan& column, const TileSpan& row) {
        begins.push_back(row.output.begin * 1000 + column.output.begin);
    };
    const auto out = pushAll(
        *makeTiledRunner(syntheticNetwork(1, 1), 1, 90, 60, {.tile = 30, .halo = 1, .feather = 0}, context),
        noise(90, 60, 1), 64);
    ENLARGER_VERIFY(out);
    QCOMPARE(begins, (std::vector<int>{0, 30, 60, 30000, 30030, 30060}));
}

QTEST_GUILESS_MAIN(TiledRunnerTest)
#include "tiled_runner_test.moc"
