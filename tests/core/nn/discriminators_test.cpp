// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/discriminators/discriminator.h"
#include "tests/core/nn/near.h"
#include "tests/core/nn/waves.h"

#include <ATen/autocast_mode.h>
#include <ATen/ops/linalg_svd.h>

#include <QtTest>

#include <stdexcept>

using namespace enlarger::nn;
using namespace enlarger::tests;

Q_DECLARE_METATYPE(DiscriminatorSpec)

namespace {

std::int64_t parameterCount(const torch::nn::Module& module)
{
    std::int64_t count = 0;
    for (const torch::Tensor& parameter : module.parameters())
        count += parameter.numel();
    return count;
}

bool near(double value, double expected, double tolerance = 2e-4)
{
    return isNear(value, expected, tolerance, 1.0);
}

} // namespace

/// The discriminators are those that the field knows: their size, names and values are PyTorch's.
class DiscriminatorsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parameterCounts_data();
    void parameterCounts();
    void valuesAndGradients_data();
    void valuesAndGradients();
    void namesOfVgg();
    void namesOfUnet();
    void sides();
    void featuresLeadToTheJudgement();
    void spectralNormHoldsTheLargestSingularValue();
    void autocastKeepsTheNormInFp32();
};

void DiscriminatorsTest::parameterCounts_data()
{
    QTest::addColumn<DiscriminatorSpec>("spec");
    QTest::addColumn<qint64>("count");
    using enum DiscriminatorKind;
    QTest::newRow("VGG 128") << DiscriminatorSpec{.kind = Vgg128} << qint64(14'499'401);
    QTest::newRow("VGG 256") << DiscriminatorSpec{.kind = Vgg256} << qint64(21'055'049);
    QTest::newRow("SRGAN 96") << DiscriminatorSpec{.kind = Srgan, .side = 96} << qint64(23'563'649);
    QTest::newRow("U-Net") << DiscriminatorSpec{.kind = UnetSn} << qint64(4'376'897);
}

void DiscriminatorsTest::parameterCounts()
{
    QFETCH(const DiscriminatorSpec, spec);
    QFETCH(const qint64, count);
    QCOMPARE(qint64(parameterCount(*makeDiscriminator(spec))), count);
}

/// Computed by PyTorch 2.11 with the same numbers in the tensors, N = 2, the loss being the sum of squared
/// logits.
void DiscriminatorsTest::valuesAndGradients_data()
{
    QTest::addColumn<DiscriminatorSpec>("spec");
    QTest::addColumn<int>("side");
    QTest::addColumn<double>("first");         // logit
    QTest::addColumn<double>("last");          // logit
    QTest::addColumn<double>("sum");           // of logits
    QTest::addColumn<double>("pixelNorm");     // of the gradient to the pictures
    QTest::addColumn<QString>("name");         // of a weight
    QTest::addColumn<double>("weightNorm");    // of the gradient to it
    QTest::addColumn<double>("evaluationSum"); // of logits in evaluation mode, afterwards
    using enum DiscriminatorKind;
    QTest::newRow("VGG 128") << DiscriminatorSpec{.kind = Vgg128, .features = 8} << 128 << -0.35709515
                             << -0.01058080 << -0.36767596 << 3.46085262 << "conv1_0.weight" << 6.28602266
                             << 0.20041918;
    QTest::newRow("VGG 256") << DiscriminatorSpec{.kind = Vgg256, .features = 4} << 256 << -0.26561364
                             << -0.19832322 << -0.46393686 << 4.13300943 << "conv1_0.weight" << 6.29526138
                             << 0.32388943;
    QTest::newRow("SRGAN 50") << DiscriminatorSpec{.kind = Srgan, .features = 8, .side = 50} << 50
                              << -0.18920460 << 0.23408317 << 0.04487857 << 2.15614867 << "conv3.weight"
                              << 5.54038715 << 0.32237592;
    QTest::newRow("SRGAN in Keras 50")
        << DiscriminatorSpec{.kind = SrganKeras, .features = 8, .side = 50} << 50 << -0.23192529
        << -1.60834968 << -1.84027497 << 19.56323754 << "conv3.weight" << 52.97395812 << 0.10811333;
    QTest::newRow("PatchGAN") << DiscriminatorSpec{.kind = PatchGan, .features = 8} << 40 << 0.65021706
                              << -0.54045108 << 1.94612301 << 11.14648628 << "conv2.weight" << 40.36296044
                              << 2.10338710;
    QTest::newRow("U-Net") << DiscriminatorSpec{.kind = UnetSn, .features = 8} << 40 << 0.02930206
                           << 0.09412181 << 438.27722 << 3.89835262 << "conv3.weight_orig" << 28.0857048
                           << 438.27722;
}

void DiscriminatorsTest::valuesAndGradients()
{
    QFETCH(const DiscriminatorSpec, spec);
    QFETCH(const int, side);
    QFETCH(const double, first);
    QFETCH(const double, last);
    QFETCH(const double, sum);
    QFETCH(const double, pixelNorm);
    QFETCH(const QString, name);
    QFETCH(const double, weightNorm);
    QFETCH(const double, evaluationSum);
    const auto discriminator = makeDiscriminator(spec);
    fillWithWaves(*discriminator);
    const torch::Tensor pictures = wavePictures(2, side).to(torch::kFloat32).requires_grad_();

    const torch::Tensor logits = discriminator->forward(pictures);
    logits.square().sum().backward();
    const torch::Tensor flat = logits.flatten();
    QVERIFY(near(flat[0].item<double>(), first));
    QVERIFY(near(flat[-1].item<double>(), last));
    QVERIFY(near(flat.sum().item<double>(), sum));
    QVERIFY(near(pictures.grad().norm().item<double>(), pixelNorm, 1e-3));
    const auto parameters = discriminator->named_parameters();
    QVERIFY(near(parameters[name.toStdString()].grad().norm().item<double>(), weightNorm, 1e-3));

    discriminator->eval();
    QVERIFY(near(discriminator->forward(pictures.detach()).sum().item<double>(), evaluationSum));
}

void DiscriminatorsTest::namesOfVgg()
{
    const auto discriminator = makeDiscriminator({.kind = DiscriminatorKind::Vgg128});
    const auto parameters = discriminator->named_parameters();
    for (const char* name : {"conv0_0.weight", "conv0_0.bias", "conv0_1.weight", "bn0_1.weight",
                             "conv4_1.weight", "bn4_0.bias", "linear1.weight", "linear2.bias"})
        QVERIFY2(parameters.find(name), name);
    for (const char* name : {"conv0_1.bias", "bn0_0.weight", "conv5_0.weight"})
        QVERIFY2(!parameters.find(name), name);
    QVERIFY(discriminator->named_buffers().find("bn4_1.running_var"));
    QCOMPARE(parameters["linear1.weight"].size(1), 512 * 4 * 4);
}

void DiscriminatorsTest::namesOfUnet()
{
    const auto discriminator = makeDiscriminator({.kind = DiscriminatorKind::UnetSn});
    const auto parameters = discriminator->named_parameters();
    const auto buffers = discriminator->named_buffers();
    QCOMPARE(parameters.size(), std::size_t(12)); // 8 weights, and 2 convolutions with a bias
    for (int i = 1; i <= 8; ++i) {
        const std::string name = "conv" + std::to_string(i);
        QVERIFY(parameters.find(name + ".weight_orig"));
        QCOMPARE(buffers[name + ".weight_u"].numel(), parameters[name + ".weight_orig"].size(0));
        QCOMPARE(buffers[name + ".weight_v"].numel(), parameters[name + ".weight_orig"][0].numel());
    }
    QVERIFY(parameters.find("conv0.bias") && parameters.find("conv9.weight"));
}

void DiscriminatorsTest::sides()
{
    const auto vgg = makeDiscriminator({.kind = DiscriminatorKind::Vgg128, .features = 4});
    QCOMPARE(vgg->side(), 128);
    QVERIFY_EXCEPTION_THROWN(vgg->forward(torch::rand({1, 3, 64, 64})), std::invalid_argument);
    const auto unet = makeDiscriminator({.kind = DiscriminatorKind::UnetSn, .features = 4});
    QCOMPARE(unet->side(), 0);
    QCOMPARE(unet->forward(torch::rand({1, 3, 24, 40})).sizes(), torch::IntArrayRef({1, 1, 24, 40}));
    QVERIFY_EXCEPTION_THROWN(unet->forward(torch::rand({1, 3, 24, 36})), std::invalid_argument);
    QCOMPARE(makeDiscriminator({.kind = DiscriminatorKind::Srgan, .features = 4, .side = 25})->side(), 25);
    QVERIFY_EXCEPTION_THROWN(makeDiscriminator({.kind = DiscriminatorKind::Srgan, .side = 8}),
                             std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(makeDiscriminator({.features = 0}), std::invalid_argument);
}

void DiscriminatorsTest::featuresLeadToTheJudgement()
{
    using enum DiscriminatorKind;
    const std::vector<std::pair<DiscriminatorSpec, std::size_t>> all = {
        {{.kind = Vgg128, .features = 4}, 9},
        {{.kind = Srgan, .features = 4, .side = 32}, 7},
        {{.kind = SrganKeras, .features = 4, .side = 32}, 7},
        {{.kind = PatchGan, .features = 4}, 3},
        {{.kind = UnetSn, .features = 4}, 8}};
    for (const auto& [spec, count] : all) {
        const auto discriminator = makeDiscriminator(spec);
        const int side = std::max(discriminator->side(), 32);
        const torch::Tensor pictures = wavePictures(2, side).to(torch::kFloat32).requires_grad_();
        const auto features = discriminator->features(pictures);
        QCOMPARE(features.size(), count);
        torch::Tensor sum = torch::zeros({});
        for (const torch::Tensor& layer : features) {
            QVERIFY(layer.size(0) == 2 && layer.dim() == 4);
            sum = sum + layer.square().mean();
        }
        sum.backward(); // that nothing has been overwritten in place
        QVERIFY(pictures.grad().abs().sum().item<double>() > 0.0);
    }
}

void DiscriminatorsTest::spectralNormHoldsTheLargestSingularValue()
{
    torch::manual_seed(3);
    const auto discriminator = makeDiscriminator({.kind = DiscriminatorKind::UnetSn, .features = 8});
    for (int i = 0; i < 400; ++i) // power iterations
        discriminator->forward(torch::rand({1, 3, 8, 8}));
    const auto parameters = discriminator->named_parameters();
    const auto buffers = discriminator->named_buffers();
    const torch::Tensor matrix = parameters["conv2.weight_orig"].detach().flatten(1);
    const torch::Tensor u = buffers["conv2.weight_u"];
    const torch::Tensor v = buffers["conv2.weight_v"];
    const double sigma = torch::dot(u, torch::mv(matrix, v)).item<double>();
    const double largest = std::get<1>(torch::linalg_svd(matrix))[0].item<double>();
    QVERIFY(near(sigma, largest, 1e-3));
    discriminator->eval();
    const torch::Tensor before = u.clone();
    discriminator->forward(torch::rand({1, 3, 8, 8}));
    QVERIFY(torch::equal(before, u));
}

void DiscriminatorsTest::autocastKeepsTheNormInFp32()
{
    const auto discriminator = makeDiscriminator({.kind = DiscriminatorKind::UnetSn, .features = 8});
    const torch::Tensor pictures = wavePictures(1, 16).to(torch::kFloat32);
    discriminator->eval();
    const torch::Tensor exact = discriminator->forward(pictures);
    at::autocast::set_autocast_dtype(torch::kCPU, torch::kBFloat16);
    at::autocast::set_autocast_enabled(torch::kCPU, true);
    const torch::Tensor logits = discriminator->forward(pictures);
    at::autocast::clear_cache();
    at::autocast::set_autocast_enabled(torch::kCPU, false);
    QCOMPARE(logits.scalar_type(), torch::kBFloat16);
    QVERIFY((logits - exact).abs().max().item<double>() < 0.02);
    logits.to(torch::kFloat32).sum().backward();
    QCOMPARE(discriminator->named_parameters()["conv3.weight_orig"].grad().scalar_type(), torch::kFloat32);
}

QTEST_GUILESS_MAIN(DiscriminatorsTest)
#include "discriminators_test.moc"
