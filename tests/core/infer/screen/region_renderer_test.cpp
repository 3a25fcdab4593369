// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/screen/region_renderer.h"

#include "core/infer/screen/region_grid.h"
#include "core/infer/screen/tile_cache.h"
#include "tests/core/infer/screen/region_material.h"
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/test_files.h"

#include <QTest>

#include <latch>
#include <thread>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;
using image::Image;
using image::PixelRect;

class RegionRendererTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatIsVisible();
    void onlyWhatIsSeenOfATile();
    void aLittleOfTheNearestFirst();
    void aLookIsNeverAll();
    void nearestFirst();
    void draftsFirst();
    void aDraftMakesRoomForTheFinalTiles();
    void newRequestsOutdate();
    void aWantedTileGoesOn();
    void whatIsAsideWaitsForAllOthers();
    void whatIsAsideGoesOnWhereNothingElseIsMissing();
    void progressCounts();
    void twoViewsOfOneLayer();
};

void RegionRendererTest::showsWhatIsVisible()
{
    Recorder recorder;
    RegionRenderer renderer(nullptr, recorder.sinks());
    const auto layer = layerOf(packed(noise(75, 53, 3)), {made(blurStage(2, 2, 16))});
    const PixelRect visible{20, 10, 30, 20};
    QVERIFY(renderer.tiles(layer->id, visible).empty());
    renderer.setRequests({requestFor(layer, visible)});
    renderer.waitUntilIdle();
    const auto tiles = renderer.tiles(layer->id, visible);
    QCOMPARE(tiles.size(), std::size_t(3 * 2));
    const Image expected = inBytes(blurAndEnlarge(layer->picture->piece({0, 0, 75, 53}), 2, 2));
    for (const TilePointer& tile : tiles) {
        QVERIFY(tile->isFinal);
        QCOMPARE(tile->layer, layer->id);
        for (int y = 0; y < tile->height; ++y)
            for (int x = 0; x < tile->width * 3; ++x)
                QCOMPARE(float(tile->values[std::size_t(y * tile->width * 3 + x)]),
                         expected.row(tile->top + y)[std::size_t(tile->left * 3 + x)]);
    }
    QCOMPARE(recorder.tiles().size(), tiles.size());
    QCOMPARE(renderer.tiles(layer->id, {0, 0, 75, 53}).size(), tiles.size()); // nothing else was computed
}

void RegionRendererTest::onlyWhatIsSeenOfATile()
{
    Recorder recorder;
    RegionRenderer renderer(nullptr, recorder.sinks());
    const auto layer = layerOf(packed(noise(150, 150, 3)), {made(blurStage(2, 2, 128))});
    const auto see = [&](const PixelRect& visible) {
        renderer.setRequests({{layer, visible, 0.0, 0.0}});
        renderer.waitUntilIdle();
        const auto tiles = renderer.tiles(layer->id, visible);
        return tiles.size() == 1 && tiles[0]->area.contains(visible);
    };
    QVERIFY(see({10, 30, 20, 20}));
    QCOMPARE(recorder.tiles().size(), std::size_t(1));
    QCOMPARE(recorder.tiles()[0]->area, (PixelRect{0, 16, 48, 48}));
    QVERIFY(renderer.tiles(layer->id, {100, 100, 1, 1}).empty());
    QVERIFY(see({15, 25, 20, 20})); // a small movement needs nothing new
    QCOMPARE(recorder.tiles().size(), std::size_t(1));
    QVERIFY(see({60, 30, 20, 20})); // more of a tile needs all of it
    QCOMPARE(recorder.tiles().size(), std::size_t(2));
    QCOMPARE(recorder.tiles()[1]->area, (PixelRect{0, 0, 128, 128}));
    QVERIFY(see({10, 30, 20, 20}));
    QVERIFY(see({100, 100, 20, 20}));
    QCOMPARE(recorder.tiles().size(), std::size_t(2));
    QVERIFY(see({132, 132, 18, 18})); // a small tile, nearly all of it
    QCOMPARE(recorder.tiles()[2]->area, (PixelRect{128, 128, 22, 22}));
    QCOMPARE(renderer.cachedBytes(), tileBytes(256, 256) + tileBytes(44, 44));
}

void RegionRendererTest::aLittleOfTheNearestFirst()
{
    SlowStage slow(2); // of which nobody knows yet how long it takes
    slow.isOpen = true;
    slow.stage.tile = 128;
    slow.stage.halo = 20;
    std::vector<int> widths; // of what the network reads
    slow.stage.enlarge = [&widths, enlarge = slow.stage.enlarge](const image::Image& piece, Gate& gate,
                                                                 const NoticeSink& notice) {
        widths.push_back(piece.width());
        return enlarge(piece, gate, notice);
    };
    Recorder recorder;
    RegionRenderer renderer(nullptr, recorder.sinks());
    const auto layer = layerOf(packed(noise(256, 150, 3)), {made(slow.stage)});
    const PixelRect visible{20, 10, 200, 130};
    renderer.setRequests({{layer, visible, 50.0, 70.0}});
    renderer.waitUntilIdle();
    const auto tiles = recorder.tiles();
    QCOMPARE(tiles.size(), std::size_t(1 + 4));
    QVERIFY(tiles[0]->isLook);
    QCOMPARE(tiles[0]->area, (PixelRect{34, 54, 32, 32}));
    QCOMPARE(widths[0], tiles[0]->area.width + 2 * 8); // its halo is smaller
    QVERIFY(!tiles[1]->isLook && tiles[1]->area.contains({20, 10, 108, 118}));
    QCOMPARE(widths[1], tiles[1]->area.right() + 20);
    QCOMPARE(renderer.tiles(layer->id, visible).size(), std::size_t(4)); // the look gave way to its tile
    renderer.setRequests({{layer, {20, 20, 210, 130}, 50.0, 70.0}});     // later ones have something to show
    renderer.waitUntilIdle();
    for (std::size_t i = 1; i < recorder.tiles().size(); ++i)
        QVERIFY(!recorder.tiles()[i]->isLook);
}

void RegionRendererTest::aLookIsNeverAll()
{
    std::atomic<int> calls = 0;
    std::latch begun(2);
    RegionStage stage = blurStage(1, 2, 128);
    stage.enlarge = [&](const Image& piece, Gate& gate, const NoticeSink&) -> Result<Image> {
        begun.count_down(calls < 2 ? 1 : 0);
        if (++calls == 2) // the tile behind the look
            while (true) {
                gate.pass();
                std::this_thread::yield();
            }
        return blurAndEnlarge(piece, 1, 2);
    };
    Recorder recorder;
    RegionRenderer renderer(nullptr, recorder.sinks());
    const auto layer = layerOf(packed(noise(400, 128, 3)), {made(stage)});
    renderer.setRequests({{layer, {0, 0, 128, 128}, 64.0, 64.0}});
    begun.wait();
    renderer.setRequests({requestFor(layer, {260, 0, 16, 16})}); // elsewhere: the tile is given up
    renderer.waitUntilIdle();
    QVERIFY(recorder.tiles()[0]->isLook);
    const PixelRect ofTheLook{60, 60, 8, 8};
    QVERIFY(recorder.tiles()[0]->area.contains(ofTheLook));
    renderer.setRequests({requestFor(layer, ofTheLook)});
    renderer.waitUntilIdle();
    QCOMPARE(renderer.tiles(layer->id, ofTheLook).size(), std::size_t(1));
    QVERIFY(!renderer.tiles(layer->id, ofTheLook)[0]->isLook);
}

void RegionRendererTest::nearestFirst()
{
    Recorder recorder;
    RegionRenderer renderer(nullptr, recorder.sinks());
    const auto layer = layerOf(packed(noise(96, 80, 3)), {made(blurStage(1, 2, 16))});
    ViewportRequest request = requestForAll(layer);
    request.focusX = 30;
    request.focusY = 60;
    renderer.setRequests({request});
    renderer.waitUntilIdle();
    const auto tiles = recorder.tiles();
    QCOMPARE(tiles.size(), std::size_t(6 * 5));
    QCOMPARE(tiles.front()->area, (PixelRect{16, 48, 16, 16}));
    double last = 0.0;
    for (const TilePointer& tile : tiles) {
        const double distance = distanceSquared(tile->area, 30, 60);
        QVERIFY(distance >= last);
        last = distance;
    }
}

void RegionRendererTest::draftsFirst()
{
    Recorder recorder;
    RegionRenderer renderer(nullptr, recorder.sinks());
    const auto picture = packed(noise(96, 80, 3));
    const auto network = layerOf(picture, {made(blurStage(1, 2, 32)), made(blurStage(2, 4, 16))});
    const auto bicubic = layerOf(picture, {resamplingStage(image::Kernel::Bicubic, 4.0)});
    renderer.setRequests({requestForAll(network), requestForAll(bicubic)});
    renderer.waitUntilIdle();
    const auto tiles = recorder.tiles();
    QCOMPARE(tiles.size(), std::size_t(1 + 9 + 30));
    QCOMPARE(tiles.front()->layer, bicubic->id); // takes no time
    QVERIFY(tiles.front()->isFinal);
    for (std::size_t i = 1; i < tiles.size(); ++i) {
        QCOMPARE(tiles[i]->layer, network->id);
        QCOMPARE(tiles[i]->isFinal, i > 9);
    }
}

void RegionRendererTest::aDraftMakesRoomForTheFinalTiles()
{
    SlowStage slow;
    Recorder recorder;
    RegionRenderer renderer(nullptr, recorder.sinks());
    const auto layer = layerOf(packed(noise(32, 16, 3)), {made(blurStage(1, 2, 32)), made(slow.stage)});
    renderer.setRequests({requestForAll(layer)});
    slow.begun.wait();
    const PixelRect all{0, 0, 32, 16};
    auto tiles = renderer.tiles(layer->id, all);
    QCOMPARE(tiles.size(), std::size_t(1));
    QVERIFY(!tiles[0]->isFinal);
    slow.isOpen = true;
    renderer.waitUntilIdle();
    tiles = renderer.tiles(layer->id, all);
    QCOMPARE(tiles.size(), std::size_t(2));
    QVERIFY(tiles[0]->isFinal && tiles[1]->isFinal);
    // Where a final tile is missing, its draft is there, and comes before those that lie over it.
    renderer.setRequests({});
    const auto partly =
        layerOf(packed(noise(64, 16, 3)), {made(blurStage(1, 2, 64)), made(blurStage(1, 2, 16))});
    renderer.setRequests({requestFor(partly, {0, 0, 20, 16})});
    renderer.waitUntilIdle();
    tiles = renderer.tiles(partly->id, {0, 0, 64, 16});
    QCOMPARE(tiles.size(), std::size_t(3));
    QVERIFY(!tiles[0]->isFinal && tiles[1]->isFinal && tiles[2]->isFinal);
    QCOMPARE(renderer.tiles(partly->id, {0, 0, 20, 16}).size(), std::size_t(2));
}

void RegionRendererTest::newRequestsOutdate()
{
    SlowStage slow;
    Recorder recorder;
    DeviceQueue queue;
    RegionRenderer renderer(&queue, recorder.sinks());
    const auto layer = layerOf(packed(noise(96, 80, 3)), {made(slow.stage)});
    renderer.setRequests({requestFor(layer, {0, 0, 48, 16})});
    slow.begun.wait();
    renderer.setRequests({requestFor(layer, {64, 64, 10, 10})}); // only its gate lets the first tile end
    renderer.waitUntilIdle();
    QCOMPARE(recorder.tiles().size(), std::size_t(1));
    QCOMPARE(recorder.tiles()[0]->area, (PixelRect{64, 64, 16, 16}));
    QVERIFY(recorder.failures().empty()); // given up is not failed
    renderer.setRequests({requestFor(layer, {0, 0, 48, 16})});
    renderer.waitUntilIdle();
    QCOMPARE(renderer.tiles(layer->id, {0, 0, 48, 16}).size(), std::size_t(3));
}

void RegionRendererTest::whatIsAsideWaitsForAllOthers()
{
    SlowStage slow;
    Recorder recorder;
    DeviceQueue queue;
    RegionRenderer renderer(&queue, recorder.sinks());
    auto preview = std::make_shared<RegionLayer>(*layerOf(packed(noise(16, 16, 3)), {made(slow.stage)}));
    preview->isBackground = true;
    const auto photo = layerOf(packed(noise(32, 16, 3)), {made(blurStage(1, 2, 16))});
    renderer.setRequests({requestForAll(preview)});
    slow.begun.wait();
    renderer.setRequests({requestForAll(preview), requestForAll(photo)}); // gives the preview up
    renderer.waitUntilIdle();
    const auto tiles = recorder.tiles();
    QCOMPARE(tiles.size(), std::size_t(3));
    QCOMPARE(tiles[0]->layer, photo->id);
    QCOMPARE(tiles[1]->layer, photo->id);
    QCOMPARE(tiles[2]->layer, preview->id);
    QVERIFY(recorder.failures().empty());
}

void RegionRendererTest::whatIsAsideGoesOnWhereNothingElseIsMissing()
{
    SlowStage slow;
    Recorder recorder;
    DeviceQueue queue;
    RegionRenderer renderer(&queue, recorder.sinks());
    const auto photo = layerOf(packed(noise(32, 16, 3)), {made(blurStage(1, 2, 16))});
    renderer.setRequests({requestForAll(photo)});
    renderer.waitUntilIdle();
    auto preview = std::make_shared<RegionLayer>(*layerOf(packed(noise(16, 16, 3)), {made(slow.stage)}));
    preview->isBackground = true;
    renderer.setRequests({requestForAll(photo), requestForAll(preview)});
    slow.begun.wait();
    for (const double focus : {3.0, 9.0, 20.0}) { // the cursor moves
        ViewportRequest moved = requestForAll(photo);
        moved.focusX = focus;
        renderer.setRequests({moved, requestForAll(preview)});
    }
    slow.isOpen = true;
    renderer.waitUntilIdle();
    QCOMPARE(int(slow.calls), 1);
    QCOMPARE(recorder.tiles().size(), std::size_t(3));
}

void RegionRendererTest::aWantedTileGoesOn()
{
    SlowStage slow;
    Recorder recorder;
    RegionRenderer renderer(nullptr, recorder.sinks());
    const auto layer = layerOf(packed(noise(96, 80, 3)), {made(slow.stage)});
    renderer.setRequests({requestFor(layer, {0, 0, 16, 16})});
    slow.begun.wait();
    renderer.setRequests({requestFor(layer, {8, 0, 32, 16})}); // panned
    slow.isOpen = true;
    renderer.waitUntilIdle();
    QCOMPARE(int(slow.calls), 3);
    QCOMPARE(recorder.tiles().size(), std::size_t(3));
}

void RegionRendererTest::progressCounts()
{
    SlowStage slow;
    Recorder recorder;
    RegionRenderer renderer(nullptr, recorder.sinks());
    const auto layer = layerOf(packed(noise(64, 32, 3)), {made(blurStage(1, 2, 32)), made(slow.stage)});
    renderer.setRequests({requestForAll(layer)});
    slow.begun.wait();
    const auto before = recorder.progress();
    QVERIFY(before.back().waiting > 0);
    slow.isOpen = true;
    renderer.waitUntilIdle();
    const auto after = recorder.progress();
    QVERIFY(after.size() >= before.size() + 8);
    const auto& first = after[before.size()]; // behind the first final tile
    QCOMPARE(first.waiting, std::int64_t(7));
    QCOMPARE(first.drafts, std::int64_t(7));
    QVERIFY(first.megapixelsPerSecond > 0.0 && first.secondsLeft > 0.0);
    for (std::size_t i = before.size() + 1; i < after.size(); ++i)
        QVERIFY(after[i].waiting <= after[i - 1].waiting);
    QCOMPARE(after.back().waiting, std::int64_t(0));
    QCOMPARE(after.back().drafts, std::int64_t(0));
}

void RegionRendererTest::twoViewsOfOneLayer()
{
    Recorder recorder;
    RegionRenderer renderer(nullptr, recorder.sinks());
    const auto layer = layerOf(packed(noise(96, 80, 3)), {made(blurStage(1, 2, 16))});
    renderer.setRequests({requestFor(layer, {0, 0, 32, 32}), requestFor(layer, {16, 16, 32, 32})});
    renderer.waitUntilIdle();
    QCOMPARE(recorder.tiles().size(), std::size_t(4 + 4 - 1));
    QCOMPARE(recorder.progress().back().waiting, std::int64_t(0));
}

QTEST_GUILESS_MAIN(RegionRendererTest)
#include "region_renderer_test.moc"
