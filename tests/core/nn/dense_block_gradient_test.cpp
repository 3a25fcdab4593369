// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/dense_block_gradient.h"
#include "tests/core/nn/narrow_precision.h"

#include <torch/autograd.h>

#include <QTest>

using namespace enlarger::nn;

namespace {

constexpr int features = 6;
constexpr int growth = 4;

DenseBlockWeights makeBlock(torch::Dtype stored)
{
    DenseBlockWeights block;
    for (std::int64_t i = 0; i < 5; ++i) {
        const std::int64_t out = i < 4 ? growth : features;
        const auto at = std::size_t(i);
        block.weights[at] = (0.2 * torch::randn({out, features + i * growth, 3, 3}, stored)).requires_grad_();
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
    return torch::autograd::grad({output}, inputs, {torch::randn_like(output)});
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
