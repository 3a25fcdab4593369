// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/device/engine_errors.h"
#include "core/infer/engine/model_maker.h"
#include "core/infer/selfcheck/self_check.h"
#include "tests/support/test_files.h"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <limits>
#include <new>
#include <random>
#include <thread>

using namespace enlarger;
using namespace enlarger::infer;
using image::Image;
using nn::Architecture;
using nn::NetworkSpec;

namespace {

device::Device cpu()
{
    return *device::findDevice("cpu");
}

using Change = std::function<void(nn::Network&)>;

/// A network with random weights, changed by the test.
NetworkSource source(NetworkSpec spec, Change change = {})
{
    return [spec, change]() -> Result<std::shared_ptr<nn::Network>> {
        torch::manual_seed(11);
        auto network = nn::makeNetwork(spec);
        const torch::NoGradGuard noGrad;
        if (change)
            change(*network);
        return network;
    };
}

NetworkSpec tiny(int scale = 4, int channels = 3)
{
    return {.scale = scale,
            .inChannels = channels,
            .outChannels = channels,
            .features = 8,
            .blocks = 1,
            .growth = 4};
}

Image noise(int width, int height, int channels)
{
    std::mt19937 engine(2);
    Image picture(width, height, channels);
    std::generate_n(picture.data(), picture.size(), [&] { return float(engine() >> 8) / float(1 << 24); });
    return picture;
}

std::shared_ptr<UpscaleModel> model(const NetworkSource& from,
                                    device::Precision precision = device::Precision::Fp32)
{
    auto made = ModelMaker::make(from, cpu(), precision);
    return made ? *made : nullptr;
}

Result<Image> upscale(const UpscaleModel& model, const Image& piece, const NoticeSink& notice = {})
{
    StopGate gate;
    return model.upscale(piece, gate, notice);
}

float largestDifference(const Image& a, const Image& b)
{
    if (a.width() != b.width() || a.height() != b.height() || a.channels() != b.channels())
        return std::numeric_limits<float>::infinity();
    float largest = 0.0F;
    for (std::size_t i = 0; i < a.size(); ++i)
        largest = std::max(largest, std::abs(a.data()[i] - b.data()[i]));
    return largest;
}

Image channel(const Image& picture, int index)
{
    return picture.takeChannels(index, 1);
}

bool canUse(device::Precision precision)
{
    return ModelMaker::make(source(tiny()), cpu(), precision).ok();
}

} // namespace

class EngineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { device::openAccelerators(); }
    void traits();
    void sizesThatAreNoMultiples_data();
    void sizesThatAreNoMultiples();
    void greyThroughAnRgbNetwork();
    void rgbThroughAGreyNetwork();
    void alphaNetworks();
    void refusesEmptyPieces();
    void cleansItsInput();
    void computesAgainInFp32_data();
    void computesAgainInFp32();
    void reportsHopelessNetworks();
    void cancels();
    void worksFromSeveralThreads();
    void precisionAuto();
    void classifiesErrors();
    void refusesFilesThatAreNoModels();
    void checksItself();
};

void EngineTest::traits()
{
    const auto made = model(source({.blocks = 2}));
    QVERIFY(made);
    const ModelTraits& traits = made->traits();
    QCOMPARE(traits.architecture, std::string("RRDBNet 64x2, growth 32"));
    QCOMPARE(traits.scale, 4);
    QCOMPARE(traits.receptiveRadius, 2 + 2 * 15 + 2);
    // A dense block has 239,616 weights and as many products per pixel; behind the body the pixels are 4 and
    // 16 times as many.
    const double dense = 9.0 * ((64 + 96 + 128 + 160) * 32 + 192 * 64);
    const double products = 9.0 * (3 * 64 + 64 * 64 * (1 + 4 + 16 + 16) + 64 * 3 * 16) + 6.0 * dense;
    QCOMPARE(traits.flopsPerPixel, 2.0 * products);
    QVERIFY(traits.workingBytes(64, 64) - traits.workingBytes(32, 64) > 1024 * 32 * 64);
    QCOMPARE(made->precision(), device::Precision::Fp32);
    QCOMPARE(made->device().name, std::string("cpu"));
}

void EngineTest::sizesThatAreNoMultiples_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("one pixel") << 1 << 1;
    QTest::newRow("a row") << 7 << 1;
    QTest::newRow("odd") << 21 << 13;
    QTest::newRow("even") << 24 << 16;
}

void EngineTest::sizesThatAreNoMultiples()
{
    QFETCH(int, width);
    QFETCH(int, height);
    NetworkSpec spec = tiny(1);
    spec.unshuffle = 4;
    const auto made = model(source(spec));
    const Image piece = noise(width, height, 3);
    const auto result = upscale(*made, piece);
    ENLARGER_VERIFY(result);
    QCOMPARE(result->width(), width);
    QCOMPARE(result->height(), height);
    QCOMPARE(result->channels(), 3);

    // The same as mirroring by hand.
    const auto mirrored = [](int i, int n) {
        while (n > 1 && i >= n)
            i = std::abs(2 * (n - 1) - i);
        return n > 1 ? i : 0;
    };
    Image padded((width + 3) / 4 * 4, (height + 3) / 4 * 4, 3);
    for (int y = 0; y < padded.height(); ++y)
        for (int x = 0; x < padded.width(); ++x)
            for (int c = 0; c < 3; ++c)
                padded.at(x, y, c) = piece.at(mirrored(x, width), mirrored(y, height), c);
    const auto whole = upscale(*made, padded);
    ENLARGER_VERIFY(whole);
    QVERIFY(largestDifference(whole->crop(0, 0, width, height), *result) < 1e-6F);
}

void EngineTest::greyThroughAnRgbNetwork()
{
    const auto made = model(source(tiny()));
    const Image grey = noise(12, 10, 1);
    Image spread(12, 10, 3);
    for (std::size_t i = 0; i < spread.size(); ++i)
        spread.data()[i] = grey.data()[i / 3];
    const auto result = upscale(*made, grey);
    const auto rgb = upscale(*made, spread);
    ENLARGER_VERIFY(result);
    ENLARGER_VERIFY(rgb);
    QCOMPARE(result->channels(), 1);
    Image mean(48, 40, 1);
    for (std::size_t i = 0; i < mean.size(); ++i)
        mean.data()[i] = (rgb->data()[3 * i] + rgb->data()[3 * i + 1] + rgb->data()[3 * i + 2]) / 3.0F;
    QVERIFY(largestDifference(*result, mean) < 1e-5F);
}

void EngineTest::rgbThroughAGreyNetwork()
{
    const auto made = model(source(tiny(2, 1)));
    const Image rgb = noise(12, 10, 3);
    const auto result = upscale(*made, rgb);
    ENLARGER_VERIFY(result);
    QCOMPARE(result->channels(), 3);
    for (int c = 0; c < 3; ++c) {
        const auto one = upscale(*made, channel(rgb, c));
        ENLARGER_VERIFY(one);
        QVERIFY(largestDifference(channel(*result, c), *one) < 1e-6F);
    }
}

void EngineTest::alphaNetworks()
{
    const auto made = model(source(tiny(2, 4)));
    const Image rgba = noise(8, 8, 4);
    const auto own = upscale(*made, rgba);
    ENLARGER_VERIFY(own);
    QCOMPARE(own->channels(), 4);
    Image opaque = rgba;
    for (std::size_t i = 3; i < opaque.size(); i += 4)
        opaque.data()[i] = 1.0F;
    const auto expected = upscale(*made, opaque);
    const auto rgb = upscale(*made, rgba.takeChannels(0, 3));
    ENLARGER_VERIFY(expected);
    ENLARGER_VERIFY(rgb);
    QVERIFY(largestDifference(*rgb, expected->takeChannels(0, 3)) < 1e-6F);
}

void EngineTest::refusesEmptyPieces()
{
    const auto made = model(source(tiny()));
    for (const Image& piece : {Image(), Image(0, 5, 3), Image(5, 0, 3), Image(4, 4, 5)}) {
        const auto result = upscale(*made, piece);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::BadInput);
    }
}

void EngineTest::cleansItsInput()
{
    const auto made = model(source(tiny()));
    Image piece = noise(8, 8, 3);
    Image clean = piece;
    piece.at(3, 3, 1) = std::numeric_limits<float>::quiet_NaN();
    piece.at(4, 2, 0) = std::numeric_limits<float>::infinity();
    clean.at(3, 3, 1) = 0.0F;
    clean.at(4, 2, 0) = 0.0F;
    const auto result = upscale(*made, piece);
    ENLARGER_VERIFY(result);
    QVERIFY(largestDifference(*result, *upscale(*made, clean)) < 1e-6F);
}

void EngineTest::computesAgainInFp32_data()
{
    QTest::addColumn<int>("precision");
    QTest::addColumn<double>("factor");
    QTest::newRow("fp16") << int(device::Precision::Fp16) << 1.0e6;  // beyond 65504
    QTest::newRow("bf16") << int(device::Precision::Bf16) << 3.4e38; // beyond bf16 alone
}

void EngineTest::computesAgainInFp32()
{
    QFETCH(int, precision);
    QFETCH(double, factor);
    if (!canUse(device::Precision(precision)))
        QSKIP("this processor has no such arithmetic");
    // What a narrow number cannot hold, in the middle of the network, and divided away before the end.
    const NetworkSource overflowing = source(tiny(), [factor](nn::Network& network) {
        auto parameters = network.named_parameters();
        const auto set = [&](const std::string& layer, double centre, double bias) {
            parameters[layer + ".weight"].zero_().select(2, 1).select(2, 1).fill_(centre);
            parameters[layer + ".bias"].fill_(bias);
        };
        set("conv_up1", 0.0, factor);
        set("conv_up2", 8.0 / factor, 0.0); // no denormal
        set("conv_hr", 0.125, 0.0);
        set("conv_last", 0.15625, 0.25);
    });
    const auto narrow = model(overflowing, device::Precision(precision));
    QVERIFY(narrow);
    std::vector<std::string> notices;
    const auto result = upscale(*narrow, noise(8, 8, 3), [&](auto text) { notices.push_back(text); });
    ENLARGER_VERIFY(result);
    QCOMPARE(notices.size(), std::size_t(1));
    QVERIFY(notices.front().find("fp32") != std::string::npos);
    for (std::size_t i = 0; i < result->size(); ++i)
        QVERIFY(std::abs(result->data()[i] - 80.25F) < 1e-2F);
}

void EngineTest::reportsHopelessNetworks()
{
    const auto made = model(source(tiny(), [](nn::Network& network) {
        network.named_parameters()["conv_hr.bias"].fill_(std::numeric_limits<float>::quiet_NaN());
    }));
    const auto result = upscale(*made, noise(8, 8, 3));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Internal);
    QVERIFY(result.error().text().find("not finite") != std::string::npos);
}

void EngineTest::cancels()
{
    class Countdown : public Gate
    {
    public:
        void pass() override
        {
            if (--left == 0)
                throw CancelledException{};
        }
        int left = 6;
    };
    const auto made = model(source(tiny()));
    Countdown gate;
    const auto result = made->upscale(noise(16, 16, 3), gate);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Cancelled);
    QCOMPARE(gate.left, 0);
    ENLARGER_VERIFY(upscale(*made, noise(16, 16, 3)));
}

void EngineTest::worksFromSeveralThreads()
{
    const auto made = model(source(tiny()));
    const Image piece = noise(20, 20, 3);
    const auto expected = upscale(*made, piece);
    ENLARGER_VERIFY(expected);
    std::array<float, 3> differences{};
    {
        std::vector<std::jthread> threads;
        for (float& difference : differences)
            threads.emplace_back([&] {
                const auto result = upscale(*made, piece);
                difference = result ? largestDifference(*result, *expected) : 1.0F;
            });
    }
    for (const float difference : differences)
        QVERIFY(difference < 1e-6F);
}

void EngineTest::precisionAuto()
{
    const auto made = model(source(tiny()), device::Precision::Auto);
    QVERIFY(made);
    // Vector units that compute bf16 do so more slowly than a stream in fp32; matrix units faster.
    const std::vector<std::string> features = cpu().features;
    const bool hasMatrixUnits = std::ranges::find(features, "AMX BF16") != features.end();
    QCOMPARE(made->precision(), hasMatrixUnits ? device::Precision::Bf16 : device::Precision::Fp32);
}

void EngineTest::classifiesErrors()
{
    const auto classify = [](auto thrown) {
        try {
            thrown();
        } catch (...) {
            return device::currentEngineError();
        }
        return Error{ErrorKind::Io, "nothing was thrown", {}, {}};
    };
    QCOMPARE(classify([] { throw CancelledException{}; }).kind, ErrorKind::Cancelled);
    QCOMPARE(classify([] { throw std::bad_alloc(); }).kind, ErrorKind::OutOfMemory);
    QCOMPARE(classify([] { TORCH_CHECK_WITH(OutOfMemoryError, false, "CUDA out of memory"); }).kind,
             ErrorKind::OutOfMemory);
    QCOMPARE(classify([] { torch::empty({std::int64_t(1) << 46}); }).kind, ErrorKind::OutOfMemory);
    QCOMPARE(classify([] { throw std::runtime_error("could not create a memory object"); }).kind,
             ErrorKind::OutOfMemory);
    const Error odd = classify([] { torch::ones({2}) + torch::ones({3}); });
    QCOMPARE(odd.kind, ErrorKind::Internal);
    QVERIFY(odd.text().find('\n') == std::string::npos);
    QVERIFY(odd.text().find("size") != std::string::npos);
}

void EngineTest::refusesFilesThatAreNoModels()
{
    QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("model.pth").toStdString();
    std::ofstream(file) << "this is no model";
    for (const auto& path : {file, std::filesystem::path(folder.filePath("missing.pth").toStdString())}) {
        const auto loaded = UpscaleModel::load(path, cpu());
        QVERIFY(!loaded);
        QVERIFY(!loaded.error().what.empty());
    }
}

void EngineTest::checksItself()
{
    StopGate gate;
    const auto checks = selfCheck(cpu(), gate);
    ENLARGER_VERIFY(checks);
    QVERIFY(checks->size() >= 14);
    for (const CheckResult& check : *checks)
        QVERIFY2(check.passed, (check.name + ": " + check.detail).c_str());
}

QTEST_GUILESS_MAIN(EngineTest)
#include "engine_test.moc"
