// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/screen/region_grid.h"
#include "core/infer/screen/region_tile_maker.h"
#include "core/infer/screen/tile_cache.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::infer;
using image::PixelRect;

/// Where a layer's tiles lie, and which of them are kept.
class RegionGridTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gridCoversThePictureOnce();
    void readsLieInsideAtMultiples();
    void enlargedAreasBorderOnOneAnother();
    void cacheDropsTheLeastRecentlyUsed();
};

void RegionGridTest::gridCoversThePictureOnce()
{
    const RegionGrid grid({100, 70}, 32);
    std::vector<int> seen(100 * 70, 0);
    const auto cells = grid.covering({-50, -50, 1000, 1000});
    QCOMPARE(cells.size(), std::size_t(4 * 3));
    for (const GridCell& cell : cells) {
        const PixelRect area = grid.area(cell);
        for (int y = area.y; y < area.bottom(); ++y)
            for (int x = area.x; x < area.right(); ++x)
                ++seen[std::size_t(y * 100 + x)];
    }
    QVERIFY(std::all_of(seen.begin(), seen.end(), [](int n) { return n == 1; }));

    QCOMPARE(grid.covering({32, 32, 32, 32}).size(), std::size_t(1)); // borders do not touch
    QCOMPARE(grid.covering({31, 32, 2, 1}).size(), std::size_t(2));
    QVERIFY(grid.covering({40, 40, 0, 10}).empty());
    QVERIFY(grid.covering({200, 0, 10, 10}).empty());
    QCOMPARE(grid.area({3, 2}), (PixelRect{96, 64, 4, 6}));
}

void RegionGridTest::readsLieInsideAtMultiples()
{
    QCOMPARE(readArea({32, 32, 32, 32}, 5, 1, {100, 70}), (PixelRect{27, 27, 42, 42}));
    QCOMPARE(readArea({0, 64, 32, 6}, 5, 1, {100, 70}), (PixelRect{0, 59, 37, 11}));
    QCOMPARE(readArea({32, 32, 32, 32}, 5, 4, {100, 70}), (PixelRect{24, 24, 48, 46}));
}

void RegionGridTest::enlargedAreasBorderOnOneAnother()
{
    for (const double factor : {0.3, 1.0, 1.61803, 2.5, 4.0}) {
        RegionStage stage;
        stage.factor = factor;
        const PixelSize in{301, 77};
        const PixelSize out = enlargedSize(stage, in);
        int x = 0;
        for (int column = 0; column * 48 < in.width; ++column) {
            const PixelRect area = enlargedArea(RegionGrid(in, 48).area({column, 0}), in, out);
            QCOMPARE(area.x, x);
            x = area.right();
        }
        QCOMPARE(x, out.width);
    }
}

void RegionGridTest::cacheDropsTheLeastRecentlyUsed()
{
    TileCache cache;
    const auto tile = [] {
        auto made = std::make_shared<RegionTile>();
        made->area = {0, 0, 5, 5};
        made->width = 10;
        made->height = 10;
        return made;
    };
    const auto key = [](int column) { return TileKey{1, 0, column, 0}; };
    for (int i = 0; i < 4; ++i)
        cache.insert(key(i), tile());
    const std::int64_t one = tileBytes(10, 10);
    QCOMPARE(cache.bytes(), 4 * one);
    QVERIFY(cache.find(key(0)) != nullptr); // used: no longer the oldest
    cache.shrinkTo(2 * one, [](const TileCache::Entry& entry) { return entry.first.column == 1; });
    QCOMPARE(cache.bytes(), 2 * one);
    const PixelRect all{0, 0, 5, 5};
    QVERIFY(cache.has(key(0), all) && cache.has(key(1), all)); // 1 is wanted, 2 and 3 were the oldest
    QVERIFY(cache.has(key(0), {2, 2, 3, 3}) && !cache.has(key(0), {2, 2, 4, 3}) && !cache.has(key(2), {}));
    cache.shrinkTo(0, [](const TileCache::Entry&) { return true; });
    QCOMPARE(cache.bytes(), 2 * one);
    cache.insert(key(0), tile()); // in place of the old one
    QCOMPARE(cache.bytes(), 2 * one);
    cache.insert({2, 0, 0, 0}, tile());
    cache.forget(1);
    QCOMPARE(cache.bytes(), one);
    QVERIFY(cache.find(key(0)) == nullptr);
}

QTEST_GUILESS_MAIN(RegionGridTest)
#include "region_grid_test.moc"
