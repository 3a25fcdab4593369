// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/network.h"
#include "core/nn/network_families.h"
#include "tests/core/nn/narrow_precision.h"

#include <ATen/autocast_mode.h>
#include <torch/autograd.h>

#include <QtTest>

#include <stdexcept>

using namespace enlarger::nn;

Q_DECLARE_METATYPE(NetworkSpec)

namespace {

std::int64_t parameterCount(const Network& network)
{
    std::int64_t count = 0;
    for (const torch::Tensor& parameter : network.parameters())
        count += parameter.numel();
    return count;
}

NetworkSpec small(Architecture architecture, int scale = 4)
{
    return {.architecture = architecture, .scale = scale, .features = 8, .blocks = 2, .growth = 4};
}

c10::IntArrayRef shapeOf(const Network& network, const std::string& name)
{
    const auto parameters = network.named_parameters();
    const torch::Tensor* tensor = parameters.find(name);
    return tensor ? tensor->sizes() : c10::IntArrayRef();
}

} // namespace

/// The networks' tensors and sizes are those that the field knows them by.
class NetworksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parameterCounts_data();
    void parameterCounts();
    void shapes_data();
    void shapes();
    void namesOfRrdbNet();
    void namesOfTheOthers();
    void kerasWidthsDouble();
    void initialWeights();
    void receptiveRadius_data();
    void receptiveRadius();
    void impossibleSpecs_data();
    void impossibleSpecs();
    void gradientsReachEveryParameter_data() { shapes_data(); }
    void gradientsReachEveryParameter();
    void autocastKeepsTheTrunkInFp32();
    void everyArchitectureHasAFamily();
    void descriptions_data();
    void descriptions();
    void workingBytes();
};

void NetworksTest::parameterCounts_data()
{
    QTest::addColumn<NetworkSpec>("spec");
    QTest::addColumn<qint64>("count");
    QTest::newRow("ESRGAN") << NetworkSpec{} << qint64(16697987);
    QTest::newRow("x2plus") << NetworkSpec{.scale = 2, .unshuffle = 2} << qint64(16703171);
    QTest::newRow("6B") << NetworkSpec{.blocks = 6} << qint64(4467779);
    QTest::newRow("4B32F") << NetworkSpec{.features = 32, .blocks = 3, .growth = 32} << qint64(1284355);
    QTest::newRow("nb10 nf32 gc16") << NetworkSpec{.features = 32, .blocks = 10, .growth = 16}
                                    << qint64(1838755);
    QTest::newRow("nb8 nf32 gc16") << NetworkSpec{.features = 32, .blocks = 8, .growth = 16}
                                   << qint64(1478755);
    QTest::newRow("MSRResNet") << NetworkSpec{.architecture = Architecture::MsrResNet, .blocks = 16}
                               << qint64(1517571);
    // animevideov3: 3 x 64 x 9 + 64, 16 times 64 x 64 x 9 + 64, 64 x 48 x 9 + 48, and 17 x 64 slopes
    QTest::newRow("SRVGG") << NetworkSpec{.architecture = Architecture::Srvgg, .blocks = 16}
                           << qint64(621424);
}

void NetworksTest::parameterCounts()
{
    QFETCH(NetworkSpec, spec);
    QFETCH(qint64, count);
    QCOMPARE(qint64(parameterCount(*makeNetwork(spec))), count);
}

void NetworksTest::shapes_data()
{
    QTest::addColumn<NetworkSpec>("spec");
    for (const int scale : {1, 2, 4, 8})
        QTest::addRow("RRDBNet x%d", scale) << small(Architecture::RrdbNet, scale);
    NetworkSpec spec = small(Architecture::RrdbNet, 2);
    spec.unshuffle = 2;
    QTest::newRow("RRDBNet x2, unshuffle") << spec;
    spec.scale = 1;
    spec.unshuffle = 4;
    QTest::newRow("RRDBNet x1, unshuffle") << spec;
    spec = small(Architecture::RrdbNet);
    for (const int channels : {1, 2, 4}) {
        spec.inChannels = spec.outChannels = channels;
        QTest::addRow("RRDBNet, %d channels", channels) << spec;
    }
    spec = small(Architecture::RrdbNet);
    spec.plus = true;
    QTest::newRow("ESRGAN+") << spec;
    QTest::newRow("Keras") << small(Architecture::RrdbNetKeras);
    QTest::newRow("SRResNet x2") << small(Architecture::SrResNet, 2);
    QTest::newRow("SRResNet x4") << small(Architecture::SrResNet);
    spec = small(Architecture::SrResNet);
    spec.bodyPrelu = true;
    QTest::newRow("SRResNet, PReLU body") << spec;
    spec.bodyPrelu = false;
    spec.upsampling = Upsampling::Nearest;
    QTest::newRow("SRResNet, nearest upsampling") << spec;
    spec.upsampling = Upsampling::NearestPrelu;
    spec.linearOutput = true;
    QTest::newRow("SRResNet, nearest upsampling with PReLU, linear") << spec;
    for (const int scale : {2, 3, 4})
        QTest::addRow("MSRResNet x%d", scale) << small(Architecture::MsrResNet, scale);
    for (const int scale : {1, 2, 3, 4})
        QTest::addRow("SRVGG x%d", scale) << small(Architecture::Srvgg, scale);
}

void NetworksTest::shapes()
{
    QFETCH(NetworkSpec, spec);
    const auto network = makeNetwork(spec);
    QVERIFY(network->spec() == spec);
    const torch::NoGradGuard noGrad;
    const torch::Tensor output = network->forward(torch::rand({2, spec.inChannels, 12, 20}));
    const std::vector<std::int64_t> expected{2, spec.outChannels, 12 * spec.scale, 20 * spec.scale};
    QCOMPARE(output.sizes().vec(), expected);
    QCOMPARE(output.scalar_type(), torch::kFloat32);
}

void NetworksTest::namesOfRrdbNet()
{
    NetworkSpec spec = small(Architecture::RrdbNet);
    spec.plus = true;
    const auto network = makeNetwork(spec);
    using Shape = std::vector<std::int64_t>;
    QCOMPARE(shapeOf(*network, "conv_first.weight").vec(), (Shape{8, 3, 3, 3}));
    QCOMPARE(shapeOf(*network, "body.0.rdb1.conv1.weight").vec(), (Shape{4, 8, 3, 3}));
    QCOMPARE(shapeOf(*network, "body.1.rdb3.conv5.weight").vec(), (Shape{8, 24, 3, 3}));
    QCOMPARE(shapeOf(*network, "body.1.rdb2.conv1x1.weight").vec(), (Shape{4, 8, 1, 1}));
    QVERIFY(shapeOf(*network, "body.1.rdb2.conv1x1.bias").empty());
    for (const char* name : {"conv_body.bias", "conv_up1.bias", "conv_up2.bias", "conv_hr.bias"})
        QCOMPARE(shapeOf(*network, name).vec(), (Shape{8}));
    QCOMPARE(shapeOf(*network, "conv_last.bias").vec(), (Shape{3}));
    QVERIFY(shapeOf(*network, "conv_up3.bias").empty());

    spec.scale = 8;
    QVERIFY(!shapeOf(*makeNetwork(spec), "conv_up3.bias").empty());
}

void NetworksTest::namesOfTheOthers()
{
    using Shape = std::vector<std::int64_t>;
    const auto srgan = makeNetwork(small(Architecture::SrResNet));
    QCOMPARE(shapeOf(*srgan, "conv_first.weight").vec(), (Shape{8, 3, 9, 9}));
    QCOMPARE(shapeOf(*srgan, "prelu_first.weight").vec(), (Shape{1}));
    QCOMPARE(shapeOf(*srgan, "body.1.bn2.weight").vec(), (Shape{8}));
    QCOMPARE(shapeOf(*srgan, "bn_body.bias").vec(), (Shape{8}));
    QCOMPARE(shapeOf(*srgan, "upsample.1.conv.weight").vec(), (Shape{32, 8, 3, 3}));
    QCOMPARE(shapeOf(*srgan, "upsample.1.prelu.weight").vec(), (Shape{1}));
    QVERIFY(srgan->named_buffers().contains("body.0.bn1.running_var"));

    NetworkSpec nearest = small(Architecture::SrResNet);
    nearest.upsampling = Upsampling::Nearest;
    const auto keras = makeNetwork(nearest);
    QCOMPARE(shapeOf(*keras, "body.0.prelu.weight").vec(), (Shape{8})); // a slope for each channel
    QCOMPARE(shapeOf(*keras, "upsample.0.conv.weight").vec(), (Shape{32, 8, 3, 3}));
    QCOMPARE(shapeOf(*keras, "upsample.1.conv.weight").vec(), (Shape{32, 32, 3, 3}));
    QVERIFY(shapeOf(*keras, "upsample.0.prelu.weight").empty());
    QCOMPARE(shapeOf(*keras, "conv_last.weight").vec(), (Shape{3, 32, 9, 9}));
    nearest.upsampling = Upsampling::NearestPrelu;
    nearest.linearOutput = true;
    const auto blog = makeNetwork(nearest);
    QCOMPARE(shapeOf(*blog, "upsample.1.prelu.weight").vec(), (Shape{32}));
    QCOMPARE(shapeOf(*blog, "conv_out.weight").vec(), (Shape{3, 32, 9, 9}));
    QVERIFY(shapeOf(*blog, "conv_last.weight").empty());

    const auto msr = makeNetwork(small(Architecture::MsrResNet, 3));
    QCOMPARE(shapeOf(*msr, "upconv1.weight").vec(), (Shape{72, 8, 3, 3}));
    QVERIFY(shapeOf(*msr, "upconv2.weight").empty());

    const auto srvgg = makeNetwork(small(Architecture::Srvgg));
    QCOMPARE(shapeOf(*srvgg, "body.0.weight").vec(), (Shape{8, 3, 3, 3}));
    QCOMPARE(shapeOf(*srvgg, "body.5.weight").vec(), (Shape{8}));
    QCOMPARE(shapeOf(*srvgg, "body.6.weight").vec(), (Shape{48, 8, 3, 3}));
}

void NetworksTest::kerasWidthsDouble()
{
    NetworkSpec spec{.architecture = Architecture::RrdbNetKeras, .blocks = 1, .growth = 64};
    const auto network = makeNetwork(spec);
    for (int i = 1; i <= 5; ++i)
        QCOMPARE(shapeOf(*network, "body.0.rdb1.conv" + std::to_string(i) + ".weight")[1],
                 std::int64_t(64 << (i - 1)));
}

void NetworksTest::initialWeights()
{
    torch::manual_seed(1);
    const auto network = makeNetwork({.blocks = 1});
    const auto parameters = network->named_parameters();
    const torch::Tensor& dense = parameters["body.0.rdb2.conv5.weight"];
    const double expected = 0.1 * std::sqrt(2.0 / (192 * 9)); // Kaiming's normal distribution, a tenth of it
    QVERIFY(std::abs(dense.std().item<double>() / expected - 1.0) < 0.02);
    QCOMPARE(parameters["body.0.rdb2.conv5.bias"].abs().max().item<float>(), 0.0F);
    // PyTorch's default is uniform within 1 / sqrt(fan in).
    const torch::Tensor& body = parameters["conv_body.weight"];
    const double bound = 1.0 / std::sqrt(64.0 * 9.0);
    QVERIFY(body.abs().max().item<double>() <= bound * 1.0001);
    QVERIFY(body.abs().max().item<double>() > bound * 0.99);
}

void NetworksTest::receptiveRadius_data()
{
    QTest::addColumn<NetworkSpec>("spec");
    NetworkSpec tiny{.features = 4, .blocks = 1, .growth = 2};
    for (const int scale : {1, 2, 4, 8}) {
        tiny.scale = scale;
        QTest::addRow("RRDBNet x%d", scale) << tiny;
    }
    for (const Architecture other : {Architecture::SrResNet, Architecture::MsrResNet, Architecture::Srvgg}) {
        tiny.architecture = other;
        tiny.scale = 4;
        QTest::addRow("%s", architectureName(other)) << tiny;
    }
    tiny = {.scale = 2, .features = 4, .blocks = 1, .growth = 2, .unshuffle = 2};
    QTest::newRow("unshuffle") << tiny;
}

/// Beyond the receptive-field radius nothing matters; and it is not much longer than what does.
void NetworksTest::receptiveRadius()
{
    QFETCH(NetworkSpec, spec);
    torch::manual_seed(3);
    const auto network = makeNetwork(spec);
    network->eval();
    // All positive, so that nothing can cancel or be cut off; small enough for no tanh to saturate.
    const double largest = spec.architecture == Architecture::SrResNet ? 0.02 : 0.2;
    for (torch::Tensor& parameter : network->parameters())
        parameter.set_data(torch::rand_like(parameter) * largest);
    const int receptiveRadius = network->receptiveRadius();
    const int width = 4 * ((2 * receptiveRadius + 20) / 4);
    const int middle = 4 * (width / 8) + 1;
    torch::Tensor pixels = torch::full({1, 3, 4, width}, 0.2).requires_grad_();
    const torch::Tensor output = network->forward(pixels);
    int furthest = 0;
    for (int i = 0; i < spec.scale; ++i) {
        const torch::Tensor column = output.select(3, middle * spec.scale + i).sum();
        const torch::Tensor gradient = torch::autograd::grad({column}, {pixels}, {}, true)[0];
        const torch::Tensor seen = gradient.abs().sum({0, 1, 2}).nonzero().flatten();
        QVERIFY(seen.numel() > 0);
        furthest = std::max({furthest, middle - seen.min().item<int>(), seen.max().item<int>() - middle});
    }
    QVERIFY2(furthest <= receptiveRadius,
             qPrintable(QString("sees %1, says %2").arg(furthest).arg(receptiveRadius)));
    QVERIFY2(furthest >= receptiveRadius - 3,
             qPrintable(QString("sees %1, says %2").arg(furthest).arg(receptiveRadius)));
}

void NetworksTest::impossibleSpecs_data()
{
    QTest::addColumn<NetworkSpec>("spec");
    QTest::newRow("x3 RRDBNet") << NetworkSpec{.scale = 3};
    QTest::newRow("no blocks") << NetworkSpec{.blocks = 0};
    QTest::newRow("no features") << NetworkSpec{.features = 0};
    QTest::newRow("no growth") << NetworkSpec{.growth = -1};
    QTest::newRow("five channels") << NetworkSpec{.inChannels = 5};
    QTest::newRow("unshuffle 3") << NetworkSpec{.unshuffle = 3};
    QTest::newRow("unshuffled SRVGG") << NetworkSpec{.architecture = Architecture::Srvgg, .unshuffle = 2};
    QTest::newRow("x8 MSRResNet") << NetworkSpec{.architecture = Architecture::MsrResNet, .scale = 8};
}

void NetworksTest::impossibleSpecs()
{
    QFETCH(NetworkSpec, spec);
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, makeNetwork(spec));
}

void NetworksTest::gradientsReachEveryParameter()
{
    QFETCH(NetworkSpec, spec);
    const auto network = makeNetwork(spec);
    network->train();
    network->forward(torch::rand({2, spec.inChannels, 8, 8})).square().sum().backward();
    for (const auto& parameter : network->named_parameters()) {
        QVERIFY2(parameter.value().grad().defined(), parameter.key().c_str());
        QVERIFY2(torch::isfinite(parameter.value().grad()).all().item<bool>(), parameter.key().c_str());
    }
}

void NetworksTest::autocastKeepsTheTrunkInFp32()
{
    if (!enlarger::tests::canConvolve(torch::kBFloat16))
        QSKIP("this processor does not convolve in this precision");
    torch::manual_seed(5);
    const auto network = makeNetwork({.features = 16, .blocks = 2, .growth = 8});
    const torch::Tensor pixels = torch::rand({1, 3, 16, 16});
    const torch::Tensor exact = network->forward(pixels);
    at::autocast::set_autocast_enabled(at::kCPU, true);
    at::autocast::set_autocast_dtype(at::kCPU, at::kBFloat16);
    const torch::Tensor output = network->forward(pixels);
    at::autocast::clear_cache();
    at::autocast::set_autocast_enabled(at::kCPU, false);
    QCOMPARE(output.scalar_type(), torch::kFloat32);
    const double error = ((output - exact).square().mean().sqrt() / exact.std()).item<double>();
    QVERIFY2(error > 1e-6 && error < 0.03, qPrintable(QString::number(error)));
    output.sum().backward();
    QCOMPARE(network->parameters()[0].grad().scalar_type(), torch::kFloat32);
}

void NetworksTest::everyArchitectureHasAFamily()
{
    QCOMPARE(networkFamilies().size(), std::size(architectures));
    for (std::size_t i = 0; i < std::size(architectures); ++i) {
        const NetworkFamily& family = networkFamilies()[i];
        QCOMPARE(family.architecture, architectures[i].architecture);
        QVERIFY2(!family.selfCheckSpecs.empty(), architectures[i].name);
        for (const SelfCheckSpec& one : family.selfCheckSpecs) {
            QVERIFY2(one.spec.architecture == family.architecture, one.name);
            const auto network = makeNetwork(one.spec);
            QVERIFY2(network->spec() == one.spec, one.name);
        }
    }
}

void NetworksTest::descriptions_data()
{
    QTest::addColumn<NetworkSpec>("spec");
    QTest::addColumn<QString>("text");
    QTest::newRow("RRDBNet") << NetworkSpec{} << "RRDBNet 64x23, growth 32";
    QTest::newRow("grey") << NetworkSpec{.inChannels = 1, .outChannels = 1}
                          << "RRDBNet 64x23, growth 32, 1 to 1 channels";
    QTest::newRow("all") << NetworkSpec{.unshuffle = 2, .plus = true}
                         << "RRDBNet 64x23, growth 32, pixel-unshuffle 2, ESRGAN+";
    QTest::newRow("Keras") << NetworkSpec{.architecture = Architecture::RrdbNetKeras, .blocks = 16}
                           << "RRDBNet (Keras reading) 64x16";
    QTest::newRow("SRResNet") << NetworkSpec{.architecture = Architecture::SrResNet,
                                             .blocks = 16,
                                             .upsampling = Upsampling::Nearest}
                              << "SRResNet 64x16, nearest upsampling";
    QTest::newRow("SRResNet of the blog") << NetworkSpec{.architecture = Architecture::SrResNet,
                                                         .blocks = 16,
                                                         .upsampling = Upsampling::NearestPrelu,
                                                         .linearOutput = true}
                                          << "SRResNet 64x16, nearest upsampling with PReLU, linear output";
    QTest::newRow("SRVGG") << NetworkSpec{.architecture = Architecture::Srvgg, .blocks = 32}
                           << "SRVGGNetCompact 64x32";
}

void NetworksTest::descriptions()
{
    QFETCH(NetworkSpec, spec);
    QFETCH(QString, text);
    QCOMPARE(QString::fromStdString(describe(spec)), text);
}

void NetworksTest::workingBytes()
{
    // RRDBNet 64, growth 32 in fp32: four states of 256 bytes and four results of 128; the picture's
    // channels.
    const auto rrdb = makeNetwork({.blocks = 1});
    QCOMPARE(rrdb->workingBytes(4).perPixel, 4.0 * 256.0 + 4.0 * 128.0 + 36.0);
    // In 16 bit the results are half as large, and there is a narrow copy of the trunk.
    QCOMPARE(rrdb->workingBytes(2).perPixel, 4.0 * 256.0 + 4.0 * 64.0 + 128.0 + 36.0);
    // SRVGG has no tail, and its pictures outweigh its body.
    const auto srvgg = makeNetwork({.architecture = Architecture::Srvgg, .blocks = 1});
    QCOMPARE(srvgg->workingBytes(4).perPixel, 2.0 * 256.0 + 9.0 * 4.0 * 16.0 + 36.0);
    QCOMPARE(srvgg->workingBytes(4).slab, std::int64_t(0));
    // Behind the body: 16 times 64 features, two of 4 bytes and one of 4, and a tenth.
    QCOMPARE(rrdb->workingBytes(4).slabPerPixel, 1.1 * 16.0 * 64.0 * 12.0);
    QVERIFY(rrdb->workingBytes(4).slab > 0);
    // The same for a pixel of the photo where four of them are one of the body's.
    const auto unshuffled = makeNetwork({.scale = 2, .blocks = 1, .unshuffle = 2});
    QCOMPARE(unshuffled->workingBytes(4).slabPerPixel, 1.1 * 4.0 * 64.0 * 12.0);
}

QTEST_GUILESS_MAIN(NetworksTest)
#include "networks_test.moc"
