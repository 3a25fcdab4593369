// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/halo.h"
#include "core/infer/tiling/tiled_runner.h"
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/test_files.h"

#include <QTest>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;

/// Real networks give in tiles what they give untiled, where the halo is their receptive-field radius.
class ExactTilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tiles_data();
    void tiles();
};

void ExactTilesTest::tiles_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("SRGAN") << "weights/third-party/srgan-pytorch/netG_epoch_4_100.a.pth";
    QTest::newRow("SRVGG") << "weights/third-party/srvgg-ncnn/upscayl-lite-4x.param";
    QTest::newRow("RRDBNet with pixel-unshuffle") << "weights/fixtures/x2_unshuffle_new_zip.pth";
}

void ExactTilesTest::tiles()
{
    QFETCH(QString, file);
    const auto path = sharedFile(file.toStdString());
    ENLARGER_NEED(path);
    const auto device = device::findDevice("cpu");
    ENLARGER_VERIFY(device);
    const auto model = UpscaleModel::load(path, *device, device::Precision::Fp32);
    ENLARGER_VERIFY(model);
    const ModelTraits& traits = (*model)->traits();
    StopGate gate;
    if (traits.receptiveRadius <= longestExactHalo) {
        const auto halo = haloOf(**model, "", {}, gate);
        ENLARGER_VERIFY(halo);
        QCOMPARE(*halo, traits.receptiveRadius);
    }

    const image::Image picture = noise(121, 101, 3); // no multiple of anything
    const auto untiled = (*model)->upscale(picture, gate);
    ENLARGER_VERIFY(untiled);
    const TileSettings settings{
        .tile = 52, .halo = traits.receptiveRadius, .feather = 0, .multiple = traits.inputMultiple};
    const auto runner = makeTiledRunner(*model, 121, 101, settings, {});
    const auto tiled = pushAll(*runner, picture, 64);
    ENLARGER_VERIFY(tiled);
    const double difference = largestDifference(*tiled, *untiled) * 255.0;
    QVERIFY2(difference < 0.05, qPrintable(QString::number(difference)));
}

QTEST_GUILESS_MAIN(ExactTilesTest)
#include "exact_tiles_test.moc"
