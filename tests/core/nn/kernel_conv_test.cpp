// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/autocast.h"
#include "core/nn/fused_conv.h"
#include "core/nn/gated_conv.h"
#include "core/nn/kernel_conv.h"
#include "core/nn/prelu.h"

#include <torch/autograd.h>

#include <QTest>

using namespace enlarger::nn;

namespace {

torch::Tensor random(std::vector<std::int64_t> sizes, double size = 1.0)
{
    torch::Tensor values = size * torch::randn(sizes);
    if (sizes.size() == 4)
        values = values.contiguous(channelsLast);
    return values.requires_grad_();
}

torch::Tensor twin(const torch::Tensor& tensor)
{
    return tensor.defined() ? tensor.detach().to(torch::kFloat64).requires_grad_() : tensor;
}

/// The largest difference, in parts of the largest value.
double difference(const torch::Tensor& a, const torch::Tensor& b)
{
    return ((a.to(torch::kFloat64) - b).abs().max() / b.abs().max()).item<double>();
}

constexpr double near = 2e-5;

} // namespace

class KernelConvTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!areKernelsFor(random({4, 64, 32, 32}), random({64, 64, 3, 3})))
            QSKIP("this processor has no kernels of ours");
    }
    void init() { torch::manual_seed(1); }

    void equalsTorchInDoublePrecision_data()
    {
        QTest::addColumn<int>("in");
        QTest::addColumn<int>("out");
        QTest::addColumn<int>("pictures");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::addColumn<double>("slope"); // negative: none
        QTest::addColumn<bool>("bias");
        QTest::newRow("compact") << 64 << 64 << 4 << 32 << 32 << -1.0 << true;
        QTest::newRow("leaky") << 48 << 16 << 5 << 19 << 21 << 0.2 << true;
        QTest::newRow("no bias") << 64 << 128 << 2 << 33 << 30 << -1.0 << false;
        QTest::newRow("one picture") << 64 << 48 << 1 << 40 << 35 << -1.0 << true;
        QTest::newRow("many weights")
            << 256 << 160 << 1 << 32 << 32 << -1.0 << true; // their gradient is torch's
    }
    void equalsTorchInDoublePrecision()
    {
        QFETCH(int, in);
        QFETCH(int, out);
        QFETCH(int, pictures);
        QFETCH(int, height);
        QFETCH(int, width);
        QFETCH(double, slope);
        QFETCH(bool, bias);
        const torch::Tensor x = random({pictures, in, height, width});
        const torch::Tensor w = random({out, in, 3, 3}, 0.05);
        const torch::Tensor b = bias ? random({out}) : torch::Tensor();
        const torch::Tensor x2 = twin(x);
        const torch::Tensor w2 = twin(w);
        const torch::Tensor b2 = twin(b);
        QVERIFY(areKernelsFor(x, w));
        const auto leaky = slope < 0.0 ? std::nullopt : std::optional(slope);
        const torch::Tensor y = kernelConv(x, w, b, leaky);
        torch::Tensor y2 = torch::conv2d(x2, w2, b2, 1, 1);
        if (leaky)
            y2 = torch::leaky_relu(y2, slope);
        QVERIFY(y.is_contiguous(channelsLast));
        QVERIFY(difference(y, y2) < near);

        const torch::Tensor gradient = torch::randn_like(y);
        std::vector<torch::Tensor> ours{x, w};
        std::vector<torch::Tensor> theirs{x2, w2};
        if (bias) {
            ours.push_back(b);
            theirs.push_back(b2);
        }
        const auto a = torch::autograd::grad({y}, ours, {gradient});
        const auto c = torch::autograd::grad({y2}, theirs, {gradient.to(torch::kFloat64)});
        for (std::size_t i = 0; i < a.size(); ++i)
            QVERIFY2(difference(a[i], c[i]) < near, std::to_string(i).c_str());
    }

    void givesTheSameTwice()
    {
        const torch::Tensor x = random({4, 64, 32, 32});
        const torch::Tensor w = random({64, 64, 3, 3}, 0.05);
        const torch::Tensor gradient = torch::randn({4, 64, 32, 32});
        const auto once = [&] {
            const torch::Tensor y = kernelConv(x, w, {}, 0.2);
            auto gradients = torch::autograd::grad({y}, {x, w}, {gradient});
            gradients.push_back(y);
            return gradients;
        };
        const auto first = once();
        const auto second = once();
        for (std::size_t i = 0; i < first.size(); ++i)
            QVERIFY(torch::equal(first[i], second[i]));
    }

    void onlyWhatIsWantedIsComputed()
    {
        const torch::Tensor w = random({64, 64, 3, 3}, 0.05).detach(); // a network that stays as it is
        const torch::Tensor x = 1.0 * random({4, 64, 32, 32}); // a leaf would be held for its gradient
        const std::size_t before = x.use_count();
        const torch::Tensor y = kernelConv(x, w, {});
        QCOMPARE(x.use_count(), before); // only a gradient to the weights would need it
        const torch::Tensor b = torch::zeros({64}).requires_grad_();
        const auto gradients = torch::autograd::grad({kernelConv(x, w, b).sum()}, {x, b});
        QVERIFY(gradients[0].defined());
        QVERIFY(difference(gradients[1], torch::full({64}, 4.0 * 32 * 32, torch::kFloat64)) < near);
        QVERIFY(!w.grad().defined());
        const torch::Tensor many = torch::randn({512, 64, 3, 3}); // whose gradient would be torch's
        QVERIFY(torch::autograd::grad({kernelConv(x, many, {}).sum()}, {x}).front().defined());
        const torch::NoGradGuard noGrad;
        QVERIFY(!kernelConv(x, w, {}).requires_grad());
    }

    void anyMemoryFormatWillDo()
    {
        const torch::Tensor x = torch::randn({2, 32, 20, 24}); // channels first
        const torch::Tensor w = (0.05 * torch::randn({48, 32, 3, 3})).requires_grad_();
        const torch::Tensor b =
            torch::randn({2 * 48}).slice(0, 0, {}, 2).requires_grad_(); // every second one
        const torch::Tensor y = kernelConv(x, w, b);
        QVERIFY(difference(y, torch::conv2d(x.to(torch::kFloat64), twin(w), twin(b), 1, 1)) < near);
        const auto a = torch::autograd::grad({y.square().sum()}, {w});
        const torch::Tensor w2 = twin(w);
        const auto c = torch::autograd::grad(
            {torch::conv2d(x.to(torch::kFloat64), w2, twin(b), 1, 1).square().sum()}, {w2});
        QVERIFY(difference(a[0], c[0]) < near);
    }

    void sumsMayBeOfWiderTensors()
    {
        const torch::NoGradGuard noGrad;
        const torch::Tensor x = random({3, 32, 16, 17}).detach();
        const torch::Tensor w = random({16, 32, 3, 3}, 0.05).detach();
        const torch::Tensor wide = random({3, 160, 16, 17}).detach();
        const torch::Tensor y = torch::zeros({3, 16, 16, 17}).contiguous(channelsLast);
        runConv(packedConv(w, {}, {}), x, y, 0.5, wide.narrow(1, 40, 16));
        const torch::Tensor y2 = 0.5 * torch::conv2d(x, w, {}, 1, 1) + wide.narrow(1, 40, 16);
        QVERIFY(difference(y, y2.to(torch::kFloat64)) < near);
    }

    void aSecondDerivativeIsRefused()
    {
        const torch::Tensor x = random({1, 16, 16, 16});
        const torch::Tensor w = random({16, 16, 3, 3}, 0.1);
        const torch::Tensor y = kernelConv(x, w, {});
        QVERIFY_THROWS_EXCEPTION(
            c10::Error, torch::autograd::grad({y.square().sum()}, {x}, {}, true, true)); // create_graph
    }

    void areForWhatTheyAreGoodAt()
    {
        const torch::Tensor x = random({4, 64, 32, 32});
        const torch::Tensor w = random({64, 64, 3, 3});
        QVERIFY(!areKernelsFor(x.to(torch::kBFloat16), w)); // outside of autocast
        QVERIFY(!areKernelsFor(x.to(torch::kFloat64), w.to(torch::kFloat64)));
        QVERIFY(!areKernelsFor(random({8, 64, 12, 12}), w)); // few pixels
        QVERIFY(!areKernelsFor(x, random({3, 64, 3, 3})));   // few channels
        QVERIFY(!areKernelsFor(x, random({64, 64, 1, 1})));
        QVERIFY(!areKernelsFor(random({1, 1024, 32, 32}), random({512, 1024, 3, 3}))); // much memory
        {
            const Autocast narrow(torch::kCPU, torch::kBFloat16);
            QCOMPARE(areKernelsFor(x, w), beatBf16());
            QCOMPARE(areKernelsFor(x.to(torch::kBFloat16), w), beatBf16());
        }
        const Autocast half(torch::kCPU, torch::kFloat16);
        QVERIFY(!areKernelsFor(x, w));
    }

    // Where they are quicker than bf16, they take its place, and what they give is not rounded.
    void takePartInAutocast()
    {
        if (!beatBf16())
            QSKIP("this processor has matrix units for bf16");
        const torch::Tensor x = random({2, 64, 32, 32});
        for (const int out : {64, 320}) { // the gradient to the weights of the second is torch's, in bf16
            Conv conv = makeConv(64, out);
            const auto results = [&] {
                const torch::Tensor y = conv->forwardLeaky(x, 0.2);
                auto all = torch::autograd::grad({y.square().sum()}, {x, conv->weight, conv->bias});
                all.push_back(y);
                return all;
            };
            const auto exact = results();
            const std::vector<torch::Tensor> inAutocast = [&] {
                const Autocast narrow(torch::kCPU, torch::kBFloat16);
                return results();
            }();
            for (std::size_t i = 0; i < exact.size(); ++i) {
                const bool isTorchs = out == 320 && (i == 1 || i == 2);
                QVERIFY(inAutocast[i].scalar_type() == torch::kFloat32);
                QVERIFY2(difference(inAutocast[i], exact[i].to(torch::kFloat64)) < (isTorchs ? 2e-2 : 1e-9),
                         std::to_string(i).c_str());
            }
        }
        const Autocast narrow(torch::kCPU, torch::kBFloat16); // what a layer before gave in bf16
        const torch::Tensor given = kernelConv(x.to(torch::kBFloat16), makeConv(64, 64)->weight, {});
        QVERIFY(given.scalar_type() == torch::kFloat32);
    }

    // What networks call takes the kernels where gradients are wanted, and gives what torch gives.
    void networksTrainWithThem()
    {
        Conv conv = makeConv(64, 64);
        const torch::Tensor x = random({4, 64, 32, 32});
        const torch::Tensor y = conv->forwardLeaky(x, 0.2);
        QVERIFY(y.grad_fn()->name().find("KernelConv") != std::string::npos);
        const torch::Tensor y2 = torch::leaky_relu(torch::conv2d(x, conv->weight, conv->bias, 1, 1), 0.2);
        QVERIFY(difference(y, y2.to(torch::kFloat64)) < near);
        const auto of = [&](const torch::Tensor& output) {
            return torch::autograd::grad({output.square().sum()}, {x, conv->weight, conv->bias});
        };
        const auto a = of(y);
        const auto c = of(y2);
        for (std::size_t i = 0; i < a.size(); ++i)
            QVERIFY(difference(a[i], c[i].to(torch::kFloat64)) < 5 * near); // both round
    }

    void preluInAutocastIsTorchs()
    {
        torch::nn::PReLU module = makePrelu(20);
        const torch::Tensor x = random({2, 20, 16, 16});
        at::autocast::set_autocast_enabled(at::kCPU, true);
        const torch::Tensor y = prelu(module, x);
        at::autocast::set_autocast_enabled(at::kCPU, false);
        QVERIFY(torch::autograd::grad({y.to(torch::kFloat32).sum()}, {x, module->weight})[1].defined());
    }

    void preluHasTorchsGradients_data()
    {
        QTest::addColumn<int>("slopes");
        QTest::newRow("one for all") << 1;
        QTest::newRow("one a channel") << 20;
    }
    void preluHasTorchsGradients()
    {
        QFETCH(int, slopes);
        torch::nn::PReLU module = makePrelu(slopes);
        {
            const torch::NoGradGuard noGrad;
            module->weight.uniform_(-0.3, 0.5); // trained slopes may be negative
        }
        const torch::Tensor x = random({3, 20, 17, 19});
        const torch::Tensor x2 = twin(x);
        const torch::Tensor slopes2 = twin(module->weight);
        const torch::Tensor y = prelu(module, x);
        const torch::Tensor y2 = torch::prelu(x2, slopes2);
        QVERIFY(difference(y, y2) < 1e-6);
        const torch::Tensor gradient = torch::randn_like(y);
        const auto a = torch::autograd::grad({y}, {x, module->weight}, {gradient});
        const auto c = torch::autograd::grad({y2}, {x2, slopes2}, {gradient.to(torch::kFloat64)});
        QCOMPARE(a[1].sizes(), module->weight.sizes());
        QVERIFY(difference(a[0], c[0]) < 1e-6);
        QVERIFY(difference(a[1], c[1]) < near);
    }
};

QTEST_APPLESS_MAIN(KernelConvTest)
#include "kernel_conv_test.moc"
