// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/screen/region_renderer.h"

#include "core/infer/screen/region_grid.h"
#include "core/infer/screen/tile_cache.h"
#include "tests/core/infer/screen/region_material.h"
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/test_files.h"

#include <QTest>

#include <atomic>
#include <latch>
#include <thread>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;
using image::Image;
using image::PixelRect;

namespace {

/// A stage that counts its calls, and waits in the first one until its gate throws or somebody opens it.
struct SlowStage
{
    explicit SlowStage(int scale = 2)
    {
        stage = blurStage(1, scale, 16);
        stage.enlarge = [this, scale](const Image& piece, Gate& gate, const NoticeSink&) -> Result<Image> {
            if (calls++ == 0) {
                begun.count_down();
                while (!isOpen) {
                    gate.pass();
                    std::this_thread::yield();
                }
            }
            return blurAndEnlarge(piece, 1, scale);
        };
    }
    RegionStage stage;
    std::atomic<int> calls{0};
    std::atomic<bool> isOpen{false};
    std::latch begun{1};
};

RegionStage counted(RegionStage stage, std::atomic<int>& calls)
{
    stage.enlarge = [enlarge = stage.enlarge, &calls](const Image& piece, Gate& gate,
                                                      const NoticeSink& notice) {
        ++calls;
        return enlarge(piece, gate, notice);
    };
    return stage;
}

RegionStage failing(RegionStage stage)
{
    stage.enlarge = [](const Image&, Gate&, const NoticeSink&) -> Result<Image> {
        return Error{ErrorKind::Internal, "it broke", {}, {}};
    };
    return stage;
}

StageMaker failingMaker()
{
    StageMaker maker;
    maker.key = "never";
    maker.make = []() -> Result<std::shared_ptr<const RegionStage>> {
        return Error{ErrorKind::BadInput, "the file is no model", "net.pth", {}};
    };
    return maker;
}

bool isFree(DeviceQueue& queue, Urgency urgency)
{
    std::stop_source stopped;
    stopped.request_stop();
    return queue.waitForTurn(urgency, stopped.get_token());
}

} // namespace

class RegionRendererTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatIsVisible();
    void onlyWhatIsSeenOfATile();
    void nearestFirst();
    void draftsFirst();
    void aDraftMakesRoomForTheFinalTiles();
    void newWishesOutdate();
    void aWantedTileGoesOn();
    void whatIsAsideWaitsForAllOthers();
    void whatIsAsideGoesOnWhereNothingElseIsMissing();
    void panningFindsAgain();
    void cacheKeepsToItsBudget();
    void whatDoesNotFitIsNotComputed();
    void draftsLeaveRoom();
    void aFailureIsToldOnce();
    void aFailedDraftIsLeftOut();
    void aModelThatCannotBeLoaded();
    void progressCounts();
    void oneStageServesSeveralLayers();
    void forgetDropsTilesAndStages();
    void claimsTheDeviceWhileBusy();
    void endsWhileBusy();
    void twoViewsOfOneLayer();

private:
    static std::int64_t bytesOf(int tiles)
    {
        return tiles * tileBytes(32, 32);
    } // 16 LR pixels, twice as large
};

void RegionRendererTest::showsWhatIsVisible()
{
    Told told;
    RegionRenderer renderer(nullptr, told.sinks());
    const auto layer = layerOf(packed(noise(75, 53, 3)), {made(blurStage(2, 2, 16))});
    const PixelRect visible{20, 10, 30, 20};
    QVERIFY(renderer.tiles(layer->id, visible).empty());
    renderer.setWishes({wishFor(layer, visible)});
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
    QCOMPARE(told.tiles().size(), tiles.size());
    QCOMPARE(renderer.tiles(layer->id, {0, 0, 75, 53}).size(), tiles.size()); // nothing else was computed
}

void RegionRendererTest::onlyWhatIsSeenOfATile()
{
    Told told;
    RegionRenderer renderer(nullptr, told.sinks());
    const auto layer = layerOf(packed(noise(150, 150, 3)), {made(blurStage(2, 2, 128))});
    const auto see = [&](const PixelRect& visible) {
        renderer.setWishes({{layer, visible, 0.0, 0.0}});
        renderer.waitUntilIdle();
        const auto tiles = renderer.tiles(layer->id, visible);
        return tiles.size() == 1 && tiles[0]->area.contains(visible);
    };
    QVERIFY(see({10, 30, 20, 20}));
    QCOMPARE(told.tiles().size(), std::size_t(1));
    QCOMPARE(told.tiles()[0]->area, (PixelRect{0, 16, 48, 48}));
    QVERIFY(renderer.tiles(layer->id, {100, 100, 1, 1}).empty());
    QVERIFY(see({15, 25, 20, 20})); // a small movement needs nothing new
    QCOMPARE(told.tiles().size(), std::size_t(1));
    QVERIFY(see({60, 30, 20, 20})); // more of a tile needs all of it
    QCOMPARE(told.tiles().size(), std::size_t(2));
    QCOMPARE(told.tiles()[1]->area, (PixelRect{0, 0, 128, 128}));
    QVERIFY(see({10, 30, 20, 20}));
    QVERIFY(see({100, 100, 20, 20}));
    QCOMPARE(told.tiles().size(), std::size_t(2));
    QVERIFY(see({132, 132, 18, 18})); // a small tile, nearly all of it
    QCOMPARE(told.tiles()[2]->area, (PixelRect{128, 128, 22, 22}));
    QCOMPARE(renderer.cachedBytes(), tileBytes(256, 256) + tileBytes(44, 44));
}

void RegionRendererTest::nearestFirst()
{
    Told told;
    RegionRenderer renderer(nullptr, told.sinks());
    const auto layer = layerOf(packed(noise(96, 80, 3)), {made(blurStage(1, 2, 16))});
    RegionWish wish = wishForAll(layer);
    wish.focusX = 30;
    wish.focusY = 60;
    renderer.setWishes({wish});
    renderer.waitUntilIdle();
    const auto tiles = told.tiles();
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
    Told told;
    RegionRenderer renderer(nullptr, told.sinks());
    const auto picture = packed(noise(96, 80, 3));
    const auto network = layerOf(picture, {made(blurStage(1, 2, 32)), made(blurStage(2, 4, 16))});
    const auto bicubic = layerOf(picture, {resamplingStage(image::Kernel::Bicubic, 4.0)});
    renderer.setWishes({wishForAll(network), wishForAll(bicubic)});
    renderer.waitUntilIdle();
    const auto tiles = told.tiles();
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
    Told told;
    RegionRenderer renderer(nullptr, told.sinks());
    const auto layer = layerOf(packed(noise(32, 16, 3)), {made(blurStage(1, 2, 32)), made(slow.stage)});
    renderer.setWishes({wishForAll(layer)});
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
    renderer.setWishes({});
    const auto partly =
        layerOf(packed(noise(64, 16, 3)), {made(blurStage(1, 2, 64)), made(blurStage(1, 2, 16))});
    renderer.setWishes({wishFor(partly, {0, 0, 20, 16})});
    renderer.waitUntilIdle();
    tiles = renderer.tiles(partly->id, {0, 0, 64, 16});
    QCOMPARE(tiles.size(), std::size_t(3));
    QVERIFY(!tiles[0]->isFinal && tiles[1]->isFinal && tiles[2]->isFinal);
    QCOMPARE(renderer.tiles(partly->id, {0, 0, 20, 16}).size(), std::size_t(2));
}

void RegionRendererTest::newWishesOutdate()
{
    SlowStage slow;
    Told told;
    DeviceQueue queue;
    RegionRenderer renderer(&queue, told.sinks());
    const auto layer = layerOf(packed(noise(96, 80, 3)), {made(slow.stage)});
    renderer.setWishes({wishFor(layer, {0, 0, 48, 16})});
    slow.begun.wait();
    renderer.setWishes({wishFor(layer, {64, 64, 10, 10})}); // only its gate lets the first tile end
    renderer.waitUntilIdle();
    QCOMPARE(told.tiles().size(), std::size_t(1));
    QCOMPARE(told.tiles()[0]->area, (PixelRect{64, 64, 16, 16}));
    QVERIFY(told.failures().empty()); // given up is not failed
    renderer.setWishes({wishFor(layer, {0, 0, 48, 16})});
    renderer.waitUntilIdle();
    QCOMPARE(renderer.tiles(layer->id, {0, 0, 48, 16}).size(), std::size_t(3));
}

void RegionRendererTest::whatIsAsideWaitsForAllOthers()
{
    SlowStage slow;
    Told told;
    DeviceQueue queue;
    RegionRenderer renderer(&queue, told.sinks());
    auto preview = std::make_shared<RegionLayer>(*layerOf(packed(noise(16, 16, 3)), {made(slow.stage)}));
    preview->isAside = true;
    const auto photo = layerOf(packed(noise(32, 16, 3)), {made(blurStage(1, 2, 16))});
    renderer.setWishes({wishForAll(preview)});
    slow.begun.wait();
    renderer.setWishes({wishForAll(preview), wishForAll(photo)}); // gives the preview up
    renderer.waitUntilIdle();
    const auto tiles = told.tiles();
    QCOMPARE(tiles.size(), std::size_t(3));
    QCOMPARE(tiles[0]->layer, photo->id);
    QCOMPARE(tiles[1]->layer, photo->id);
    QCOMPARE(tiles[2]->layer, preview->id);
    QVERIFY(told.failures().empty());
}

void RegionRendererTest::whatIsAsideGoesOnWhereNothingElseIsMissing()
{
    SlowStage slow;
    Told told;
    DeviceQueue queue;
    RegionRenderer renderer(&queue, told.sinks());
    const auto photo = layerOf(packed(noise(32, 16, 3)), {made(blurStage(1, 2, 16))});
    renderer.setWishes({wishForAll(photo)});
    renderer.waitUntilIdle();
    auto preview = std::make_shared<RegionLayer>(*layerOf(packed(noise(16, 16, 3)), {made(slow.stage)}));
    preview->isAside = true;
    renderer.setWishes({wishForAll(photo), wishForAll(preview)});
    slow.begun.wait();
    for (const double focus : {3.0, 9.0, 20.0}) { // the cursor moves
        RegionWish moved = wishForAll(photo);
        moved.focusX = focus;
        renderer.setWishes({moved, wishForAll(preview)});
    }
    slow.isOpen = true;
    renderer.waitUntilIdle();
    QCOMPARE(int(slow.calls), 1);
    QCOMPARE(told.tiles().size(), std::size_t(3));
}

void RegionRendererTest::aWantedTileGoesOn()
{
    SlowStage slow;
    Told told;
    RegionRenderer renderer(nullptr, told.sinks());
    const auto layer = layerOf(packed(noise(96, 80, 3)), {made(slow.stage)});
    renderer.setWishes({wishFor(layer, {0, 0, 16, 16})});
    slow.begun.wait();
    renderer.setWishes({wishFor(layer, {8, 0, 32, 16})}); // panned
    slow.isOpen = true;
    renderer.waitUntilIdle();
    QCOMPARE(int(slow.calls), 3);
    QCOMPARE(told.tiles().size(), std::size_t(3));
}

void RegionRendererTest::panningFindsAgain()
{
    std::atomic<int> calls{0};
    Told told;
    RegionRenderer renderer(nullptr, told.sinks());
    const auto layer = layerOf(packed(noise(96, 80, 3)), {made(counted(blurStage(1, 2, 16), calls))});
    for (const int x : {0, 5, 16, 40, 16, 0}) {
        renderer.setWishes({wishFor(layer, {x, 0, 32, 32})});
        renderer.waitUntilIdle();
    }
    QCOMPARE(int(calls), 5 * 2); // columns 0 to 4
}

void RegionRendererTest::cacheKeepsToItsBudget()
{
    std::atomic<int> calls{0};
    Told told;
    RegionRenderer renderer(nullptr, told.sinks(), bytesOf(6));
    const auto layer = layerOf(packed(noise(320, 16, 3)), {made(counted(blurStage(1, 2, 16), calls))});
    for (const int x : {0, 64, 128, 192}) {
        renderer.setWishes({wishFor(layer, {x, 0, 64, 16})});
        renderer.waitUntilIdle();
        QVERIFY(renderer.cachedBytes() <= bytesOf(6));
        QCOMPARE(renderer.tiles(layer->id, {x, 0, 64, 16}).size(), std::size_t(4));
    }
    QCOMPARE(int(calls), 16);
    QCOMPARE(renderer.tiles(layer->id, {128, 0, 64, 16}).size(), std::size_t(2)); // the last two of before
    renderer.setWishes({wishFor(layer, {192, 0, 64, 16})});
    renderer.waitUntilIdle();
    QCOMPARE(int(calls), 16);
    renderer.setCacheBytes(bytesOf(4));
    renderer.waitUntilIdle();
    QCOMPARE(renderer.cachedBytes(), bytesOf(4));
    QCOMPARE(renderer.tiles(layer->id, {192, 0, 64, 16}).size(), std::size_t(4)); // what is seen stays
}

void RegionRendererTest::whatDoesNotFitIsNotComputed()
{
    std::atomic<int> calls{0};
    Told told;
    RegionRenderer renderer(nullptr, told.sinks(), bytesOf(6));
    const auto layer = layerOf(packed(noise(320, 16, 3)), {made(counted(blurStage(1, 2, 16), calls))});
    for (int i = 0; i < 3; ++i) {
        renderer.setWishes({wishForAll(layer)});
        renderer.waitUntilIdle();
        QCOMPARE(int(calls), 6);
        QCOMPARE(renderer.cachedBytes(), bytesOf(6));
    }
    QCOMPARE(told.progress().back().waiting, std::int64_t(0)); // nothing more is to be waited for
    renderer.setCacheBytes(bytesOf(8));
    renderer.waitUntilIdle();
    QCOMPARE(int(calls), 8);
}

void RegionRendererTest::draftsLeaveRoom()
{
    Told told;
    RegionRenderer renderer(nullptr, told.sinks(), bytesOf(8));
    const auto layer =
        layerOf(packed(noise(320, 16, 3)), {made(blurStage(1, 2, 16)), made(blurStage(2, 2, 16))});
    renderer.setWishes({wishForAll(layer)});
    renderer.waitUntilIdle();
    QVERIFY(renderer.cachedBytes() <= bytesOf(8));
    const auto tiles = renderer.tiles(layer->id, {0, 0, 320, 16});
    const auto finals =
        std::count_if(tiles.begin(), tiles.end(), [](const auto& tile) { return tile->isFinal; });
    QCOMPARE(finals, std::ptrdiff_t(8)); // their drafts have gone
}

void RegionRendererTest::aFailureIsToldOnce()
{
    Told told;
    RegionRenderer renderer(nullptr, told.sinks());
    const auto picture = packed(noise(96, 80, 3));
    const auto bad = layerOf(picture, {made(failing(blurStage(1, 2, 16)))});
    const auto good = layerOf(picture, {made(blurStage(1, 2, 16))});
    renderer.setWishes({wishForAll(bad), wishForAll(good)});
    renderer.waitUntilIdle();
    renderer.setWishes({wishFor(bad, {0, 0, 10, 10}), wishForAll(good)});
    renderer.waitUntilIdle();
    QCOMPARE(told.failures().size(), std::size_t(1));
    QCOMPARE(told.failures()[0].first, bad->id);
    QCOMPARE(told.failures()[0].second.what, std::string("it broke"));
    QCOMPARE(told.tiles().size(), std::size_t(30)); // the other layer is there
    QCOMPARE(told.progress().back().waiting, std::int64_t(0));
}

void RegionRendererTest::aFailedDraftIsLeftOut()
{
    Told told;
    RegionRenderer renderer(nullptr, told.sinks());
    const auto layer =
        layerOf(packed(noise(32, 32, 3)), {made(failing(blurStage(1, 2, 16))), made(blurStage(1, 2, 16))});
    renderer.setWishes({wishForAll(layer)});
    renderer.waitUntilIdle();
    QVERIFY(told.failures().empty());
    QCOMPARE(told.notices().size(), std::size_t(1));
    QCOMPARE(told.tiles().size(), std::size_t(4));
}

void RegionRendererTest::aModelThatCannotBeLoaded()
{
    Told told;
    RegionRenderer renderer(nullptr, told.sinks());
    const auto layer = layerOf(packed(noise(32, 32, 3)), {made(blurStage(1, 2, 16)), failingMaker()});
    for (int i = 0; i < 2; ++i) {
        renderer.setWishes({wishForAll(layer)});
        renderer.waitUntilIdle();
    }
    QCOMPARE(told.failures().size(), std::size_t(1));
    QCOMPARE(told.failures()[0].second.kind, ErrorKind::BadInput);
}

void RegionRendererTest::progressCounts()
{
    SlowStage slow;
    Told told;
    RegionRenderer renderer(nullptr, told.sinks());
    const auto layer = layerOf(packed(noise(64, 32, 3)), {made(blurStage(1, 2, 32)), made(slow.stage)});
    renderer.setWishes({wishForAll(layer)});
    slow.begun.wait();
    const auto before = told.progress();
    QVERIFY(before.back().waiting > 0);
    slow.isOpen = true;
    renderer.waitUntilIdle();
    const auto after = told.progress();
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

void RegionRendererTest::oneStageServesSeveralLayers()
{
    int times = 0;
    StageMaker maker = made(blurStage(1, 2, 16));
    maker.make = [&times, make = maker.make] {
        ++times;
        return make();
    };
    Told told;
    RegionRenderer renderer(nullptr, told.sinks());
    const auto first = layerOf(packed(noise(32, 32, 3)), {maker});
    const auto second = layerOf(packed(noise(48, 32, 3)), {maker});
    renderer.setWishes({wishForAll(first)});
    renderer.waitUntilIdle();
    renderer.setWishes({wishForAll(second)});
    renderer.waitUntilIdle();
    QCOMPARE(times, 1);
    renderer.forget(first->id); // the second one still has it
    renderer.setWishes({wishForAll(second)});
    renderer.waitUntilIdle();
    QCOMPARE(times, 1);
    QCOMPARE(renderer.tiles(second->id, {0, 0, 48, 32}).size(), std::size_t(6));
}

void RegionRendererTest::forgetDropsTilesAndStages()
{
    std::weak_ptr<const RegionStage> stage;
    StageMaker maker;
    maker.key = "to be forgotten";
    maker.make = [&stage]() -> Result<std::shared_ptr<const RegionStage>> {
        auto made = std::make_shared<const RegionStage>(blurStage(1, 2, 16));
        stage = made;
        return made;
    };
    Told told;
    RegionRenderer renderer(nullptr, told.sinks());
    const auto layer = layerOf(packed(noise(32, 32, 3)), {maker});
    renderer.setWishes({wishForAll(layer)});
    renderer.waitUntilIdle();
    QVERIFY(!stage.expired() && renderer.cachedBytes() > 0);
    renderer.forget(layer->id);
    QCOMPARE(renderer.cachedBytes(), std::int64_t(0));
    QVERIFY(renderer.tiles(layer->id, {0, 0, 32, 32}).empty());
    renderer.waitUntilIdle();
    QVERIFY(stage.expired());
}

void RegionRendererTest::claimsTheDeviceWhileBusy()
{
    DeviceQueue queue;
    SlowStage slow;
    Told told;
    RegionRenderer renderer(&queue, told.sinks());
    QVERIFY(isFree(queue, Urgency::Export));
    const auto layer = layerOf(packed(noise(32, 32, 3)), {made(slow.stage)});
    renderer.setWishes({wishForAll(layer)});
    slow.begun.wait();
    QVERIFY(!isFree(queue, Urgency::Export));
    slow.isOpen = true;
    renderer.waitUntilIdle();
    QVERIFY(isFree(queue, Urgency::Export));
    renderer.setWishes({wishForAll(layer)}); // all is there
    renderer.waitUntilIdle();
    QVERIFY(isFree(queue, Urgency::Export));
}

void RegionRendererTest::endsWhileBusy()
{
    DeviceQueue queue;
    for (int i = 0; i < 20; ++i) {
        SlowStage slow;
        Told told;
        RegionRenderer renderer(&queue, told.sinks());
        renderer.setWishes({wishForAll(layerOf(packed(noise(96, 80, 3)), {made(slow.stage)}))});
        if (i % 2 == 0)
            slow.begun.wait();
    }
    QVERIFY(isFree(queue, Urgency::Export));
}

void RegionRendererTest::twoViewsOfOneLayer()
{
    Told told;
    RegionRenderer renderer(nullptr, told.sinks());
    const auto layer = layerOf(packed(noise(96, 80, 3)), {made(blurStage(1, 2, 16))});
    renderer.setWishes({wishFor(layer, {0, 0, 32, 32}), wishFor(layer, {16, 16, 32, 32})});
    renderer.waitUntilIdle();
    QCOMPARE(told.tiles().size(), std::size_t(4 + 4 - 1));
    QCOMPARE(told.progress().back().waiting, std::int64_t(0));
}

QTEST_GUILESS_MAIN(RegionRendererTest)
#include "region_renderer_test.moc"
