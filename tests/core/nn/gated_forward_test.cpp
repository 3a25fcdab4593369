// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/gated_conv.h"
#include "core/nn/network.h"
#include "tests/core/nn/narrow_precision.h"

#include <QtTest>

using namespace enlarger;
using namespace enlarger::nn;

Q_DECLARE_METATYPE(NetworkSpec)
Q_DECLARE_METATYPE(torch::Dtype)

namespace {

/// Counts passes, sees how much arithmetic lies between two of them, and may refuse one.
class WatchingGate : public Gate
{
public:
    void pass() override
    {
        const double now = GatedForward::current()->flops();
        mostBetween = std::max(mostBetween, now - m_last);
        m_last = now;
        if (++passes == refused)
            throw CancelledException{};
    }

    int passes = 0;
    int refused = 0;
    double mostBetween = 0.0;

private:
    double m_last = 0.0;
};

std::shared_ptr<Network> randomNetwork(const NetworkSpec& spec)
{
    torch::manual_seed(7);
    auto network = makeNetwork(spec);
    network->eval();
    const torch::NoGradGuard noGrad;
    if (spec.architecture == Architecture::MsrResNet) // begins as a mere bilinear enlargement
        for (torch::Tensor& parameter : network->parameters())
            parameter.mul_(8.0);
    return network;
}

torch::Tensor gatedForward(Network& network, const torch::Tensor& pixels, Gate& gate)
{
    const c10::InferenceMode inference;
    const GatedForward gated(gate);
    return network.forward(pixels);
}

double relativeError(const torch::Tensor& a, const torch::Tensor& b)
{
    return ((a.to(torch::kFloat32) - b).square().mean().sqrt() / b.std()).item<double>();
}

} // namespace

class GatedForwardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bandsChangeNothing_data();
    void bandsChangeNothing();
    void convolutionBandsAreExact_data();
    void convolutionBandsAreExact();
    void passesAreNeverFarApart();
    void countsArithmetic();
    void cancelsMidway();
    void nests();
    void mixedPrecision_data();
    void mixedPrecision();
};

void GatedForwardTest::bandsChangeNothing_data()
{
    QTest::addColumn<NetworkSpec>("spec");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    // Large enough for the tail to go in several slabs (200 MB) and for the convolutions to go in bands (8
    // MB).
    QTest::newRow("RRDBNet x4") << NetworkSpec{.features = 24, .blocks = 1, .growth = 8} << 130 << 420;
    QTest::newRow("RRDBNet x8") << NetworkSpec{.scale = 8, .features = 16, .blocks = 1, .growth = 4} << 70
                                << 300;
    QTest::newRow("RRDBNet x2 unshuffled")
        << NetworkSpec{.scale = 2, .features = 24, .blocks = 1, .growth = 8, .unshuffle = 2} << 262 << 820;
    QTest::newRow("SRResNet") << NetworkSpec{.architecture = Architecture::SrResNet,
                                             .features = 24,
                                             .blocks = 1}
                              << 121 << 420;
    QTest::newRow("MSRResNet x3") << NetworkSpec{.architecture = Architecture::MsrResNet,
                                                 .scale = 3,
                                                 .features = 32,
                                                 .blocks = 1}
                                  << 161 << 420;
    QTest::newRow("SRVGG") << NetworkSpec{.architecture = Architecture::Srvgg, .features = 24, .blocks = 2}
                           << 130 << 420;
    QTest::newRow("SPAN") << NetworkSpec{.architecture = Architecture::Span, .features = 24, .blocks = 6}
                          << 130 << 420;
    QTest::newRow("RealPLKSR, DySample")
        << NetworkSpec{.architecture = Architecture::RealPlksr,
                       .features = 32,
                       .blocks = 1,
                       .plksr = {.kernel = 13, .wide = 8, .dySampleGroups = 4, .dySampleEnd = true}}
        << 130 << 420;
    // Layers that mix 5 GFLOP, and attention of 2.
    QTest::newRow("SwinIR") << NetworkSpec{.architecture = Architecture::SwinIr,
                                           .scale = 2,
                                           .features = 96,
                                           .blocks = 1,
                                           .attention = {.depths = {2}, .heads = {4}, .hidden = 192}}
                            << 243 << 405;
    QTest::newRow("DAT")
        << NetworkSpec{.architecture = Architecture::Dat,
                       .scale = 2,
                       .features = 64,
                       .blocks = 1,
                       .attention = {.depths = {3}, .heads = {4}, .windowWidth = 16, .hidden = 128}}
        << 195 << 330;
    QTest::newRow("OmniSR") << NetworkSpec{.architecture = Architecture::OmniSr, .features = 32, .blocks = 1}
                            << 130 << 420;
}

void GatedForwardTest::bandsChangeNothing()
{
    QFETCH(NetworkSpec, spec);
    QFETCH(int, height);
    QFETCH(int, width);
    const auto network = randomNetwork(spec);
    const torch::Tensor pixels = torch::rand({1, spec.inChannels, height, width});
    WatchingGate gate;
    const torch::Tensor gated = gatedForward(*network, pixels, gate);
    const torch::NoGradGuard noGrad;
    const torch::Tensor plain = network->forward(pixels);
    QCOMPARE(gated.sizes().vec(), plain.sizes().vec());
    const double scale = plain.abs().max().item<double>();
    QVERIFY2((gated - plain).abs().max().item<double>() < 1e-5 * scale, "bands differ from the whole");
}

void GatedForwardTest::convolutionBandsAreExact_data()
{
    QTest::addColumn<int>("kernel");
    QTest::newRow("1x1") << 1;
    QTest::newRow("3x3") << 3;
    QTest::newRow("9x9") << 9;
}

/// With whole numbers float sums are exact, so that not a bit may differ.
void GatedForwardTest::convolutionBandsAreExact()
{
    QFETCH(int, kernel);
    torch::manual_seed(8);
    Conv conv = makeConv(48, 8, kernel);
    const torch::NoGradGuard noGrad;
    conv->weight.copy_(torch::randint(-2, 3, conv->weight.sizes()));
    conv->bias.copy_(torch::randint(-9, 9, conv->bias.sizes()));
    const torch::Tensor a = torch::randint(-3, 4, {1, 32, 250, 300}).to(torch::kFloat32);
    const torch::Tensor b = torch::randint(-3, 4, {1, 16, 250, 300}).to(torch::kFloat32);
    const torch::Tensor sum = torch::randint(-3, 4, {1, 8, 250, 300}).to(torch::kFloat32);
    const torch::Tensor plain = conv->forwardAdd({a, b}, sum, 0.5);
    const torch::Tensor plainLeaky = conv->forwardLeaky({a, b}, 0.25);
    WatchingGate gate;
    const GatedForward gated(gate);
    QVERIFY(torch::equal(conv->forwardAdd({a, b}, sum, 0.5), plain));
    QVERIFY2(gate.passes >= 2, "the test needs several bands");
    QVERIFY(torch::equal(conv->forwardLeaky({a, b}, 0.25), plainLeaky));
    const torch::Tensor reference =
        torch::conv2d(torch::cat({a, b}, 1), conv->weight, conv->bias, 1, kernel / 2);
    QVERIFY(torch::equal(plain, sum + 0.5 * reference));
}

void GatedForwardTest::passesAreNeverFarApart()
{
    // What 50 GFLOP/s, a slow CPU, do in less than a tenth of a second, whatever the picture's size.
    const auto network = randomNetwork({.features = 64, .blocks = 1, .growth = 32});
    const torch::Tensor pixels = torch::rand({1, 3, 96, 160});
    WatchingGate gate;
    gatedForward(*network, pixels, gate);
    QVERIFY2(gate.mostBetween <= 4.0e9, qPrintable(QString::number(gate.mostBetween)));
    QVERIFY2(gate.passes >= 22,
             qPrintable(QString::number(gate.passes))); // one for each convolution at least
}

void GatedForwardTest::countsArithmetic()
{
    const auto network = randomNetwork({.architecture = Architecture::Srvgg, .features = 16, .blocks = 2});
    WatchingGate gate;
    const c10::InferenceMode inference;
    const GatedForward gated(gate);
    network->forward(torch::rand({1, 3, 10, 20}));
    const double expected = 2.0 * 9.0 * (3 * 16 + 2 * 16 * 16 + 16 * 48) * 10 * 20;
    QCOMPARE(gated.flops(), expected);
}

void GatedForwardTest::cancelsMidway()
{
    const auto network = randomNetwork({.features = 8, .blocks = 2, .growth = 4});
    const torch::Tensor pixels = torch::rand({1, 3, 16, 16});
    WatchingGate gate;
    gate.refused = 11;
    QVERIFY_THROWS_EXCEPTION(CancelledException, gatedForward(*network, pixels, gate));
    QCOMPARE(gate.passes, 11);
    QVERIFY(!GatedForward::current());
    WatchingGate open;
    gatedForward(*network, pixels, open); // nothing is left behind
    QCOMPARE(open.passes, 1 + 2 * 3 * 5 + 1 + 2 + 2);
}

void GatedForwardTest::nests()
{
    WatchingGate gate;
    QVERIFY(!GatedForward::current());
    {
        const GatedForward outer(gate);
        {
            const GatedForward inner(gate);
            QCOMPARE(GatedForward::current(), &inner);
        }
        QCOMPARE(GatedForward::current(), &outer);
    }
    QVERIFY(!GatedForward::current());
}

void GatedForwardTest::mixedPrecision_data()
{
    QTest::addColumn<NetworkSpec>("spec");
    QTest::addColumn<torch::Dtype>("dtype");
    const auto rows = [](const std::string& name, Architecture architecture) {
        const NetworkSpec spec{.architecture = architecture, .features = 32, .blocks = 3, .growth = 16};
        QTest::newRow((name + ", bf16").c_str()) << spec << torch::kBFloat16;
        QTest::newRow((name + ", fp16").c_str()) << spec << torch::kFloat16;
    };
    rows("RRDBNet", Architecture::RrdbNet);
    rows("Keras", Architecture::RrdbNetKeras);
    rows("SRResNet", Architecture::SrResNet);
    rows("MSRResNet", Architecture::MsrResNet);
    rows("SRVGG", Architecture::Srvgg);
}

/// 16-bit convolutions around an fp32 trunk stay near fp32, and what comes out is fp32.
void GatedForwardTest::mixedPrecision()
{
    QFETCH(NetworkSpec, spec);
    QFETCH(torch::Dtype, dtype);
    if (!tests::canConvolve(dtype))
        QSKIP("this processor does not convolve in this precision");
    const torch::Tensor pixels = torch::rand({1, 3, 24, 24});
    WatchingGate gate;
    const torch::Tensor exact = gatedForward(*randomNetwork(spec), pixels, gate);
    const auto network = randomNetwork(spec);
    setPrecision(*network, dtype);
    int narrow = 0;
    for (const auto& parameter : network->named_parameters())
        narrow += parameter.value().scalar_type() == dtype;
    QVERIFY(narrow > 0);
    const torch::Tensor output = gatedForward(*network, pixels, gate);
    QCOMPARE(output.scalar_type(), torch::kFloat32);
    const double error = relativeError(output, exact);
    QVERIFY2(error < (dtype == torch::kBFloat16 ? 0.03 : 0.004), qPrintable(QString::number(error)));
    QVERIFY2(error > 1e-7, "nothing was computed in 16 bit");
    // Computed in 16 bit throughout, the result could have no more than 8 (11) bits.
    QVERIFY(!torch::equal(output.to(dtype).to(torch::kFloat32), output));
}

QTEST_GUILESS_MAIN(GatedForwardTest)
#include "gated_forward_test.moc"
