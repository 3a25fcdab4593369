// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/stream/kernel_stream.h"

#include "core/infer/stream/network_plans.h"
#include "core/infer/stream/tensor_stream.h"
#include "tests/core/infer/stream/stream_networks.h"
#include "tests/support/counting_gate.h"

#include <QTest>

#include <set>

using namespace enlarger;
using namespace enlarger::infer;
using nn::Architecture;
using tests::networkOf;
using tests::roundedUp;
using tests::specs;

Q_DECLARE_METATYPE(nn::NetworkSpec)

namespace {

std::shared_ptr<const PackedNetwork> packed(const nn::Network& network,
                                            kernels::Arithmetic arithmetic = kernels::Arithmetic::Plain)
{
    return packNetwork(network, arithmetic, arithmetic);
}

torch::Tensor noise(const nn::NetworkSpec& spec, int width, int height)
{
    torch::manual_seed(width * 100 + height);
    return torch::rand({1, spec.inChannels, height, width});
}

/// The picture through a stream.
torch::Tensor streamed(RowStream& stream, const torch::Tensor& picture, const nn::NetworkSpec& spec,
                       Gate& gate)
{
    const torch::Tensor rows = picture[0].permute({1, 2, 0}).contiguous(); // H x W x C
    torch::Tensor out =
        torch::full({picture.size(2) * spec.scale, picture.size(3) * spec.scale, spec.outChannels},
                    std::numeric_limits<float>::quiet_NaN());
    std::int64_t in = 0;
    std::int64_t next = 0;
    while (!stream.isDone()) {
        while (stream.wantsRow()) {
            std::memcpy(stream.nextRow(), rows[in].data_ptr<float>(), rows[in].nbytes());
            ++in;
        }
        stream.run(gate, [&](int y, const float* row) {
            if (y != next++)
                qFatal("row %d came out of order", y);
            std::memcpy(out[y].data_ptr<float>(), row, out[y].nbytes());
        });
    }
    return out.permute({2, 0, 1}).unsqueeze(0);
}

torch::Tensor untiled(nn::Network& network, const torch::Tensor& picture)
{
    const c10::InferenceMode inference;
    return network.forward(picture);
}

double largest(const torch::Tensor& a, const torch::Tensor& b)
{
    return (a - b).abs().max().item<double>(); // NaN where a row is missing
}

} // namespace

class RowStreamTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsTheUntiledNetwork_data();
    void equalsTheUntiledNetwork();
    void manyHighStripsAreAsOne_data() { equalsTheUntiledNetwork_data(); }
    void manyHighStripsAreAsOne();
    void everyArithmetic();
    void roundsAsTheUntiledNetworkDoes_data() { equalsTheUntiledNetwork_data(); }
    void roundsAsTheUntiledNetworkDoes();
    void memoryIsAsPlanned();
    void memoryOfTensorsIsWithinThePlan();
    void memoryGrowsWithTheWidthAlone();
    void stopsInTheMiddle();
    void countsAllWork();
};

void RowStreamTest::equalsTheUntiledNetwork_data()
{
    QTest::addColumn<nn::NetworkSpec>("spec");
    for (const auto& [name, spec] : specs())
        QTest::newRow(name) << spec;
}

void RowStreamTest::equalsTheUntiledNetwork()
{
    QFETCH(nn::NetworkSpec, spec);
    const auto network = networkOf(spec);
    const std::shared_ptr<const PackedNetwork> weights = packed(*network);
    const std::shared_ptr<const TensorNetwork> tensors = tensorNetwork(*network, {});
    StopGate gate;
    for (int height = 1; height <= 20; ++height)
        for (const int width : {1 + height % 3, 13}) {
            if (width == 13 && height % 5 != 0)
                continue;
            const torch::Tensor picture =
                noise(spec, roundedUp(width, spec.unshuffle), roundedUp(height, spec.unshuffle));
            const torch::Tensor expected = untiled(*network, picture);
            std::set<Strips> strips{lowestStrips(weights->plan), stripsFor(weights->plan, width, height)};
            Strips all(std::size_t(weights->plan.stages()), 1 << height % 5); // of all stages
            strips.insert(all);
            std::fill(all.begin() + 1, all.end(), 1); // of the body alone
            strips.insert(all);
            for (const Strips& one : strips) {
                for (const StreamNetwork* by : {static_cast<const StreamNetwork*>(weights.get()),
                                                static_cast<const StreamNetwork*>(tensors.get())}) {
                    const auto stream = by->stream(int(picture.size(3)), int(picture.size(2)), one);
                    const double difference = largest(streamed(*stream, picture, spec, gate), expected);
                    QVERIFY2(difference < 1e-4,
                             qPrintable(QString("%1 x %2, strips of %3, by %4: %5")
                                            .arg(picture.size(3))
                                            .arg(picture.size(2))
                                            .arg(one.front())
                                            .arg(by == weights.get() ? "kernels" : "tensors")
                                            .arg(difference)));
                }
            }
        }
}

/// Strips that are higher than what the next one still reads: most of their rows share memory.
void RowStreamTest::manyHighStripsAreAsOne()
{
    QFETCH(nn::NetworkSpec, spec);
    const auto network = networkOf(spec);
    const auto weights = packed(*network);
    StopGate gate;
    for (const auto& [height, rows] : {std::pair{53, 8}, {70, 16}, {131, 32}}) {
        const torch::Tensor picture =
            noise(spec, roundedUp(5, spec.unshuffle), roundedUp(height, spec.unshuffle));
        Strips strips = lowestStrips(weights->plan);
        strips.front() = rows;
        Strips all(std::size_t(weights->plan.stages()), rows);
        for (const Strips& one : {strips, all}) {
            const auto stream = weights->stream(int(picture.size(3)), int(picture.size(2)), one);
            QVERIFY(largest(streamed(*stream, picture, spec, gate), untiled(*network, picture)) < 1e-4);
        }
    }
}

void RowStreamTest::everyArithmetic()
{
    StopGate gate;
    for (const nn::NetworkSpec& spec :
         {nn::NetworkSpec{.features = 32, .blocks = 1, .growth = 16},
          nn::NetworkSpec{.architecture = Architecture::SrResNet, .features = 20, .blocks = 1}}) {
        const auto network = networkOf(spec);
        for (const kernels::Arithmetic arithmetic : kernels::availableArithmetics()) {
            const auto weights = packed(*network, arithmetic);
            const bool isBf16 =
                arithmetic == kernels::Arithmetic::Avx512Bf16 || arithmetic == kernels::Arithmetic::AmxBf16;
            const double bound = kernels::isExact(arithmetic) ? 1e-4 : isBf16 ? 2e-2 : 1e-2;
            for (const auto& [width, height] : {std::pair{33, 41}, {70, 9}, {5, 30}}) {
                const torch::Tensor picture = noise(spec, width, height);
                const torch::Tensor expected = untiled(*network, picture);
                for (const Strips& strips :
                     {lowestStrips(weights->plan), stripsFor(weights->plan, width, height)}) {
                    KernelStream stream(weights, width, height, strips);
                    QVERIFY(largest(streamed(stream, picture, spec, gate), expected) < bound);
                }
            }
        }
    }
}

void RowStreamTest::roundsAsTheUntiledNetworkDoes()
{
    QFETCH(nn::NetworkSpec, spec);
    const auto network = networkOf(spec);
    const auto narrow = networkOf(spec);
    nn::setPrecision(*narrow, torch::kBFloat16); // as a model's is when it first streams
    const auto tensors = tensorNetwork(*narrow, {.dtype = torch::kBFloat16});
    StopGate gate;
    for (const auto& [width, height] : {std::pair{40, 50}, {9, 1}, {1, 12}, {33, 7}, {6, 90}}) {
        const torch::Tensor picture =
            noise(spec, roundedUp(width, spec.unshuffle), roundedUp(height, spec.unshuffle));
        const torch::Tensor exact = untiled(*network, picture);
        const double expected = (untiled(*narrow, picture) - exact).square().mean().sqrt().item<double>();
        Strips two = lowestStrips(tensors->plan);
        two.front() *= 2;
        for (const Strips& strips : {lowestStrips(tensors->plan), two, tensors->strips(width, height)}) {
            const auto stream = tensors->stream(int(picture.size(3)), int(picture.size(2)), strips);
            const torch::Tensor result = streamed(*stream, picture, spec, gate);
            const double error = (result - exact).square().mean().sqrt().item<double>();
            QVERIFY2(error < 2.5 * expected,
                     qPrintable(
                         QString("%1 x %2: %3, untiled %4").arg(width).arg(height).arg(error).arg(expected)));
        }
    }
}

void RowStreamTest::memoryIsAsPlanned()
{
    for (const auto& [name, spec] : specs()) {
        const auto weights = packed(*networkOf(spec));
        for (const Strips& strips : {lowestStrips(weights->plan), stripsFor(weights->plan, 40, 40)}) {
            const KernelStream stream(weights, 40, 40, strips);
            const int unit = spec.unshuffle;
            QCOMPARE(stream.bytes(),
                     scheduleOf(rowPlanOf(*networkOf(spec)), 40 / unit, 40 / unit, strips).bytes());
        }
    }
}

void RowStreamTest::memoryOfTensorsIsWithinThePlan()
{
    StopGate gate;
    for (const auto& [name, spec] : specs()) {
        const auto network = networkOf(spec);
        for (const torch::Dtype dtype : {torch::kFloat32, torch::kBFloat16}) {
            const auto tensors = tensorNetwork(*network, {.dtype = dtype});
            const int unit = spec.unshuffle;
            Strips high = lowestStrips(tensors->plan);
            high.front() *= 8;
            for (const Strips& strips : {lowestStrips(tensors->plan), high}) {
                TensorStream stream(tensors, 40, 120, strips);
                std::int64_t most = 0;
                const torch::Tensor row = torch::zeros({40 * spec.inChannels});
                while (!stream.isDone()) {
                    while (stream.wantsRow())
                        std::memcpy(stream.nextRow(), row.data_ptr<float>(), row.nbytes());
                    stream.run(gate, [&](int, const float*) { most = std::max(most, stream.bytes()); });
                    most = std::max(most, stream.bytes());
                }
                const std::int64_t planned =
                    tensorStreamBytes(tensors->plan, {.dtype = dtype}, 40 / unit, 120 / unit, strips);
                QVERIFY2(most <= planned && 20 * most > planned,
                         qPrintable(QString("%1: %2 of %3").arg(name).arg(most).arg(planned)));
                QVERIFY(stream.bytes() < most); // at the end little is held
            }
        }
    }
}

void RowStreamTest::memoryGrowsWithTheWidthAlone()
{
    const RowPlan plan = rowPlanOf(*networkOf({.features = 16, .blocks = 3, .growth = 8}));
    const Strips strips = lowestStrips(plan);
    const auto bytes = [&](int width, int height) { return scheduleOf(plan, width, height, strips).bytes(); };
    QCOMPARE(bytes(320, 1000), bytes(320, 100'000));
    QCOMPARE(bytes(640, 1000), 2 * bytes(320, 1000));
    const auto tensorBytes = [&](int width, int height) {
        return tensorStreamBytes(plan, {}, width, height, strips);
    };
    QCOMPARE(tensorBytes(320, 1000), tensorBytes(320, 100'000));
    QCOMPARE(tensorBytes(640, 1000), 2 * tensorBytes(320, 1000));
    // A picture that is run layer by layer needs no more than a few layers at once.
    QVERIFY(scheduleOf(plan, 64, 64, stripsFor(plan, 64, 64)).bytes() < bytes(64, 64) * 3);
}

void RowStreamTest::stopsInTheMiddle()
{
    const nn::NetworkSpec spec{.features = 8, .blocks = 1, .growth = 4};
    const auto weights = packed(*networkOf(spec));
    const torch::Tensor picture = noise(spec, 16, 24);
    tests::CountingGate all(1 << 20);
    const auto whole = weights->stream(16, 24, lowestStrips(weights->plan));
    streamed(*whole, picture, spec, all);
    const int passes = (1 << 20) - all.left();
    QVERIFY(passes > 6 * 20); // for every layer of every strip
    for (const int left : {0, 1, passes / 2, passes - 1}) {
        tests::CountingGate gate(left);
        const auto stream = weights->stream(16, 24, lowestStrips(weights->plan));
        QVERIFY_THROWS_EXCEPTION(CancelledException, streamed(*stream, picture, spec, gate));
    }
}

void RowStreamTest::countsAllWork()
{
    for (const auto& [name, spec] : specs()) {
        const auto weights = packed(*networkOf(spec));
        StopGate gate;
        KernelStream stream(weights, 16, 32, lowestStrips(weights->plan));
        double before = 0.0;
        while (!stream.isDone()) {
            while (stream.wantsRow())
                std::fill_n(stream.nextRow(), 16 * spec.inChannels, 0.0F);
            before = stream.share();
            stream.run(gate, [](int, const float*) {});
            QVERIFY(stream.share() > before || before == 0.0); // strips may be too low for a kernel of 9x9
        }
        QVERIFY(std::abs(stream.share() - 1.0) < 1e-9);
    }
}

QTEST_GUILESS_MAIN(RowStreamTest)
#include "row_stream_test.moc"
