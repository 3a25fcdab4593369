// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/screen/region_renderer.h"

#include "core/infer/screen/tile_cache.h"
#include "tests/core/infer/screen/region_material.h"
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/test_files.h"

#include <QTest>

#include <algorithm>
#include <atomic>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;
using image::Image;
using image::PixelRect;

namespace {

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

/// Of tiles of 16 LR pixels, twice as large.
std::int64_t bytesOf(int tiles)
{
    return tiles * tileBytes(32, 32);
}

} // namespace

class RegionResourcesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void panningFindsAgain();
    void cacheKeepsToItsBudget();
    void whatDoesNotFitIsNotComputed();
    void draftsLeaveRoom();
    void aFailureIsToldOnce();
    void aFailedDraftIsLeftOut();
    void aModelThatCannotBeLoaded();
    void oneStageServesSeveralLayers();
    void forgetDropsTilesAndStages();
    void claimsTheDeviceWhileBusy();
    void endsWhileBusy();
};

void RegionResourcesTest::panningFindsAgain()
{
    std::atomic<int> calls{0};
    Recorder recorder;
    RegionRenderer renderer(nullptr, recorder.sinks());
    const auto layer = layerOf(packed(noise(96, 80, 3)), {made(counted(blurStage(1, 2, 16), calls))});
    for (const int x : {0, 5, 16, 40, 16, 0}) {
        renderer.setRequests({requestFor(layer, {x, 0, 32, 32})});
        renderer.waitUntilIdle();
    }
    QCOMPARE(int(calls), 5 * 2); // columns 0 to 4
}

void RegionResourcesTest::cacheKeepsToItsBudget()
{
    std::atomic<int> calls{0};
    Recorder recorder;
    RegionRenderer renderer(nullptr, recorder.sinks(), bytesOf(6));
    const auto layer = layerOf(packed(noise(320, 16, 3)), {made(counted(blurStage(1, 2, 16), calls))});
    for (const int x : {0, 64, 128, 192}) {
        renderer.setRequests({requestFor(layer, {x, 0, 64, 16})});
        renderer.waitUntilIdle();
        QVERIFY(renderer.cachedBytes() <= bytesOf(6));
        QCOMPARE(renderer.tiles(layer->id, {x, 0, 64, 16}).size(), std::size_t(4));
    }
    QCOMPARE(int(calls), 16);
    QCOMPARE(renderer.tiles(layer->id, {128, 0, 64, 16}).size(), std::size_t(2)); // the last two of before
    renderer.setRequests({requestFor(layer, {192, 0, 64, 16})});
    renderer.waitUntilIdle();
    QCOMPARE(int(calls), 16);
    renderer.setCacheBytes(bytesOf(4));
    renderer.waitUntilIdle();
    QCOMPARE(renderer.cachedBytes(), bytesOf(4));
    QCOMPARE(renderer.tiles(layer->id, {192, 0, 64, 16}).size(), std::size_t(4)); // what is seen stays
}

void RegionResourcesTest::whatDoesNotFitIsNotComputed()
{
    std::atomic<int> calls{0};
    Recorder recorder;
    RegionRenderer renderer(nullptr, recorder.sinks(), bytesOf(6));
    const auto layer = layerOf(packed(noise(320, 16, 3)), {made(counted(blurStage(1, 2, 16), calls))});
    for (int i = 0; i < 3; ++i) {
        renderer.setRequests({requestForAll(layer)});
        renderer.waitUntilIdle();
        QCOMPARE(int(calls), 6);
        QCOMPARE(renderer.cachedBytes(), bytesOf(6));
    }
    QCOMPARE(recorder.progress().back().waiting, std::int64_t(0)); // nothing more is to be waited for
    renderer.setCacheBytes(bytesOf(8));
    renderer.waitUntilIdle();
    QCOMPARE(int(calls), 8);
}

void RegionResourcesTest::draftsLeaveRoom()
{
    Recorder recorder;
    RegionRenderer renderer(nullptr, recorder.sinks(), bytesOf(8));
    const auto layer =
        layerOf(packed(noise(320, 16, 3)), {made(blurStage(1, 2, 16)), made(blurStage(2, 2, 16))});
    renderer.setRequests({requestForAll(layer)});
    renderer.waitUntilIdle();
    QVERIFY(renderer.cachedBytes() <= bytesOf(8));
    const auto tiles = renderer.tiles(layer->id, {0, 0, 320, 16});
    const auto finals =
        std::count_if(tiles.begin(), tiles.end(), [](const auto& tile) { return tile->isFinal; });
    QCOMPARE(finals, std::ptrdiff_t(8)); // their drafts have gone
}

void RegionResourcesTest::aFailureIsToldOnce()
{
    Recorder recorder;
    RegionRenderer renderer(nullptr, recorder.sinks());
    const auto picture = packed(noise(96, 80, 3));
    const auto bad = layerOf(picture, {made(failing(blurStage(1, 2, 16)))});
    const auto good = layerOf(picture, {made(blurStage(1, 2, 16))});
    renderer.setRequests({requestForAll(bad), requestForAll(good)});
    renderer.waitUntilIdle();
    renderer.setRequests({requestFor(bad, {0, 0, 10, 10}), requestForAll(good)});
    renderer.waitUntilIdle();
    QCOMPARE(recorder.failures().size(), std::size_t(1));
    QCOMPARE(recorder.failures()[0].first, bad->id);
    QCOMPARE(recorder.failures()[0].second.what, std::string("it broke"));
    QCOMPARE(recorder.tiles().size(), std::size_t(30)); // the other layer is there
    QCOMPARE(recorder.progress().back().waiting, std::int64_t(0));
}

void RegionResourcesTest::aFailedDraftIsLeftOut()
{
    Recorder recorder;
    RegionRenderer renderer(nullptr, recorder.sinks());
    const auto layer =
        layerOf(packed(noise(32, 32, 3)), {made(failing(blurStage(1, 2, 16))), made(blurStage(1, 2, 16))});
    renderer.setRequests({requestForAll(layer)});
    renderer.waitUntilIdle();
    QVERIFY(recorder.failures().empty());
    QCOMPARE(recorder.notices().size(), std::size_t(1));
    QCOMPARE(recorder.tiles().size(), std::size_t(4));
}

void RegionResourcesTest::aModelThatCannotBeLoaded()
{
    Recorder recorder;
    RegionRenderer renderer(nullptr, recorder.sinks());
    const auto layer = layerOf(packed(noise(32, 32, 3)), {made(blurStage(1, 2, 16)), failingMaker()});
    for (int i = 0; i < 2; ++i) {
        renderer.setRequests({requestForAll(layer)});
        renderer.waitUntilIdle();
    }
    QCOMPARE(recorder.failures().size(), std::size_t(1));
    QCOMPARE(recorder.failures()[0].second.kind, ErrorKind::BadInput);
}

void RegionResourcesTest::oneStageServesSeveralLayers()
{
    int times = 0;
    StageMaker maker = made(blurStage(1, 2, 16));
    maker.make = [&times, make = maker.make] {
        ++times;
        return make();
    };
    Recorder recorder;
    RegionRenderer renderer(nullptr, recorder.sinks());
    const auto first = layerOf(packed(noise(32, 32, 3)), {maker});
    const auto second = layerOf(packed(noise(48, 32, 3)), {maker});
    renderer.setRequests({requestForAll(first)});
    renderer.waitUntilIdle();
    renderer.setRequests({requestForAll(second)});
    renderer.waitUntilIdle();
    QCOMPARE(times, 1);
    renderer.forget(first->id); // the second one still has it
    renderer.setRequests({requestForAll(second)});
    renderer.waitUntilIdle();
    QCOMPARE(times, 1);
    QCOMPARE(renderer.tiles(second->id, {0, 0, 48, 32}).size(), std::size_t(6));
}

void RegionResourcesTest::forgetDropsTilesAndStages()
{
    std::weak_ptr<const RegionStage> stage;
    StageMaker maker;
    maker.key = "to be forgotten";
    maker.make = [&stage]() -> Result<std::shared_ptr<const RegionStage>> {
        auto made = std::make_shared<const RegionStage>(blurStage(1, 2, 16));
        stage = made;
        return made;
    };
    Recorder recorder;
    RegionRenderer renderer(nullptr, recorder.sinks());
    const auto layer = layerOf(packed(noise(32, 32, 3)), {maker});
    renderer.setRequests({requestForAll(layer)});
    renderer.waitUntilIdle();
    QVERIFY(!stage.expired() && renderer.cachedBytes() > 0);
    renderer.forget(layer->id);
    QCOMPARE(renderer.cachedBytes(), std::int64_t(0));
    QVERIFY(renderer.tiles(layer->id, {0, 0, 32, 32}).empty());
    renderer.waitUntilIdle();
    QVERIFY(stage.expired());
}

void RegionResourcesTest::claimsTheDeviceWhileBusy()
{
    DeviceQueue queue;
    SlowStage slow;
    Recorder recorder;
    RegionRenderer renderer(&queue, recorder.sinks());
    QVERIFY(isFree(queue, Urgency::Export));
    const auto layer = layerOf(packed(noise(32, 32, 3)), {made(slow.stage)});
    renderer.setRequests({requestForAll(layer)});
    slow.begun.wait();
    QVERIFY(!isFree(queue, Urgency::Export));
    slow.isOpen = true;
    renderer.waitUntilIdle();
    QVERIFY(isFree(queue, Urgency::Export));
    renderer.setRequests({requestForAll(layer)}); // all is there
    renderer.waitUntilIdle();
    QVERIFY(isFree(queue, Urgency::Export));
}

void RegionResourcesTest::endsWhileBusy()
{
    DeviceQueue queue;
    for (int i = 0; i < 20; ++i) {
        SlowStage slow;
        Recorder recorder;
        RegionRenderer renderer(&queue, recorder.sinks());
        renderer.setRequests({requestForAll(layerOf(packed(noise(96, 80, 3)), {made(slow.stage)}))});
        if (i % 2 == 0)
            slow.begun.wait();
    }
    QVERIFY(isFree(queue, Urgency::Export));
}

QTEST_GUILESS_MAIN(RegionResourcesTest)
#include "region_resources_test.moc"
