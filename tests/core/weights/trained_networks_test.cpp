// SPDX-License-Identifier: GPL-3.0-or-later
// Networks that PyTorch wrote and ran: every one must load and give what PyTorch gave.
#include "tests/core/weights/weights_material.h"
#include "tests/support/test_files.h"

#include <QtTest>

using namespace enlarger;
using namespace enlarger::tests;
using nn::Architecture;

namespace {

std::filesystem::path ncnnNetwork(const std::string& name)
{
    const char* folder = std::getenv("ENLARGER_NCNN_DIR");
    return std::filesystem::path(folder ? folder : NETWORKS_DIR) / name;
}

} // namespace

class TrainedNetworksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fixture_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("pair"); // of input and output
        QTest::addColumn<QString>("layout");
        QTest::addColumn<double>("tolerance");
        const auto row = [](const char* file, const char* pair, const char* layout, double tolerance = 1e-5) {
            QTest::newRow(file) << file << pair << layout << tolerance;
        };
        row("x4_new.safetensors", "x4", "BasicSR");
        row("x4_new_f16.safetensors", "x4", "BasicSR", 2e-3);
        row("x4_new_bf16.safetensors", "x4", "BasicSR", 2e-3);
        row("x4_new_half_zip.pth", "x4", "BasicSR", 2e-3);
        row("x4_new_params_zip.pth", "x4", "BasicSR");
        row("x4_new_params_ema_zip.pth", "x4", "BasicSR");
        row("x4_new_module_prefix_zip.pth", "x4", "BasicSR");
        row("x4_new_parameters_zip.pth", "x4", "BasicSR");
        row("x4_new_plain_legacy.pth", "x4", "BasicSR");
        row("x4_old_plain_legacy.pth", "x4", "ESRGAN 2018");
        row("x4_old_plain_zip.pth", "x4", "ESRGAN 2018");
        row("x4_mid_plain_zip.pth", "x4", "ESRGAN 2019");
        row("x1_old_zip.pth", "x1_old", "ESRGAN 2018");
        row("x2_old_zip.pth", "x2_old", "ESRGAN 2018");
        row("x2_unshuffle_new_zip.pth", "x2_unshuffle", "BasicSR");
        row("x4_gray_new_zip.pth", "x4_gray", "BasicSR");
        row("x4_nb1_old_zip.pth", "x4_nb1", "ESRGAN 2018");
    }
    void fixture()
    {
        QFETCH(QString, file);
        QFETCH(QString, pair);
        QFETCH(QString, layout);
        QFETCH(double, tolerance);
        const auto loaded = weights::loadNetwork(dataFile("weights/" + file.toStdString()));
        ENLARGER_VERIFY(loaded);
        const nn::NetworkSpec& spec = loaded->network->spec();
        QCOMPARE(QString::fromStdString(loaded->layout), layout);
        QCOMPARE(spec.features, 8);
        QCOMPARE(spec.growth, 4);
        QCOMPARE(spec.blocks, pair == "x4_nb1" ? 1 : 2);
        QCOMPARE(spec.scale, pair[1].digitValue());
        QCOMPARE(spec.unshuffle, pair == "x2_unshuffle" ? 2 : 1);

        const std::int64_t channels = pair == "x4_gray" ? 1 : 3;
        QCOMPARE(spec.inChannels, int(channels));
        const std::string stem = "weights/" + pair.toStdString();
        const auto input = floatsOf(dataFile(stem + ".in.f32"), {1, channels, 8, 12});
        const auto expected =
            floatsOf(dataFile(stem + ".out.f32"), {1, channels, 8 * spec.scale, 12 * spec.scale});
        QVERIFY(input.defined() && expected.defined());
        const double difference = largestDifference(run(*loaded->network, input), expected);
        QVERIFY2(difference <= tolerance, qPrintable(QString::number(difference)));
    }

    void thirdParty_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("architecture");
        QTest::addColumn<int>("scale");
        QTest::addColumn<int>("blocks");
        QTest::newRow("SRGAN x4") << "srgan-pytorch/netG_epoch_4_100.a.pth" << int(Architecture::SrResNet)
                                  << 4 << 5;
        QTest::newRow("SRGAN x2") << "srgan-pytorch/netG_epoch_2_100.a.pth" << int(Architecture::SrResNet)
                                  << 2 << 5;
        QTest::newRow("SRVGG .param")
            << "srvgg-ncnn/upscayl-lite-4x.param" << int(Architecture::Srvgg) << 4 << 32;
        QTest::newRow("SRVGG .bin") << "srvgg-ncnn/upscayl-lite-4x.bin" << int(Architecture::Srvgg) << 4
                                    << 32;
    }
    void thirdParty()
    {
        QFETCH(QString, file);
        QFETCH(int, architecture);
        QFETCH(int, scale);
        QFETCH(int, blocks);
        const auto path = sharedFile("weights/third-party/" + file.toStdString());
        ENLARGER_NEED(path);
        const auto loaded = weights::loadNetwork(path);
        ENLARGER_VERIFY(loaded);
        const nn::NetworkSpec& spec = loaded->network->spec();
        QCOMPARE(int(spec.architecture), architecture);
        QCOMPARE(spec.scale, scale);
        QCOMPARE(spec.blocks, blocks);
        QCOMPARE(spec.features, 64);

        // A trained network gives a larger picture of the same thing: made small again it resembles the
        // input.
        const auto inputFile = sharedFile("weights/third-party/realesrgan-expected/input_1x3x48x48.f32");
        ENLARGER_NEED(inputFile);
        const torch::Tensor input = floatsOf(inputFile, {1, 3, 48, 48});
        const torch::Tensor back = torch::avg_pool2d(run(*loaded->network, input), scale);
        const double psnr = -10 * std::log10((back - input).square().mean().item<double>());
        QVERIFY2(psnr > 20, qPrintable(QString("PSNR %1 dB").arg(psnr)));
    }

    void realEsrgan_data()
    {
        QTest::addColumn<int>("blocks");
        QTest::newRow("realesrgan-x4plus") << 23;
        QTest::newRow("realesrgan-x4plus-anime") << 6;
    }
    void realEsrgan()
    {
        QFETCH(int, blocks);
        const std::string name = QTest::currentDataTag();
        const auto expectedFolder = sharedFile("weights/third-party/realesrgan-expected");
        ENLARGER_NEED(ncnnNetwork(name + ".param"));
        ENLARGER_NEED(expectedFolder);
        const auto loaded = weights::loadNetwork(ncnnNetwork(name + ".bin"));
        ENLARGER_VERIFY(loaded);
        nn::NetworkSpec expectedSpec;
        expectedSpec.blocks = blocks;
        QVERIFY(loaded->network->spec() == expectedSpec);
        const auto input = floatsOf(expectedFolder / "input_1x3x48x48.f32", {1, 3, 48, 48});
        const auto expected = floatsOf(expectedFolder / (name + "_1x3x192x192.f32"), {1, 3, 192, 192});
        const double difference = largestDifference(run(*loaded->network, input), expected);
        QVERIFY2(difference <= 1e-4, qPrintable(QString::number(difference)));
    }

    void officialSpan_data()
    {
        QTest::addColumn<int>("scale");
        QTest::addColumn<int>("features");
        for (const int scale : {4, 2})
            for (const int features : {48, 52})
                QTest::addRow("spanx%d_ch%d", scale, features) << scale << features;
    }
    void officialSpan()
    {
        QFETCH(int, scale);
        QFETCH(int, features);
        const std::string name = QTest::currentDataTag();
        const auto expectedFolder = sharedFile("weights/third-party/span-expected");
        const auto inputFile = sharedFile("weights/third-party/realesrgan-expected/input_1x3x48x48.f32");
        ENLARGER_NEED(ncnnNetwork(name + ".param"));
        ENLARGER_NEED(expectedFolder);
        const auto loaded = weights::loadNetwork(ncnnNetwork(name + ".param"));
        ENLARGER_VERIFY(loaded);
        nn::NetworkSpec expectedSpec{
            .architecture = Architecture::Span, .scale = scale, .features = features, .blocks = 6};
        QVERIFY(loaded->network->spec() == expectedSpec);
        const auto side = std::to_string(48 * scale);
        const auto expected = floatsOf(expectedFolder / (name + "_1x3x" + side + "x" + side + ".f32"),
                                       {1, 3, 48 * scale, 48 * scale});
        const auto result = run(*loaded->network, floatsOf(inputFile, {1, 3, 48, 48}));
        const double difference = largestDifference(result, expected);
        QVERIFY2(difference <= 1e-4, qPrintable(QString::number(difference)));
    }

    void animeVideo_data() // x2 and x3 are the x4 network with a resize behind it, which is not the network's
    {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"realesr-animevideov3-x2", "realesr-animevideov3-x3", "realesr-animevideov3-x4"})
            QTest::newRow(name) << name;
    }
    void animeVideo()
    {
        QFETCH(QString, name);
        const auto param = ncnnNetwork(name.toStdString() + ".param");
        ENLARGER_NEED(param);
        const auto loaded = weights::loadNetwork(param);
        ENLARGER_VERIFY(loaded);
        QCOMPARE(loaded->network->spec().architecture, Architecture::Srvgg);
        QCOMPARE(loaded->network->spec().blocks, 16);
        QCOMPARE(loaded->network->spec().scale, 4);
        QCOMPARE(loaded->container, std::string("ncnn"));
    }

    void strangers_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("says");
        QTest::newRow("LPIPS") << "lpips/v0.1.squeeze.pth"
                               << "LPIPS";
        QTest::newRow("SqueezeNet") << "backbones/squeezenet1_1_features.safetensors"
                                    << "SqueezeNet";
        QTest::newRow("VGG") << "backbones/vgg19n_features_folded.safetensors"
                             << "VGG";
    }
    void strangers()
    {
        QFETCH(QString, file);
        QFETCH(QString, says);
        const auto path = sharedFile("weights/third-party/" + file.toStdString());
        ENLARGER_NEED(path);
        ENLARGER_VERIFY(weights::readWeights(path));
        const auto loaded = weights::loadNetwork(path);
        QVERIFY(!loaded);
        const QString text = QString::fromStdString(loaded.error().text());
        QVERIFY2(text.contains(says) && text.contains("RRDBNet"), qPrintable(text));
    }
};

QTEST_GUILESS_MAIN(TrainedNetworksTest)
#include "trained_networks_test.moc"
