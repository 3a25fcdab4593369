// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/engine/model_maker.h"
#include "core/infer/engine/upscale_model.h"
#include "core/weights/module_tensors.h"
#include "tests/core/infer/small_models.h"
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/counting_gate.h"
#include "tests/support/test_files.h"

#include <QTest>

#include <limits>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;
using image::Image;

Q_DECLARE_METATYPE(std::shared_ptr<UpscaleModel>)

namespace {

std::shared_ptr<UpscaleModel> make(const nn::NetworkSpec& spec,
                                   device::Precision precision = device::Precision::Fp32)
{
    const NetworkSource source = [spec]() -> Result<std::shared_ptr<nn::Network>> {
        torch::manual_seed(5);
        return nn::makeNetwork(spec);
    };
    auto model = ModelMaker::make(source, *device::findDevice("cpu"), precision);
    return model ? *model : nullptr;
}

} // namespace

/// A picture's rows through a network, against the picture at once.
class ModelStreamTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(compactModel()->traits().streams()); }

    void equalsThePictureAtOnce_data()
    {
        QTest::addColumn<std::shared_ptr<UpscaleModel>>("model");
        QTest::addColumn<int>("channels");
        const nn::NetworkSpec unshuffled{.scale = 1, .features = 8, .blocks = 1, .growth = 4, .unshuffle = 4};
        QTest::newRow("RGB") << farSightedModel() << 3;
        QTest::newRow("grey through RGB") << compactModel() << 1;
        QTest::newRow("RGB through grey") << greyModel() << 3;
        QTest::newRow("grey to colours") << colouringModel() << 1;
        QTest::newRow("RGB to colours by way of grey") << colouringModel() << 3;
        QTest::newRow("alpha") << alphaModel() << 4;
        QTest::newRow("opaque") << alphaModel() << 3;
        QTest::newRow("sides that are no multiples") << make(unshuffled) << 3;
    }

    void equalsThePictureAtOnce()
    {
        QFETCH(std::shared_ptr<UpscaleModel>, model);
        QFETCH(int, channels);
        StopGate gate;
        for (const auto& [width, height] : {std::pair{21, 1}, {1, 2}, {30, 39}, {7, 300}}) {
            Image picture = noise(width, height, channels);
            picture.at(0, 0, 0) = std::numeric_limits<float>::quiet_NaN(); // cleaned
            const auto expected = model->upscale(picture, gate);
            ENLARGER_VERIFY(expected);
            for (const int band : {1, 3, 7, 1000}) {
                const auto stage = model->stream(width, height, {&gate, {}, {}});
                const auto result = pushAll(*stage, picture, band);
                ENLARGER_VERIFY(result);
                QVERIFY(largestDifference(*result, *expected) < 1e-4);
            }
        }
    }

    void streamsInBf16Too()
    {
        const auto model = make({.features = 16, .blocks = 2, .growth = 8}, device::Precision::Bf16);
        if (!model)
            QSKIP("this processor does not compute bf16");
        StopGate gate;
        for (const auto& [width, height] : {std::pair{21, 1}, {30, 39}, {700, 300}}) {
            const Image picture = noise(width, height, 3);
            const auto expected = model->upscale(picture, gate);
            ENLARGER_VERIFY(expected);
            const auto result = pushAll(*model->stream(width, height, {&gate, {}, {}}), picture, 50);
            ENLARGER_VERIFY(result);
            QVERIFY(largestDifference(*result, *expected) < 0.02); // other sums round otherwise
        }
        const StreamNeed low = model->traits().streamNeed(700, 300, StripHeight::Fastest);
        const StreamNeed high = model->traits().streamNeed(700, 30'000, StripHeight::Fastest);
        QVERIFY(low.strips > 1 && high.strips > low.strips);
        QCOMPARE(high.bytes, low.bytes);
    }

    void reportsStripsAndStops()
    {
        const auto model = farSightedModel();
        const Image picture = noise(300, 300, 3);
        CountingGate all(1 << 20);
        int begun = 0;
        double done = 0.0;
        StreamContext context{&all, [&] { ++begun; }, [&](double share) { done += share; }};
        ENLARGER_VERIFY(pushAll(*model->stream(300, 300, context), picture, 8));
        QCOMPARE(begun, model->traits().streamNeed(300, 300, StripHeight::Fastest).strips);
        QVERIFY(begun > 1);
        QVERIFY(std::abs(done - 1.0) < 1e-9);
        CountingGate few(((1 << 20) - all.left()) / 2);
        const auto stopped = pushAll(*model->stream(300, 300, {&few, {}, {}}), picture, 8);
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
    }

    void refusesRowsOfOtherPictures()
    {
        const auto model = compactModel();
        QVERIFY(!model->stream(20, 10, {})->push(noise(21, 10, 3), false));
        QVERIFY(!model->stream(20, 10, {})->push(noise(20, 11, 3), false));
        QVERIFY(!model->stream(20, 10, {})->push(noise(20, 9, 3), true));
    }

    void otherWeightsArePackedAnew()
    {
        const nn::NetworkSpec spec{.features = 8, .blocks = 1, .growth = 4};
        const auto model = make(spec);
        torch::manual_seed(6);
        const auto other = nn::makeNetwork(spec);
        weights::StateDict tensors;
        for (const auto& [name, tensor] : weights::moduleTensors(*other))
            tensors.add(name, tensor);
        StopGate gate;
        const Image picture = noise(20, 20, 3);
        const auto before = model->upscale(picture, gate);
        ENLARGER_VERIFY(ModelMaker::refill(*model, tensors));
        const auto after = model->upscale(picture, gate);
        ENLARGER_VERIFY(before);
        ENLARGER_VERIFY(after);
        const NetworkSource source = [other]() -> Result<std::shared_ptr<nn::Network>> { return other; };
        const auto fresh = ModelMaker::make(source, *device::findDevice("cpu"), device::Precision::Fp32);
        ENLARGER_VERIFY(fresh);
        QVERIFY(largestDifference(*after, *(*fresh)->upscale(picture, gate)) < 1e-6);
        QVERIFY(largestDifference(*after, *before) > 1e-3);
    }
};

QTEST_GUILESS_MAIN(ModelStreamTest)
#include "model_stream_test.moc"
