// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/features/lpips.h"
#include "core/nn/features/shallow_vgg.h"
#include "core/nn/features/vgg19.h"
#include "core/weights/module_tensors.h"
#include "core/weights/weights.h"
#include "tests/core/nn/near.h"
#include "tests/core/nn/waves.h"
#include "tests/support/test_files.h"

#include <ATen/autocast_mode.h>

#include <QtTest>

#include <fstream>
#include <stdexcept>

using namespace enlarger::nn;
using namespace enlarger::tests;
namespace weights = enlarger::weights;

namespace {

bool near(double value, double expected, double tolerance)
{
    return isNear(value, expected, tolerance, 1e-3);
}

std::filesystem::path backbones()
{
    return sharedFile("weights/third-party/backbones");
}

/// 1 x 3 x 96 x 96 of raw little-endian fp32.
torch::Tensor rawPicture(const std::string& name)
{
    torch::Tensor picture = torch::empty({1, 3, 96, 96});
    std::ifstream in(backbones() / name, std::ios::binary);
    in.read(static_cast<char*>(picture.data_ptr()), std::streamsize(picture.nbytes()));
    if (!in)
        throw std::runtime_error("cannot read " + name);
    return picture;
}

enlarger::Status fillFrom(torch::nn::Module& module, const std::vector<std::filesystem::path>& files)
{
    weights::StateDict tensors;
    for (const auto& file : files) {
        auto read = weights::readWeights(file);
        if (!read)
            return read.error();
        for (const auto& [name, tensor] : read->tensors.entries())
            tensors.add(name, tensor);
    }
    return weights::fillModule(module, tensors);
}

struct LpipsCase
{
    Lpips lpips;
    torch::Tensor hr = rawPicture("hr_96_rgb01_nchw.f32");
    torch::Tensor sr = rawPicture("bicubic_96_rgb01_nchw.f32");

    enlarger::Status open()
    {
        return fillFrom(lpips, {backbones() / "squeezenet1_1_features.safetensors",
                                sharedFile("weights/third-party/lpips/v0.1.squeeze.pth")});
    }
};

const std::vector<std::string> sixLayers = {"conv1_1", "conv1_2", "conv2_2", "conv3_4", "conv4_4", "conv5_4"};

/// What a VGG19 of waves makes of waves, in fp64.
struct VggCase
{
    torch::Tensor picture = wavePictures(1, 32).requires_grad_();
    std::vector<torch::Tensor> features;

    explicit VggCase(bool beforeActivation)
    {
        Vgg19 vgg(sixLayers, beforeActivation);
        vgg.to(torch::kFloat64);
        fillWithWaves(vgg);
        features = vgg.features(picture);
    }

    /// Of the mean squares of all features, by the picture.
    double gradientNorm()
    {
        torch::Tensor sum = torch::zeros({}, torch::kFloat64);
        for (const torch::Tensor& feature : features)
            sum = sum + feature.square().mean();
        sum.backward();
        return picture.grad().norm().item<double>();
    }
};

/// Turns bf16 or fp16 autocast on for as long as it lives.
class AutocastOn
{
public:
    explicit AutocastOn(torch::Dtype dtype)
    {
        at::autocast::set_autocast_dtype(torch::kCPU, dtype);
        at::autocast::set_autocast_enabled(torch::kCPU, true);
    }
    ~AutocastOn()
    {
        at::autocast::clear_cache();
        at::autocast::set_autocast_enabled(torch::kCPU, false);
    }
    AutocastOn(const AutocastOn&) = delete;
    AutocastOn& operator=(const AutocastOn&) = delete;
};

} // namespace

/// The networks by whose activations pictures are compared, against PyTorch and the published fixtures.
class FeaturesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void vgg19Indices();
    void vgg19StopsWhereItMay();
    void vgg19BeforeActivation();
    void vgg19AfterActivation();
    void vgg19LayersInTheOrderAskedFor();
    void vgg19RefusesUnknownLayers();
    void nothingRandom();
    void shallowVgg();
    void lpipsOfTheFixture();
    void lpipsOfEqualPictures();
    void lpipsGradient();
    void lpipsSizes();
    void autocast();
};

void FeaturesTest::vgg19Indices()
{
    const std::vector<std::pair<const char*, int>> expected = {
        {"conv1_1", 0},  {"conv1_2", 2},  {"conv2_1", 5},  {"conv2_2", 7},  {"conv3_1", 10},
        {"conv3_4", 16}, {"conv4_1", 19}, {"conv4_4", 25}, {"conv5_1", 28}, {"conv5_4", 34}};
    for (const auto& [layer, index] : expected)
        QCOMPARE(Vgg19::indexOf(layer), std::optional(index));
    for (const char* unknown : {"conv0_1", "conv1_3", "conv6_1", "conv5_5", "relu1_1", ""})
        QVERIFY(!Vgg19::indexOf(unknown));
}

void FeaturesTest::vgg19StopsWhereItMay()
{
    QCOMPARE(Vgg19({"conv1_1"}, true).named_buffers().size(), std::size_t(2));
    const Vgg19 whole({"conv5_4"}, true);
    std::int64_t count = 0;
    for (const torch::Tensor& buffer : whole.buffers())
        count += buffer.numel();
    QCOMPARE(count, 20'024'384);
    QVERIFY(whole.named_buffers().find("features.34.weight"));
    QVERIFY(whole.parameters().empty()); // frozen
}

/// Computed by PyTorch in fp64 with the same numbers in the tensors.
void FeaturesTest::vgg19BeforeActivation()
{
    VggCase vgg(true);
    constexpr double meanSize[] = {0.8738975036441906,  0.6395302211789452,  0.5027255160814852,
                                   0.15179637553906117, 0.07652699292212252, 0.06989994074395242};
    constexpr double fifth[] = {-0.6987194056514974, -0.2895141723168733, 0.08264964170921546,
                                0.07008830936447573, 0.14092535730223527, -0.06590677740523655};
    for (std::size_t i = 0; i < vgg.features.size(); ++i) {
        QVERIFY(near(vgg.features[i].abs().mean().item<double>(), meanSize[i], 1e-6));
        QVERIFY(near(vgg.features[i].flatten()[5].item<double>(), fifth[i], 1e-5));
    }
    QVERIFY(near(vgg.gradientNorm(), 0.3309714861448427, 1e-5));
}

void FeaturesTest::vgg19AfterActivation()
{
    VggCase vgg(false);
    constexpr double means[] = {0.45346604783038513, 0.29372002412752435, 0.2706722841117974,
                                0.07151021624057652, 0.03783618472414829, 0.03423044282825634};
    for (std::size_t i = 0; i < vgg.features.size(); ++i)
        QVERIFY(near(vgg.features[i].mean().item<double>(), means[i], 1e-5));
    QVERIFY(near(vgg.gradientNorm(), 0.17078127986205305, 1e-5));
}

void FeaturesTest::vgg19LayersInTheOrderAskedFor()
{
    Vgg19 vgg({"conv2_1", "conv1_1", "conv2_1"}, true);
    fillWithWaves(vgg);
    const auto features = vgg.features(wavePictures(1, 16));
    QCOMPARE(features.size(), std::size_t(3));
    QCOMPARE(features[0].size(1), 128);
    QCOMPARE(features[1].size(1), 64);
    QVERIFY(torch::equal(features[0], features[2]));
}

void FeaturesTest::vgg19RefusesUnknownLayers()
{
    QVERIFY_EXCEPTION_THROWN(Vgg19({"conv5_4", "conv7_1"}, true), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(Vgg19({}, true), std::invalid_argument);
}

/// Without a file there are no features, and making a network draws no random numbers.
void FeaturesTest::nothingRandom()
{
    torch::manual_seed(1);
    const torch::Tensor expected = torch::rand({4});
    torch::manual_seed(1);
    Vgg19 vgg({"conv1_2"}, true);
    ShallowVgg shallow;
    Lpips lpips;
    QVERIFY(torch::equal(torch::rand({4}), expected));
    const torch::Tensor picture = torch::rand({1, 3, 32, 32});
    QVERIFY(vgg.features(picture)[0].isnan().all().item<bool>());
    QVERIFY(lpips.forward(picture, picture).isnan().all().item<bool>());
}

void FeaturesTest::shallowVgg()
{
    ENLARGER_NEED(backbones());
    ShallowVgg vgg;
    ENLARGER_VERIFY(fillFrom(vgg, {backbones() / "vgg19n_features_folded.safetensors"}));
    const auto hr = vgg.features(rawPicture("hr_96_rgb01_nchw.f32"));
    const auto bicubic = vgg.features(rawPicture("bicubic_96_rgb01_nchw.f32"));
    constexpr double means[] = {1.5237219333648682, 1.4810059070587158, 1.2789931297302246,
                                1.3471031188964844, 1.1803669929504395};
    constexpr double distances[] = {0.8620185256004333, 0.9651868343353271, 0.866801917552948,
                                    1.0396943092346191, 1.082629919052124};
    QCOMPARE(hr.size(), std::size_t(5));
    for (std::size_t i = 0; i < hr.size(); ++i) {
        QVERIFY(near(hr[i].mean().item<double>(), means[i], 1e-5));
        QVERIFY(near((hr[i] - bicubic[i]).abs().mean().item<double>(), distances[i], 1e-5));
    }
    QCOMPARE(hr[4].sizes(), torch::IntArrayRef({1, 256, 24, 24}));
}

void FeaturesTest::lpipsOfTheFixture()
{
    ENLARGER_NEED(backbones());
    LpipsCase fixture;
    ENLARGER_VERIFY(fixture.open());
    constexpr double slices[] = {0.02903570793569088, 0.018567990511655807, 0.15695112943649292,
                                 0.19107957184314728, 0.07567206025123596,  0.03369487449526787,
                                 0.033298078924417496};
    const auto terms = fixture.lpips.terms(fixture.sr, fixture.hr);
    QCOMPARE(terms.size(), std::size(slices));
    for (std::size_t i = 0; i < terms.size(); ++i)
        QVERIFY(near(terms[i].item<double>(), slices[i], 1e-5));
    QVERIFY(near(fixture.lpips.forward(fixture.sr, fixture.hr).item<double>(), 0.538299, 2e-6));
}

void FeaturesTest::lpipsOfEqualPictures()
{
    ENLARGER_NEED(backbones());
    LpipsCase fixture;
    ENLARGER_VERIFY(fixture.open());
    const torch::Tensor sr = fixture.hr.clone().requires_grad_();
    const torch::Tensor distance = fixture.lpips.forward(sr, fixture.hr);
    distance.sum().backward();
    QCOMPARE(distance.item<double>(), 0.0);
    QVERIFY(torch::isfinite(sr.grad()).all().item<bool>());
    // A black picture leaves pixels without any feature.
    const torch::Tensor black = torch::zeros({1, 3, 32, 32}).requires_grad_();
    fixture.lpips.forward(black, fixture.hr.slice(2, 0, 32).slice(3, 0, 32)).sum().backward();
    QVERIFY(torch::isfinite(black.grad()).all().item<bool>());
}

/// One step down the gradient brings the pictures nearer, by about what the gradient says.
void FeaturesTest::lpipsGradient()
{
    ENLARGER_NEED(backbones());
    LpipsCase fixture;
    ENLARGER_VERIFY(fixture.open());
    const torch::Tensor sr = fixture.sr.clone().requires_grad_();
    const torch::Tensor before = fixture.lpips.forward(sr, fixture.hr).sum();
    before.backward();
    const torch::Tensor gradient = sr.grad();
    const double step = 1e-3 / gradient.norm().item<double>();
    const torch::NoGradGuard noGrad;
    const double after = fixture.lpips.forward(sr - step * gradient, fixture.hr).sum().item<double>();
    const double expected = -step * gradient.square().sum().item<double>();
    QVERIFY(near(after - before.item<double>(), expected, 0.1));
}

void FeaturesTest::lpipsSizes()
{
    Lpips lpips;
    fillWithWaves(lpips);
    const torch::Tensor least = torch::rand({2, 3, Lpips::leastSide, Lpips::leastSide});
    QCOMPARE(lpips.forward(least, least.flip(3)).sizes(), torch::IntArrayRef({2}));
    const torch::Tensor small = torch::rand({1, 3, 16, 40});
    QVERIFY_EXCEPTION_THROWN(lpips.forward(small, small), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(lpips.forward(least, torch::rand({1, 3, 32, 32})), std::invalid_argument);
}

/// Under bf16 the features are near enough; fp16 is not used at all.
void FeaturesTest::autocast()
{
    ENLARGER_NEED(backbones());
    LpipsCase fixture;
    ENLARGER_VERIFY(fixture.open());
    const double exact = fixture.lpips.forward(fixture.sr, fixture.hr).item<double>();
    {
        const AutocastOn narrow(torch::kFloat16);
        QCOMPARE(fixture.lpips.forward(fixture.sr, fixture.hr).item<double>(), exact);
    }
    const torch::Tensor sr = fixture.sr.clone().requires_grad_();
    fixture.lpips.forward(sr, fixture.hr).sum().backward();
    const torch::Tensor gradient = sr.grad().flatten().clone();
    sr.mutable_grad().reset();
    const AutocastOn narrow(torch::kBFloat16);
    const torch::Tensor distance = fixture.lpips.forward(sr, fixture.hr);
    QCOMPARE(distance.scalar_type(), torch::kFloat32);
    QVERIFY(near(distance.item<double>(), exact, 0.02));
    distance.sum().backward();
    QVERIFY(torch::cosine_similarity(sr.grad().flatten(), gradient, 0).item<double>() > 0.95);
    QVERIFY(near(sr.grad().norm().item<double>(), gradient.norm().item<double>(), 0.05));
}

QTEST_GUILESS_MAIN(FeaturesTest)
#include "features_test.moc"
