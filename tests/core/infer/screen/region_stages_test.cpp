// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/screen/region_stages.h"

#include "core/infer/engine/mixed_model.h"
#include "core/infer/engine/upscale_model.h"
#include "tests/core/infer/screen/region_material.h"
#include "tests/core/infer/small_models.h"
#include "tests/core/infer/synthetic_network.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace enlarger;
using namespace enlarger::infer;
using namespace enlarger::tests;
using image::Image;

/// Real networks, small ones, as stages; and the networks between two.
class RegionStagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNetworkEqualsItsModel_data();
    void aNetworkEqualsItsModel();
    void keysTellStagesApart();
    void mixtures();
    void strengthsInAnyOrderAreTheSame_data();
    void strengthsInAnyOrderAreTheSame();
    void networksThatDoNotMix();

private:
    static ModelSelection network(const std::filesystem::path& file,
                                  device::Precision precision = device::Precision::Fp32)
    {
        return {.network = {file, {}}, .device = *device::findDevice("cpu"), .precision = precision};
    }
    static ModelSelection mixture(const std::filesystem::path& faithful, const std::filesystem::path& crisp,
                                  double strength, device::Precision precision = device::Precision::Fp32)
    {
        ModelSelection made = network(faithful, precision);
        made.crisp = NetworkFile{crisp, {}};
        made.strength = strength;
        return made;
    }
    StopGate m_gate;
};

void RegionStagesTest::aNetworkEqualsItsModel_data()
{
    QTest::addColumn<double>("factor");
    QTest::addColumn<int>("passes");
    QTest::newRow("its own") << 4.0 << 1;
    QTest::newRow("less") << 2.5 << 1;
    QTest::newRow("twice") << 8.0 << 2;
}

void RegionStagesTest::aNetworkEqualsItsModel()
{
    QFETCH(double, factor);
    QFETCH(int, passes);
    const ModelSelection wanted = network(dataFile("weights/x4_new.safetensors"));
    const auto stage = networkStage(wanted, factor).make();
    ENLARGER_VERIFY(stage);
    QCOMPARE((*stage)->passes, passes);
    QCOMPARE((*stage)->scale, 4);
    QCOMPARE((*stage)->tile % 16, 0);
    const auto model = UpscaleModel::load(wanted);
    ENLARGER_VERIFY(model);

    const auto picture = packed(image::resize(noise(10, 8, 3), 30, 24)); // one tile, which is exact
    Image expected = picture->piece({0, 0, 30, 24});
    for (int i = 0; i < passes; ++i) {
        expected = *(*model)->upscale(expected, m_gate);
        for (float& value : std::span(expected.data(), expected.size()))
            value = std::clamp(value, 0.0f, 1.0f);
    }
    const int width = static_cast<int>(30 * factor);
    const int height = static_cast<int>(24 * factor);
    expected = image::resize(expected, width, height);
    Recorder recorder;
    RegionRenderer renderer(nullptr, recorder.sinks());
    const auto layer = layerOf(picture, {networkStage(wanted, factor)});
    renderer.setRequests({requestForAll(layer)});
    renderer.waitUntilIdle();
    QVERIFY(recorder.failures().empty());
    QVERIFY(largestDifference(assembled(recorder.tiles(), width, height), inBytes(expected)) <= 1.0);
}

void RegionStagesTest::keysTellStagesApart()
{
    const ModelSelection one = network(dataFile("weights/x4_new.safetensors"));
    ModelSelection bf16 = one;
    bf16.precision = device::Precision::Bf16;
    const ModelSelection half = mixture(one.network.file, dataFile("weights/x4_old_plain_zip.pth"), 0.5);
    ModelSelection most = half;
    most.strength = 0.75;
    std::set<std::string> keys{networkStage(one, 4.0).key, networkStage(one, 3.0).key,
                               networkStage(bf16, 4.0).key, networkStage(half, 4.0).key,
                               networkStage(most, 4.0).key};
    keys.insert(resamplingStage(image::Kernel::Bicubic, 4.0).key);
    keys.insert(resamplingStage(image::Kernel::Nearest, 4.0).key);
    QCOMPARE(keys.size(), std::size_t(7));
    QCOMPARE(networkStage(one, 4.0).key,
             networkStage(network(dataFile("weights/x4_new.safetensors")), 4.0).key);
    QVERIFY(resamplingStage(image::Kernel::Bicubic, 4.0).isQuick && !networkStage(one, 4.0).isQuick);
}

void RegionStagesTest::mixtures()
{
    const auto a = dataFile("weights/x4_new.safetensors");
    const auto b = dataFile("weights/x4_old_plain_zip.pth");
    const Image piece = noise(12, 9, 3);
    const auto enlarged = [&](const Result<std::shared_ptr<UpscaleModel>>& model) {
        if (!model)
            qFatal("%s", model.error().text().c_str());
        return *(*model)->upscale(piece, m_gate);
    };
    const Image first = enlarged(UpscaleModel::load(network(a)));
    const Image second = enlarged(UpscaleModel::load(network(b)));
    const auto mixed = [&](double strength) { return enlarged(UpscaleModel::load(mixture(a, b, strength))); };
    QCOMPARE(largestDifference(mixed(0.0), first), 0.0);
    QCOMPARE(largestDifference(mixed(1.0), second), 0.0);
    if (largestDifference(first, second) > 0.0)
        QVERIFY(largestDifference(mixed(0.5), first) > 0.0);
}

void RegionStagesTest::strengthsInAnyOrderAreTheSame_data()
{
    QTest::addColumn<int>("precision");
    QTest::newRow("fp32") << int(device::Precision::Fp32);
    QTest::newRow("the device's best") << int(device::Precision::Auto);
}

/// A pair whose files were read once gives at each strength what a network mixed afresh gives, to the bit.
void RegionStagesTest::strengthsInAnyOrderAreTheSame()
{
    QFETCH(int, precision);
    const auto wanted = device::Precision(precision);
    const auto a = dataFile("weights/x4_new.safetensors");
    const QTemporaryDir folder;
    const auto b = std::filesystem::path(folder.filePath("other.safetensors").toStdString());
    ENLARGER_VERIFY(writeLouder(a, b));
    MixedModel pair(mixture(a, b, 0.5, wanted));
    QVERIFY(pair.holds(mixture(a, b, 0.25, wanted)));
    QVERIFY(!pair.holds(mixture(b, a, 0.5, wanted)));
    QVERIFY(!pair.holds(mixture(a, b, 0.5, device::Precision::Bf16)));
    QVERIFY(!pair.holds(network(a, wanted)));
    const Image piece = noise(12, 9, 3);
    Image last;
    for (const double strength : {0.3, 1.0, 0.0, 0.3, 0.7}) {
        const auto fresh = UpscaleModel::load(mixture(a, b, strength, wanted));
        ENLARGER_VERIFY(fresh);
        const auto traits = pair.load(strength);
        ENLARGER_VERIFY(traits);
        QCOMPARE(traits->parameters, (*fresh)->traits().parameters);
        const auto enlarged = pair.upscale(strength, piece, m_gate);
        ENLARGER_VERIFY(enlarged);
        QCOMPARE(largestDifference(*enlarged, *(*fresh)->upscale(piece, m_gate)), 0.0);
        QVERIFY(last.empty() || largestDifference(*enlarged, last) > 0.0);
        last = *enlarged;
    }
    MixedModel missing(mixture(a, "no-such-file", 0.5));
    QVERIFY(!missing.load(0.5));
    const auto none = missing.upscale(0.5, piece, m_gate);
    QVERIFY(!none);
    QCOMPARE(none.error().file, std::filesystem::path("no-such-file"));
}

void RegionStagesTest::networksThatDoNotMix()
{
    const auto a = dataFile("weights/x4_new.safetensors");
    const auto mixed = UpscaleModel::load(mixture(a, dataFile("weights/x2_old_zip.pth"), 0.5));
    QVERIFY(!mixed);
    QCOMPARE(mixed.error().kind, ErrorKind::BadInput);
    QVERIFY(!UpscaleModel::load(mixture(a, a, 2.5)));
    QVERIFY(!UpscaleModel::load(mixture(a, "no-such-file", 0.5)));
}

QTEST_GUILESS_MAIN(RegionStagesTest)
#include "region_stages_test.moc"
