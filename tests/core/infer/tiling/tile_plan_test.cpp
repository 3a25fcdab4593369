// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/tile_blend.h"
#include "core/infer/tiling/tile_plan.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <random>

using namespace enlarger::infer;

class TilePlanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void smallPictureIsOneTile();
    void knownCut();
    void wideTilesOfLowStrips();
    void everyCutKeepsItsPromises();
    void fadesAddUpToOne();
};

namespace {

/// The first promise that an axis breaks, or nothing.
QString brokenPromise(const std::vector<TileSpan>& axis, int length, int tile, int feather,
                      const TileSettings& s)
{
    std::vector<int> sides; // without the feather
    for (std::size_t i = 0; i < axis.size(); ++i) {
        const auto& [input, output] = axis[i];
        const bool isFirst = i == 0;
        const bool isLast = i + 1 == axis.size();
        if (output.length() <= 0)
            return "an empty output";
        if (isFirst ? output.begin != 0 : output.begin != axis[i - 1].output.end - feather)
            return "outputs that do not meet at the feather";
        if (isLast && output.end != length)
            return "an uncovered end";
        if (i >= 2 && output.begin < axis[i - 2].output.end)
            return "three outputs over one pixel";
        if (input.begin < 0 || input.end > length)
            return "an input outside the picture";
        if (input.begin > std::max(output.begin - s.halo, 0) ||
            input.end < std::min(output.end + s.halo, length))
            return "a halo cut short";
        if (input.begin <= output.begin - s.halo - s.multiple ||
            input.end >= output.end + s.halo + s.multiple)
            return "an input that is too long";
        if (input.begin % s.multiple != 0 || (input.end % s.multiple != 0 && input.end != length))
            return "an input off the multiples";
        sides.push_back(output.length() - (isFirst ? 0 : feather / 2) - (isLast ? 0 : feather / 2));
    }
    const auto [shortest, longest] = std::minmax_element(sides.begin(), sides.end());
    if (*longest > std::max(tile, s.multiple))
        return "a tile that is too long";
    if (*longest - *shortest > s.multiple)
        return "uneven tiles";
    const int units = (length + s.multiple - 1) / s.multiple;
    const int longestUnits = std::max(tile / s.multiple, 1);
    if (int(axis.size()) != (units + longestUnits - 1) / longestUnits)
        return "more tiles than are needed";
    return {};
}

} // namespace

void TilePlanTest::smallPictureIsOneTile()
{
    const TilePlan plan = planTiles(192, 1, {});
    QCOMPARE(plan.tileCount(), std::int64_t(1));
    QCOMPARE(plan.columns[0].input, (Span{0, 192}));
    QCOMPARE(plan.columns[0].output, (Span{0, 192}));
    QCOMPARE(plan.rows[0].output, (Span{0, 1}));
}

void TilePlanTest::knownCut()
{
    const TilePlan plan = planTiles(400, 100, {.tile = 192, .halo = 32, .feather = 8});
    QCOMPARE(plan.columns.size(), std::size_t(3));
    QCOMPARE(plan.rows.size(), std::size_t(1));
    QCOMPARE(plan.feather, 8);
    QCOMPARE(plan.columns[1].output, (Span{133 - 4, 266 + 4}));
    QCOMPARE(plan.columns[1].input, (Span{133 - 36, 266 + 36}));
    QCOMPARE(plan.columns[2].input, (Span{266 - 36, 400}));
}

void TilePlanTest::wideTilesOfLowStrips()
{
    const TilePlan plan = planTiles(1000, 1000, {.tile = 500, .tileHeight = 100, .halo = 4, .feather = 0});
    QCOMPARE(plan.columns.size(), std::size_t(2));
    QCOMPARE(plan.rows.size(), std::size_t(10));
}

void TilePlanTest::everyCutKeepsItsPromises()
{
    std::mt19937 engine(7);
    const auto draw = [&](int from, int to) { return from + int(engine() % unsigned(to - from + 1)); };
    for (int i = 0; i < 20000; ++i) {
        TileSettings settings;
        settings.multiple = 1 << draw(0, 3);
        settings.tile = draw(1, i % 2 ? 40 : 400);
        settings.tileHeight = draw(0, 1) * draw(1, settings.tile);
        settings.halo = draw(0, 70);
        settings.feather = 2 * draw(0, 8);
        const int width = draw(1, i % 3 ? 90 : 3000);
        const int height = draw(1, i % 5 ? 90 : 3000);
        const TilePlan plan = planTiles(width, height, settings);
        const int tileHeight = settings.tileHeight ? settings.tileHeight : settings.tile;
        QVERIFY(plan.feather <= settings.feather && plan.feather % 2 == 0);
        const QString x = brokenPromise(plan.columns, width, settings.tile, plan.feather, settings);
        const QString y = brokenPromise(plan.rows, height, tileHeight, plan.feather, settings);
        QVERIFY2(x.isEmpty() && y.isEmpty(),
                 qPrintable(QString("%1 x %2, tile %3 x %4, halo %5, feather %6, multiple %7: %8%9")
                                .arg(width)
                                .arg(height)
                                .arg(settings.tile)
                                .arg(tileHeight)
                                .arg(settings.halo)
                                .arg(settings.feather)
                                .arg(settings.multiple)
                                .arg(x, y)));
        // Where tiles are large enough for it, the feather is whole.
        if (settings.tile >= 4 * settings.feather + settings.multiple &&
            tileHeight >= 4 * settings.feather + settings.multiple)
            QCOMPARE(plan.feather, settings.feather);
    }
}

void TilePlanTest::fadesAddUpToOne()
{
    for (const int feather : {0, 2, 8})
        for (const int length : {50, 131, 400}) {
            const auto axis = planTiles(length, 1, {.tile = 40, .halo = 5, .feather = feather}).columns;
            std::vector<float> sum(std::size_t(length) * 4);
            for (std::size_t i = 0; i < axis.size(); ++i) {
                const auto weights = fadeWeights(axis, i, 4);
                QCOMPARE(weights.size(), std::size_t(axis[i].output.length()) * 4);
                for (std::size_t k = 0; k < weights.size(); ++k) {
                    QVERIFY(weights[k] > 0.0f && weights[k] <= 1.0f);
                    sum[std::size_t(axis[i].output.begin) * 4 + k] += weights[k];
                }
            }
            QVERIFY(std::all_of(sum.begin(), sum.end(), [](float s) { return std::abs(s - 1.0f) < 1e-6f; }));
        }
}

QTEST_GUILESS_MAIN(TilePlanTest)
#include "tile_plan_test.moc"
