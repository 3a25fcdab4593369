// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/concat_channels.h"

#include <QtTest>

using namespace enlarger;

namespace {

torch::Tensor channelsLast(std::int64_t pictures, std::int64_t channels, std::int64_t height,
                           std::int64_t width)
{
    return torch::randn({pictures, channels, height, width}).contiguous(torch::MemoryFormat::ChannelsLast);
}

} // namespace

/// Whatever the layout, the values are those of torch::cat.
class ConcatChannelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsCat_data()
    {
        QTest::addColumn<std::vector<torch::Tensor>>("parts");
        const torch::Tensor a = channelsLast(2, 3, 5, 7);
        const torch::Tensor b = channelsLast(2, 4, 5, 7);
        const auto row = [](const char* name, const std::vector<torch::Tensor>& parts) {
            QTest::newRow(name) << parts;
        };
        row("two", {a, b});
        row("one", {a});
        row("five", {b, a, a, b, a});
        row("bf16", {a.to(torch::kBFloat16), b.to(torch::kBFloat16)});
        row("bands of rows", {a.narrow(2, 1, 3), b.narrow(2, 2, 3)});
        row("bands of columns", {a.narrow(3, 1, 3), b.narrow(3, 2, 3)});
        row("some of the channels", {a.narrow(1, 1, 2), b});
        row("one picture of several", {a.narrow(0, 1, 1), b.narrow(0, 0, 1)});
        row("plain layout", {a.contiguous(), b});
        row("one channel, one row", {channelsLast(1, 1, 1, 9), channelsLast(1, 2, 1, 9)});
    }

    void equalsCat()
    {
        QFETCH(std::vector<torch::Tensor>, parts);
        const torch::NoGradGuard noGrad;
        QVERIFY(torch::equal(nn::concatChannels(parts), torch::cat(parts, 1)));
    }

    void gradientsFlow()
    {
        const torch::Tensor a = channelsLast(1, 2, 3, 4).requires_grad_();
        const torch::Tensor b = channelsLast(1, 3, 3, 4);
        nn::concatChannels({a, b}).square().sum().backward();
        QVERIFY(torch::equal(a.grad(), 2 * a.detach()));
    }

    void differentHeightsAreRefused()
    {
        const torch::NoGradGuard noGrad;
        const std::vector<torch::Tensor> parts{channelsLast(1, 2, 3, 4), channelsLast(1, 2, 4, 4)};
        QVERIFY_EXCEPTION_THROWN(nn::concatChannels(parts), c10::Error);
    }
};

QTEST_GUILESS_MAIN(ConcatChannelsTest)
#include "concat_channels_test.moc"
