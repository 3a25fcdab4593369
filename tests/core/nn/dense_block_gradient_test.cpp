// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/dense_block_gradient.h"
#include "core/nn/kernel_conv.h"
#include "tests/core/nn/narrow_precision.h"

#include <torch/autograd.h>

#include <QTest>

#include <cmath>

using namespace enlarger::nn;

namespace {

constexpr int features = 6;

DenseBlockWeights makeBlock(torch::Dtype stored, int width = features, int growth = 4)
{
    DenseBlockWeights block;
    for (std::int64_t i = 0; i < 5; ++i) {
        const std::int64_t out = i < 4 ? growth : width;
        const auto at = std::size_t(i);
        block.weights[at] =
            (0.5 / std::sqrt(double(width)) * torch::randn({out, width + i * growth, 3, 3}, stored))
                .requires_grad_();
        block.biases[at] = (0.1 * torch::randn({out}, stored)).requires_grad_();
    }
    block.dtype = stored;
    return block;
}

/// The block as the paper draws it, in torch's operations.
torch::Tensor reference(const torch::Tensor& x, const DenseBlockWeights& block)
{
    std::vector<torch::Tensor> seen{x};
    for (std::size_t i = 0; i < 4; ++i)
        seen.push_back(torch::leaky_relu(
            torch::conv2d(torch::cat(seen, 1), block.weights[i], block.biases[i], 1, 1), block.slope));
    return x +
           block.residualScale * torch::conv2d(torch::cat(seen, 1), block.weights[4], block.biases[4], 1, 1);
}

/// Gradients to x, weights and biases.
std::vector<torch::Tensor> gradients(const torch::Tensor& output, const torch::Tensor& x,
                                     const DenseBlockWeights& block)
{
    std::vector<torch::Tensor> inputs{x};
    inputs.insert(inputs.end(), block.weights.begin(), block.weights.end());
    inputs.insert(inputs.end(), block.biases.begin(), block.biases.end());
    torch::manual_seed(7);
    const torch::Tensor gradient = torch::randn(output.sizes()).to(output.scalar_type());
    return torch::autograd::grad({output}, inputs, {gradient});
}

} // namespace

class DenseBlockGradientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsTheGeneralWay_data()
    {
        QTest::addColumn<bool>("channelsLast");
        QTest::newRow("plain") << false;
        QTest::newRow("channels last") << true;
    }
    void equalsTheGeneralWay()
    {
        QFETCH(bool, channelsLast);
        torch::manual_seed(1);
        const DenseBlockWeights block = makeBlock(torch::kFloat64);
        torch::Tensor x = torch::randn({2, features, 9, 7}, torch::kFloat64);
        if (channelsLast)
            x = x.contiguous(torch::MemoryFormat::ChannelsLast);
        x.requires_grad_();
        const torch::Tensor ours = denseBlockForTraining(x, block);
        const torch::Tensor theirs = reference(x, block);
        QVERIFY(torch::allclose(ours, theirs, 1e-12, 1e-12));
        const auto a = gradients(ours, x, block);
        const auto b = gradients(theirs, x, block);
        for (std::size_t i = 0; i < a.size(); ++i) {
            QCOMPARE(a[i].sizes() == b[i].sizes(), true);
            QVERIFY2(torch::allclose(a[i].to(torch::kFloat64), b[i], 1e-5, 1e-5), std::to_string(i).c_str());
        }
    }

    void kernelsEqualTheGeneralWay()
    {
        if (!areKernelsFor(torch::empty({2, 32, 30, 25}), torch::empty({16, 32, 3, 3})))
            QSKIP("this processor has no kernels of ours");
        torch::manual_seed(3);
        const DenseBlockWeights block = makeBlock(torch::kFloat32, 32, 16);
        DenseBlockWeights exact = block;
        for (std::size_t i = 0; i < 5; ++i) {
            exact.weights[i] = block.weights[i].detach().to(torch::kFloat64).requires_grad_();
            exact.biases[i] = block.biases[i].detach().to(torch::kFloat64).requires_grad_();
        }
        torch::Tensor x = torch::randn({2, 32, 30, 25});
        x.requires_grad_();
        const torch::Tensor exactX = x.detach().to(torch::kFloat64).requires_grad_();
        const torch::Tensor ours = denseBlockForTraining(x, block);
        QVERIFY(ours.grad_fn()->name().find("KernelDenseBlock") != std::string::npos);
        const torch::Tensor theirs = reference(exactX, exact);
        const auto difference = [](const torch::Tensor& a, const torch::Tensor& b) {
            return ((a.to(torch::kFloat64) - b).abs().max() / b.abs().max()).item<double>();
        };
        QVERIFY(difference(ours, theirs) < 2e-5);
        const auto a = gradients(ours, x, block);
        const auto b = gradients(theirs, exactX, exact);
        for (std::size_t i = 0; i < a.size(); ++i)
            QVERIFY2(difference(a[i], b[i]) < 5e-5,
                     (std::to_string(i) + ": " + std::to_string(difference(a[i], b[i]))).c_str());
    }

    void narrowArithmeticStaysNear()
    {
        if (!enlarger::tests::canConvolve(torch::kBFloat16))
            QSKIP("this processor does not convolve in this precision");
        torch::manual_seed(2);
        DenseBlockWeights block = makeBlock(torch::kFloat32);
        torch::Tensor x = torch::randn({1, features, 12, 12});
        x.requires_grad_();
        const auto exact = gradients(reference(x, block), x, block);
        block.dtype = torch::kBFloat16;
        const torch::Tensor narrow = denseBlockForTraining(x, block);
        QCOMPARE(narrow.scalar_type() == torch::kFloat32, true); // the trunk keeps its own
        const auto rounded = gradients(narrow, x, block);
        for (std::size_t i = 0; i < exact.size(); ++i) {
            const double cosine =
                torch::cosine_similarity(rounded[i].flatten(), exact[i].flatten(), 0).item<double>();
            QVERIFY2(cosine > 0.99, std::to_string(cosine).c_str());
        }
    }

    void frozenWeightsHaveNone()
    {
        DenseBlockWeights block = makeBlock(torch::kFloat32);
        block.weights[2].requires_grad_(false);
        const torch::Tensor x = torch::randn({1, features, 8, 8});
        denseBlockForTraining(x, block).sum().backward();
        QVERIFY(!block.weights[2].grad().defined());
        QVERIFY(block.weights[0].grad().defined());
        QVERIFY(block.biases[2].grad().defined());
    }
};

QTEST_GUILESS_MAIN(DenseBlockGradientTest)
#include "dense_block_gradient_test.moc"
