// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/losses/artefact_loss.h"
#include "core/nn/losses/contextual_loss.h"
#include "core/nn/losses/focal_frequency_loss.h"
#include "core/nn/losses/gradient_variance_loss.h"
#include "tests/core/nn/loss_values.h"
#include "tests/support/test_files.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <fstream>
#include <functional>
#include <stdexcept>

using namespace enlarger::nn;
using namespace enlarger::tests;

namespace {

using Loss = std::function<torch::Tensor(const torch::Tensor& sr)>;

constexpr int side = 36;

bool isAsThere(const char* name, const torch::Tensor& values, const Loss& loss)
{
    const auto file = nlohmann::json::parse(std::ifstream(dataFile("nn/losses.json")));
    const nlohmann::json& expected = file[name];
    const torch::Tensor sr = values.detach().clone().requires_grad_();
    const torch::Tensor value = loss(sr);
    value.backward();
    return near(value.item<double>(), expected["value"].get<double>()) &&
           near(sr.grad().norm().item<double>(), expected["gradient"].get<double>()) &&
           near(sr.grad().flatten()[0].item<double>(), expected["first"].get<double>());
}

} // namespace

/// Values and gradients of losses are those of their authors' code in PyTorch (tests/peers/losses.py).
class PeerLossesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void picturesInFrequencies()
    {
        const auto [clean, noisy] = noisyPair(side, 0.3);
        QVERIFY(
            isAsThere("fft", noisy, [&](const torch::Tensor& sr) { return focalFrequencyLoss(sr, clean); }));
        QCOMPARE(focalFrequencyLoss(clean, clean).item<double>(), 0.0);
    }

    void variancesOfGradients()
    {
        const auto [clean, noisy] = noisyPair(side, 0.3);
        QVERIFY(isAsThere("gradient-variance", noisy,
                          [&](const torch::Tensor& sr) { return gradientVarianceLoss(sr, clean); }));
        QVERIFY_EXCEPTION_THROWN(gradientVarianceLoss(torch::rand({1, 3, 7, 9}), torch::rand({1, 3, 7, 9})),
                                 std::invalid_argument);
    }

    void artefactsBesideTheAverage()
    {
        const auto [clean, noisy] = noisyPair(side, 0.3);
        const torch::Tensor average = clean + 0.1 * torch::cos(40.0 * clean);
        QVERIFY(isAsThere("ldl", noisy,
                          [&](const torch::Tensor& sr) { return artefactLoss(sr, clean, average); }));
        // Nowhere worse than the average: nothing to mend. And nothing infinite where all is right.
        const torch::Tensor right = clean.clone().requires_grad_();
        const torch::Tensor loss = artefactLoss(right, clean, clean);
        loss.backward();
        QCOMPARE(loss.item<double>(), 0.0);
        QVERIFY(torch::isfinite(right.grad()).all().item<bool>());
    }

    void featuresInTheirContext()
    {
        const auto featuresOf = [](double phase) { return wave(2 * 6 * 64, phase).view({2, 6, 8, 8}); };
        const torch::Tensor hr = featuresOf(3.0);
        QVERIFY(isAsThere("contextual", hr + 0.5 * featuresOf(5.0),
                          [&](const torch::Tensor& sr) { return contextualLoss(sr, hr); }));
        // Where things are does not matter.
        QVERIFY(
            near(contextualLoss(hr.roll(3, 2), hr).item<double>(), contextualLoss(hr, hr).item<double>()));
    }
};

QTEST_GUILESS_MAIN(PeerLossesTest)
#include "peer_losses_test.moc"
