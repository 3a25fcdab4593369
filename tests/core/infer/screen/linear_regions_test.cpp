// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/screen/region_grid.h"
#include "core/infer/screen/region_tile_maker.h"
#include "core/infer/tiling/row_chain.h"
#include "core/infer/tiling/tiled_runner.h"
#include "tests/core/image/linear_twin.h"
#include "tests/core/infer/screen/region_material.h"
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/test_files.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;
using image::Image;

/// Regions of a picture that is brought to the networks' tone curve and back.
class LinearRegionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linearPicturesEqualTheirExport_data();
    void linearPicturesEqualTheirExport();
};

void LinearRegionsTest::linearPicturesEqualTheirExport_data()
{
    QTest::addColumn<int>("channels");
    QTest::addColumn<double>("factor");
    QTest::addColumn<int>("passes");
    QTest::newRow("RGB") << 3 << 2.0 << 1;
    QTest::newRow("grey") << 1 << 2.0 << 1;
    QTest::newRow("alpha") << 4 << 2.0 << 1;
    QTest::newRow("resampled") << 3 << 1.6 << 1;
    QTest::newRow("two passes, resampled") << 3 << 3.5 << 2;
    QTest::newRow("a kernel alone") << 3 << 2.3 << 0;
}

void LinearRegionsTest::linearPicturesEqualTheirExport()
{
    QFETCH(int, channels);
    QFETCH(double, factor);
    QFETCH(int, passes);
    constexpr int width = 61, height = 47;
    const auto picture = packed(linearOf(noise(width, height, channels)), 16);
    image::PhotoInfo photo;
    photo.channels = channels;
    photo.metadata.icc = linearProfile(channels);
    RegionLayer layer = *layerOf(picture, {});
    layer.curve = image::WorkingCurve::of(photo);
    QVERIFY(layer.curve);
    RegionStage stage;
    if (passes > 0)
        stage = blurStage(2, 2, 16);
    else
        stage.halo = 0;
    stage.factor = factor;
    stage.scale = passes > 0 ? 2 : 0;
    stage.passes = passes > 0 ? passes : 1;

    // The chain of an export, colours alone.
    using image::CurveDirection;
    const PixelSize out = enlargedSize(stage, {width, height});
    RowChain chain;
    chain.add(image::makeCurveStage(layer.curve, CurveDirection::ToWorking));
    PixelSize size{width, height};
    for (int pass = 0; pass < passes; ++pass) {
        TileSettings settings;
        settings.tile = 24;
        settings.halo = 2;
        chain.add(
            makeTiledRunner(syntheticNetwork(2, 2), 2, size.width, size.height, settings, RunnerContext()));
        chain.add(std::make_unique<ClampStage>());
        size = {2 * size.width, 2 * size.height};
    }
    chain.add(image::makeRowResampler(size.width, size.height, out.width, out.height));
    chain.add(image::makeCurveStage(layer.curve, CurveDirection::FromWorking));
    Image exported;
    const Image colours =
        picture->piece({0, 0, width, height}).takeChannels(0, channels % 2 == 0 ? channels - 1 : channels);
    ENLARGER_VERIFY(chain.push(colours, true, [&](const Image& rows, bool) -> Status {
        exported = image::stack(exported, rows);
        return {};
    }));

    StopGate gate;
    const NoticeSink noNotice;
    const RegionTileMaker maker(layer, stage, gate, noNotice);
    const RegionGrid grid({width, height}, 16);
    for (const GridCell& cell : grid.covering({0, 0, width, height})) {
        const auto tile = maker.enlarge(grid.area(cell));
        ENLARGER_VERIFY(tile);
        const image::PixelRect place = enlargedArea(grid.area(cell), {width, height}, out);
        QVERIFY(largestDifference(tile->takeChannels(0, exported.channels()),
                                  exported.crop(place.x, place.y, place.width, place.height)) < 1e-5);
    }
}

QTEST_GUILESS_MAIN(LinearRegionsTest)
#include "linear_regions_test.moc"
