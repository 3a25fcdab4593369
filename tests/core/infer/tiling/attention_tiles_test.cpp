// SPDX-License-Identifier: GPL-3.0-or-later
// Networks of attention in tiles: exact where windows are all that they look through, and said where not.
#include "core/infer/tiling/halo.h"
#include "core/infer/tiling/tiled_runner.h"
#include "tests/core/infer/small_models.h"
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/test_files.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;

class AttentionTilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void windowsMakeExactTiles() // which begin where windows do
    {
        const auto model = windowedModel();
        QVERIFY(model);
        const ModelTraits& traits = model->traits();
        QCOMPARE(traits.inputMultiple, 1);
        QCOMPARE(traits.tileMultiple, 8);
        QVERIFY(!traits.seesAll && traits.receptiveRadius <= longestExactHalo);
        QVERIFY(traits.flopsPerPixel > 0.0 && traits.bytesPerPixel > 0.0);
        const image::Image picture = noise(101, 75, 3); // no multiple of anything
        StopGate gate;
        const auto untiled = model->upscale(picture, gate);
        ENLARGER_VERIFY(untiled);
        const TileSettings settings{
            .tile = 36, .halo = traits.receptiveRadius, .feather = 0, .multiple = traits.tileMultiple};
        const auto runner = makeTiledRunner(model, 101, 75, settings, {});
        const auto tiled = pushAll(*runner, picture, 32);
        ENLARGER_VERIFY(tiled);
        const double difference = largestDifference(*tiled, *untiled) * 255.0;
        QVERIFY2(difference < 0.01, qPrintable(QString::number(difference)));
    }

    void allSeeingNetworksHaveNoExactTiles()
    {
        const auto model = allSeeingModel();
        QVERIFY(model);
        QVERIFY(model->traits().seesAll);
        QCOMPARE(model->traits().tileMultiple, 8);
        StopGate gate;
        const auto halo = haloOf(*model, "", {}, gate);
        ENLARGER_VERIFY(halo);
        QVERIFY2(*halo >= 8 && *halo <= 64, qPrintable(QString::number(*halo)));
    }

    void anyPictureIsTaken() // smaller than windows, and than what a network looks around in
    {
        StopGate gate;
        for (const auto& model : {windowedModel(), allSeeingModel()})
            for (const int side : {1, 3, 17}) {
                const auto result = model->upscale(noise(side, 5, 3), gate);
                ENLARGER_VERIFY(result);
                QCOMPARE(result->width(), side * model->traits().scale);
                QCOMPARE(result->height(), 5 * model->traits().scale);
            }
    }
};

QTEST_GUILESS_MAIN(AttentionTilesTest)
#include "attention_tiles_test.moc"
