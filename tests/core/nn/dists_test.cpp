// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/features/dists.h"
#include "tests/core/nn/loss_values.h"
#include "tests/support/test_files.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <fstream>
#include <stdexcept>

using namespace enlarger::nn;
using namespace enlarger::tests;

namespace {

constexpr int side = 36; // 18, 9, 5 and 3 behind the pools: odd ones too

/// With waves for weights, in fp64.
struct DistsCase
{
    Dists dists;

    DistsCase()
    {
        dists.to(torch::kFloat64);
        fillWithWaves(dists);
        const torch::NoGradGuard noGrad;
        double phase = 2.0;
        for (const char* name : {"alpha", "beta"}) // positive, as those that are learnt
            dists.named_buffers()[name].flatten().copy_(1.0 + 0.5 * wave(Dists::channels, phase++));
    }
};

} // namespace

/// DISTS is what PyTorch computes by the paper's equations (tests/peers/losses.py).
class DistsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valueAndGradient()
    {
        const auto expected = nlohmann::json::parse(std::ifstream(dataFile("nn/losses.json")))["dists"];
        DistsCase made;
        const auto [clean, noisy] = noisyPair(side, 0.3);
        const torch::Tensor sr = noisy.detach().clone().requires_grad_();
        const torch::Tensor hr = clean.clone().requires_grad_();
        const torch::Tensor distances = made.dists.forward(sr, hr);
        QCOMPARE(distances.sizes(), torch::IntArrayRef({2}));
        const torch::Tensor value = distances.mean();
        value.backward();
        QVERIFY(near(value.item<double>(), expected["value"].get<double>()));
        QVERIFY(near(sr.grad().norm().item<double>(), expected["gradient"].get<double>()));
        QVERIFY(near(sr.grad().flatten()[0].item<double>(), expected["first"].get<double>()));
        QVERIFY(!hr.grad().defined());
    }

    void equalPictures()
    {
        DistsCase made;
        const torch::Tensor hr = softPictures(1, side);
        const torch::Tensor sr = torch::cat({hr, torch::zeros_like(hr)}).requires_grad_();
        const torch::Tensor distances = made.dists.forward(sr, sr.detach());
        distances.sum().backward();
        QVERIFY(near(distances, {0.0, 0.0}, 1e-12));
        QVERIFY(torch::isfinite(sr.grad()).all().item<bool>()); // a black picture too
    }

    /// The layout of both files that it is read from.
    void tensors()
    {
        const Dists dists;
        const auto buffers = dists.named_buffers();
        QCOMPARE(buffers.size(), std::size_t(2 * 13 + 2));
        QCOMPARE(buffers["alpha"].sizes(), torch::IntArrayRef({1, 1475, 1, 1}));
        QCOMPARE(buffers["features.28.weight"].sizes(), torch::IntArrayRef({512, 512, 3, 3}));
        for (const char* name : {"features.0.bias", "features.7.weight", "features.14.weight",
                                 "features.21.weight", "features.24.weight", "beta"})
            QVERIFY2(buffers.contains(name), name);
        QVERIFY(dists.parameters().empty()); // frozen
        std::int64_t count = 0;
        for (const torch::Tensor& buffer : dists.buffers())
            count += buffer.numel();
        QCOMPARE(count, 14'714'688 + 2 * 1475); // VGG16's convolutions
    }

    void withoutAFile()
    {
        Dists dists;
        const torch::Tensor picture = torch::rand({1, 3, 32, 32});
        QVERIFY(dists.forward(picture, picture).isnan().all().item<bool>());
        QVERIFY_EXCEPTION_THROWN(dists.forward(picture, torch::rand({1, 3, 32, 36})), std::invalid_argument);
    }
};

QTEST_GUILESS_MAIN(DistsTest)
#include "dists_test.moc"
