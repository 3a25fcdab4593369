// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/losses/checkerboard_loss.h"
#include "core/nn/losses/colour_loss.h"
#include "core/nn/losses/feature_distance.h"
#include "core/nn/losses/gan_loss.h"
#include "core/nn/losses/laplacian_loss.h"
#include "core/nn/losses/ms_ssim.h"
#include "core/nn/losses/pixel_loss.h"
#include "core/nn/losses/sharpen.h"
#include "tests/core/nn/loss_values.h"

#include <ATen/autocast_mode.h>
#include <torch/autograd.h>

#include <QtTest>

#include <cmath>
#include <stdexcept>

using namespace enlarger::nn;
using namespace enlarger::tests;

/// Values and gradients of losses between pictures and features: by hand on two numbers, and PyTorch's (fp64)
/// on pictures.
class LossesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pixelLosses();
    void featureLosses();
    void multiScaleSsim();
    void multiScaleSsimOfOpposites();
    void laplacian();
    void colour();
    void sharpenedAsRealEsrgan();
    void sharpeningLeavesFlatPlaces();
    void fp32UnderAutocast();
    void gradientsAgreeWithDifferences();
    void sizesMustAgree();
};

void LossesTest::pixelLosses()
{
    const torch::Tensor target = leaf({0.25, 0.3});
    torch::Tensor sr = leaf({0.5, 0.2});
    torch::Tensor loss = pixelLoss(PixelKind::L1, sr, target);
    loss.backward();
    QVERIFY(near(loss.item<double>(), 0.175));
    QVERIFY(near(sr.grad(), {0.5, -0.5}));
    QVERIFY(!target.grad().defined());

    sr = leaf({0.5, 0.2});
    loss = pixelLoss(PixelKind::Mse, sr, target);
    loss.backward();
    QVERIFY(near(loss.item<double>(), 0.03625));
    QVERIFY(near(sr.grad(), {0.25, -0.1}));

    // Roots of 1e-6 and of 3e-6 + 1e-6.
    sr = leaf({0.25, 0.3 + 0.001 * std::sqrt(3.0)});
    loss = pixelLoss(PixelKind::Charbonnier, sr, target);
    loss.backward();
    QVERIFY(near(loss.item<double>(), 0.0015));
    QVERIFY(near(sr.grad(), {0.0, std::sqrt(3.0) / 4.0}));
}

void LossesTest::featureLosses()
{
    const std::vector<torch::Tensor> hr = {leaf({1.0, 2.0}), leaf({0.0, 0.0, 0.0, 4.0})};
    std::vector<torch::Tensor> sr = {leaf({1.5, 1.0}), leaf({0.0, 0.0, 0.0, 2.0})};
    torch::Tensor loss = featureLoss(FeatureDistance::L1, sr, hr, {0.1, 1.0});
    loss.backward();
    QVERIFY(near(loss.item<double>(), 0.1 * 0.75 + 0.5));
    QVERIFY(near(sr[0].grad(), {0.05, -0.05}));
    QVERIFY(near(sr[1].grad(), {0.0, 0.0, 0.0, -0.25}));
    QVERIFY(!hr[0].grad().defined());

    sr = {leaf({1.5, 1.0}), leaf({0.0, 0.0, 0.0, 2.0})};
    loss = featureLoss(FeatureDistance::Mse, sr, hr);
    loss.backward();
    QVERIFY(near(loss.item<double>(), 0.625 + 1.0));
    QVERIFY(near(sr[0].grad(), {0.5, -1.0}));
    QVERIFY_EXCEPTION_THROWN(featureLoss(FeatureDistance::L1, sr, {hr[0]}), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(featureLoss(FeatureDistance::L1, sr, hr, {1.0}), std::invalid_argument);
}

void LossesTest::multiScaleSsim()
{
    const auto [clean, noisy] = noisyPair(192, 0.6);
    torch::Tensor value = msSsim(noisy, clean);
    value.backward();
    QVERIFY(near(value.item<double>(), 0.9348150278608162));
    QVERIFY(near(noisy.grad().norm().item<double>(), 0.0034584302967183484));

    const auto [small, smallNoisy] = noisyPair(64, 0.6); // three scales
    value = msSsimLoss(smallNoisy, small);
    value.backward();
    QVERIFY(near(value.item<double>(), 1.0 - 0.9024584695726601));
    QVERIFY(near(smallNoisy.grad().norm().item<double>(), 0.01589193310949742));
    QVERIFY(near(msSsim(small, small).item<double>(), 1.0));
}

/// Structure that is turned around is below zero, of which no power can be taken.
void LossesTest::multiScaleSsimOfOpposites()
{
    const torch::Tensor picture = wavePictures(1, 48);
    const torch::Tensor opposite = (1.0 - picture).requires_grad_();
    const torch::Tensor value = msSsim(opposite, picture);
    value.backward();
    QVERIFY(value.item<double>() < 0.01);
    QVERIFY(torch::isfinite(opposite.grad()).all().item<bool>());
}

void LossesTest::laplacian()
{
    const auto [clean, noisy] = noisyPair(64, 0.1);
    const torch::Tensor loss = laplacianLoss(noisy, clean);
    loss.backward();
    QVERIFY(near(loss.item<double>(), 0.024075130797832554));
    QVERIFY(near(noisy.grad().norm().item<double>(), 0.008577200391165505));
    // A step in brightness is in the last level alone.
    QVERIFY(near(laplacianLoss(clean + 0.1, clean).item<double>(), 0.1));
    QVERIFY(near(laplacianLoss(torch::full({1, 3, 4, 4}, 0.25), torch::zeros({1, 3, 4, 4})).item<double>(),
                 0.25));
}

void LossesTest::colour()
{
    const torch::Tensor picture = softPictures(1, 64);
    QVERIFY(near(colourLoss(picture + 0.1, picture).item<double>(), 0.1));
    torch::Tensor checks = torch::ones({1, 1, 64, 64}, torch::kFloat64);
    checks.slice(2, 0, 64, 2).neg_();
    checks.slice(3, 0, 64, 2).neg_();
    QVERIFY(near(colourLoss(picture + 0.2 * checks, picture).item<double>(), 0.0));
    // One window in a picture of its size: a pixel's share is 1/256 of one of the three channels.
    torch::Tensor one = torch::zeros({1, 3, 16, 16}, torch::kFloat64);
    one[0][1][3][5] = 1.0;
    one.requires_grad_();
    const torch::Tensor loss = colourLoss(one, torch::zeros_like(one));
    loss.backward();
    QVERIFY(near(loss.item<double>(), 1.0 / 768.0));
    QVERIFY(near(one.grad()[0][1].sum().item<double>(), 1.0 / 3.0));
    QVERIFY(near(colourLoss(torch::full({1, 3, 5, 7}, 0.5), torch::zeros({1, 3, 5, 7})).item<double>(), 0.5));
}

void LossesTest::sharpenedAsRealEsrgan()
{
    torch::Tensor pictures = softPictures(2, 64);
    pictures.slice(2, 20, 40).slice(3, 24, 48).fill_(0.95);
    const torch::Tensor result = sharpened(pictures.clone().requires_grad_());
    QVERIFY(!result.requires_grad());
    QVERIFY(near(result[0][0][0][0].item<double>(), 0.6197229425225002));
    QVERIFY(near(result[0][1][20][24].item<double>(), 0.99550535482055));
    QVERIFY(near(result[1][2][39][30].item<double>(), 0.9982266941402618));
    QVERIFY(near(result[1][0][10][60].item<double>(), 0.4320237403855209));
    QVERIFY(near(result.mean().item<double>(), 0.5471886377226308));
    QVERIFY(near((result - pictures).abs().max().item<double>(), 0.21169321553440587));
}

void LossesTest::sharpeningLeavesFlatPlaces()
{
    const torch::Tensor ramp = torch::linspace(0.2, 0.8, 64).view({1, 1, 1, 64}).expand({1, 3, 40, 64});
    // A ramp's detail is at its ends, where the border mirrors; it stays below the threshold.
    QVERIFY((sharpened(ramp * 0.1) - ramp * 0.1).abs().max().item<double>() < 1e-6);
    QVERIFY_EXCEPTION_THROWN(sharpened(torch::rand({1, 3, 25, 64})), std::invalid_argument);
}

void LossesTest::fp32UnderAutocast()
{
    const torch::Tensor hr = softPictures(1, 48).to(torch::kFloat32);
    const torch::Tensor sr = (hr + 0.01).requires_grad_();
    const auto all = [&] {
        return torch::stack({pixelLoss(PixelKind::L1, sr, hr), msSsimLoss(sr, hr), laplacianLoss(sr, hr),
                             colourLoss(sr, hr), checkerboardLoss(sr, hr, 4),
                             generatorGanLoss(GanKind::Relativistic, hr, sr), sharpened(sr).mean()});
    };
    const torch::Tensor exact = all();
    at::autocast::set_autocast_dtype(torch::kCPU, torch::kBFloat16);
    at::autocast::set_autocast_enabled(torch::kCPU, true);
    const torch::Tensor under = all();
    const torch::Tensor ofNarrow = pixelLoss(PixelKind::Mse, sr.to(torch::kBFloat16), hr);
    QVERIFY(at::autocast::is_autocast_enabled(torch::kCPU)); // suspended only inside
    at::autocast::set_autocast_enabled(torch::kCPU, false);
    QVERIFY(torch::equal(under, exact));
    QCOMPARE(ofNarrow.scalar_type(), torch::kFloat32);
}

torch::Tensor checkerboardLossAtFour(const torch::Tensor& sr, const torch::Tensor& hr)
{
    return checkerboardLoss(sr, hr, 4);
}

/// Every gradient to a picture is what the loss changes by.
void LossesTest::gradientsAgreeWithDifferences()
{
    const auto [clean, noisy] = noisyPair(32, 0.3);
    const torch::Tensor direction = wave(noisy.numel(), 2.0).view(noisy.sizes());
    using Loss = torch::Tensor (*)(const torch::Tensor&, const torch::Tensor&);
    for (const Loss loss :
         {Loss(msSsimLoss), Loss(laplacianLoss), Loss(colourLoss), Loss(checkerboardLossAtFour)}) {
        const torch::Tensor gradient = torch::autograd::grad({loss(noisy, clean)}, {noisy})[0];
        constexpr double step = 1e-6;
        const torch::NoGradGuard noGrad;
        const torch::Tensor slope =
            (loss(noisy + step * direction, clean) - loss(noisy - step * direction, clean)) / (2.0 * step);
        QVERIFY(near(slope.item<double>(), (gradient * direction).sum().item<double>(), 1e-5));
    }
}

void LossesTest::sizesMustAgree()
{
    const torch::Tensor one = torch::rand({1, 3, 32, 32});
    const torch::Tensor other = torch::rand({1, 1, 32, 32}); // would be spread over the channels
    QVERIFY_EXCEPTION_THROWN(pixelLoss(PixelKind::L1, one, other), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(msSsim(one, other), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(laplacianLoss(one, other), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(colourLoss(one, other), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(checkerboardLoss(one, other, 4), std::invalid_argument);
}

QTEST_GUILESS_MAIN(LossesTest)
#include "losses_test.moc"
