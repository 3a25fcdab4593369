// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/make_perceptual_term.h"

#include "core/infer/features/feature_files.h"
#include "core/nn/features/dists.h"
#include "core/nn/features/vgg19.h"
#include "core/nn/losses/laplacian_loss.h"
#include "core/nn/losses/ms_ssim.h"
#include "core/weights/weights.h"
#include "tests/core/nn/waves.h"
#include "tests/support/test_files.h"

#include <QtTest>

#include <algorithm>
#include <fstream>

using namespace enlarger;
using namespace enlarger::tests;
using train::LayerWeight;
using train::Recipe;

namespace {

using Folders = std::vector<std::filesystem::path>;

Recipe::Loss lossOf(nn::PerceptualKind kind)
{
    Recipe::Loss loss;
    loss.perceptual = kind;
    return loss;
}

auto makePerceptualTerm(const Recipe::Loss& loss, const Folders& folders, nn::Discriminator* discriminator,
                        const torch::Device& device)
{
    return train::makePerceptualTerm(loss.perceptual, loss, folders, discriminator, device);
}

std::filesystem::path sharedFeatures()
{
    return sharedFile("weights/third-party");
}

std::filesystem::path pathOf(const QTemporaryDir& folder)
{
    return folder.path().toStdString();
}

/// VGG19 up to a layer with waves for weights, under torchvision's names.
weights::StateDict waveVgg(const std::string& lastLayer)
{
    nn::Vgg19 vgg({lastLayer}, true);
    fillWithWaves(vgg);
    weights::StateDict tensors;
    for (const auto& buffer : vgg.named_buffers())
        tensors.add(buffer.key(), buffer.value());
    return tensors;
}

struct Pictures
{
    torch::Tensor hr = softPictures(2, 48).to(torch::kFloat32);
    torch::Tensor sr = (hr + 0.1 * (wavePictures(2, 48) - 0.5)).to(torch::kFloat32).requires_grad_();
};

bool hasGoodGradient(train::PerceptualTerm& term)
{
    Pictures pictures;
    const torch::Tensor loss = term.loss(pictures.sr, pictures.hr);
    loss.backward();
    const torch::Tensor gradient = pictures.sr.grad();
    return loss.dim() == 0 && loss.item<double>() > 0.0 && torch::isfinite(gradient).all().item<bool>() &&
           gradient.abs().sum().item<double>() > 0.0;
}

} // namespace

/// Perceptual terms by name: what they compute, where their features come from, and what is said where those
/// are missing.
class PerceptualTermTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { qunsetenv("ENLARGER_FEATURES_DIR"); }
    void layers();
    void layersThatMakeNoSense_data();
    void layersThatMakeNoSense();
    void withoutFiles();
    void vgg19IsTheWeightedSumOfLayers();
    void vgg19FromPth();
    void missingVgg19NamesTheWaysOut();
    void wrongShapesAreRefused();
    void wrongHashIsRefused();
    void foldersInOrder();
    void lpips();
    void shallow();
    void discriminator();
    void contextual();
    void dists();
    void unknownNames();
};

void PerceptualTermTest::layers()
{
    const auto one = train::parseLayers("conv5_4");
    ENLARGER_VERIFY(one);
    QVERIFY(*one == std::vector<LayerWeight>({{"conv5_4", 1.0}}));
    const auto five = train::parseLayers("conv1_2:0.1, conv2_2:0.1, conv3_4, conv4_4:1, conv5_4:1e0");
    ENLARGER_VERIFY(five);
    QVERIFY(*five ==
            std::vector<LayerWeight>(
                {{"conv1_2", 0.1}, {"conv2_2", 0.1}, {"conv3_4", 1.0}, {"conv4_4", 1.0}, {"conv5_4", 1.0}}));
}

void PerceptualTermTest::layersThatMakeNoSense_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text : {"", ",", "conv5_5", "conv5_4:", "conv5_4:x", "conv5_4:1x", "conv5_4:0",
                             "conv5_4:-1", "conv5_4:nan", "conv5_4:inf", "conv5_4,conv5_4", "relu5_4"})
        QTest::newRow(*text ? text : "nothing") << text;
}

void PerceptualTermTest::layersThatMakeNoSense()
{
    QFETCH(const QString, text);
    const auto layers = train::parseLayers(text.toStdString());
    QVERIFY(!layers.ok());
    QVERIFY(layers.error().what.starts_with("loss.layers"));
    QVERIFY(!layers.error().advice.empty());
}

void PerceptualTermTest::withoutFiles()
{
    const Pictures pictures;
    const auto ssim = makePerceptualTerm(lossOf(nn::PerceptualKind::MsSsim), {}, nullptr, torch::kCPU);
    ENLARGER_VERIFY(ssim);
    QVERIFY(torch::equal((*ssim)->loss(pictures.sr, pictures.hr), nn::msSsimLoss(pictures.sr, pictures.hr)));
    QVERIFY(hasGoodGradient(**ssim));
    const auto laplacian =
        makePerceptualTerm(lossOf(nn::PerceptualKind::Laplacian), {}, nullptr, torch::kCPU);
    ENLARGER_VERIFY(laplacian);
    QVERIFY(torch::equal((*laplacian)->loss(pictures.sr, pictures.hr),
                         nn::laplacianLoss(pictures.sr, pictures.hr)));
    QVERIFY(hasGoodGradient(**laplacian));
}

void PerceptualTermTest::vgg19IsTheWeightedSumOfLayers()
{
    const QTemporaryDir folder;
    ENLARGER_VERIFY(weights::writeSafetensors(pathOf(folder) / "vgg19.safetensors", waveVgg("conv2_2"), {}));
    Recipe::Loss loss = lossOf(nn::PerceptualKind::Vgg19);
    loss.layers = "conv1_2:0.1,conv2_2:2";
    nn::Vgg19 vgg({"conv1_2", "conv2_2"}, true);
    fillWithWaves(vgg);
    const Pictures pictures;
    const auto sr = vgg.features(pictures.sr);
    const auto hr = vgg.features(pictures.hr);

    auto term = makePerceptualTerm(loss, {pathOf(folder)}, nullptr, torch::kCPU);
    ENLARGER_VERIFY(term);
    const double l1 =
        (0.1 * (sr[0] - hr[0]).abs().mean() + 2.0 * (sr[1] - hr[1]).abs().mean()).item<double>();
    QVERIFY(std::abs((*term)->loss(pictures.sr, pictures.hr).item<double>() - l1) < 1e-5);
    QVERIFY(hasGoodGradient(**term));

    loss.featureDistance = nn::FeatureDistance::Mse;
    term = makePerceptualTerm(loss, {pathOf(folder)}, nullptr, torch::kCPU);
    ENLARGER_VERIFY(term);
    const double mse =
        (0.1 * (sr[0] - hr[0]).square().mean() + 2.0 * (sr[1] - hr[1]).square().mean()).item<double>();
    QVERIFY(std::abs((*term)->loss(pictures.sr, pictures.hr).item<double>() - mse) < 1e-5);

    loss.beforeActivation = false;
    term = makePerceptualTerm(loss, {pathOf(folder)}, nullptr, torch::kCPU);
    ENLARGER_VERIFY(term);
    const double after = (0.1 * (sr[0].relu() - hr[0].relu()).square().mean() +
                          2.0 * (sr[1].relu() - hr[1].relu()).square().mean())
                             .item<double>();
    QVERIFY(std::abs((*term)->loss(pictures.sr, pictures.hr).item<double>() - after) < 1e-5);
}

/// The name that torchvision's file has, in a folder of the folder.
void PerceptualTermTest::vgg19FromPth()
{
    const QTemporaryDir folder;
    std::filesystem::create_directory(pathOf(folder) / "vgg");
    const auto file = pathOf(folder) / "vgg" / "vgg19.pth";
    ENLARGER_VERIFY(weights::writePth(file, waveVgg("conv1_2")));
    Recipe::Loss loss = lossOf(nn::PerceptualKind::Vgg19);
    loss.layers = "conv1_2";
    const auto term = makePerceptualTerm(loss, {pathOf(folder)}, nullptr, torch::kCPU);
    ENLARGER_VERIFY(term);
    QVERIFY(hasGoodGradient(**term));
}

void PerceptualTermTest::missingVgg19NamesTheWaysOut()
{
    const QTemporaryDir folder;
    const auto discriminator = nn::makeDiscriminator({.features = 4});
    const auto term = makePerceptualTerm(lossOf(nn::PerceptualKind::Vgg19), {pathOf(folder)},
                                         discriminator.get(), torch::kCPU);
    QVERIFY(!term.ok());
    const std::string text = term.error().text();
    for (const std::string part : {"vgg19", "https://download.pytorch.org/models/vgg19-dcbb9e9d.pth",
                                   "loss.perceptual=", "discriminator", "ms-ssim", "laplacian"})
        QVERIFY2(text.find(part) != std::string::npos, (part + " is not in: " + text).c_str());
    QVERIFY(text.find(pathOf(folder).string()) != std::string::npos);
    QVERIFY(text.find("lpips-squeeze") == std::string::npos); // not at hand
    ENLARGER_NEED(sharedFeatures());
    const auto other = makePerceptualTerm(lossOf(nn::PerceptualKind::Vgg19),
                                          {pathOf(folder), sharedFeatures()}, nullptr, torch::kCPU);
    QVERIFY(!other.ok());
    QVERIFY(other.error().advice.find("lpips-squeeze | vgg19-shallow | ms-ssim") != std::string::npos);
}

void PerceptualTermTest::wrongShapesAreRefused()
{
    const QTemporaryDir folder;
    weights::StateDict tensors = waveVgg("conv1_2");
    tensors.add("features.2.weight", torch::zeros({64, 64, 1, 1}));
    ENLARGER_VERIFY(weights::writeSafetensors(pathOf(folder) / "vgg19.safetensors", tensors, {}));
    Recipe::Loss loss = lossOf(nn::PerceptualKind::Vgg19);
    loss.layers = "conv1_2";
    const auto shape = makePerceptualTerm(loss, {pathOf(folder)}, nullptr, torch::kCPU);
    QVERIFY(!shape.ok());
    QVERIFY(shape.error().what.find("features.2.weight") != std::string::npos);
    QVERIFY(!shape.error().file.empty());
    loss.layers = "conv2_1"; // deeper than the file
    const auto missing = makePerceptualTerm(loss, {pathOf(folder)}, nullptr, torch::kCPU);
    QVERIFY(!missing.ok());
}

void PerceptualTermTest::wrongHashIsRefused()
{
    const QTemporaryDir folder;
    ENLARGER_VERIFY(weights::writeSafetensors(pathOf(folder) / "vgg19-dcbb9e9d.pth", waveVgg("conv1_1"), {}));
    Recipe::Loss loss = lossOf(nn::PerceptualKind::Vgg19);
    loss.layers = "conv1_1";
    const auto term = makePerceptualTerm(loss, {pathOf(folder)}, nullptr, torch::kCPU);
    QVERIFY(!term.ok());
    QVERIFY(term.error().what.find("SHA-256") != std::string::npos);
}

void PerceptualTermTest::foldersInOrder()
{
    QCOMPARE(infer::featureFolders({"a"}, "data"),
             Folders({"a", std::filesystem::path("data") / "features"}));
    QCOMPARE(infer::featureFolders({}), Folders());
    qputenv("ENLARGER_FEATURES_DIR", "b");
    QCOMPARE(infer::featureFolders({"a"}, "data"), Folders({"a", "b"}));

    const QTemporaryDir first;
    const QTemporaryDir second;
    const auto touch = [](const std::filesystem::path& file) { std::ofstream(file) << "x"; };
    touch(pathOf(second) / "vgg19.pth");
    touch(pathOf(second) / "vgg19n_features_folded.safetensors");
    touch(pathOf(first) / "vgg19_bn.pth"); // another network
    touch(pathOf(first) / "vgg19.txt");
    const auto found = infer::findFeatureFile({pathOf(first), pathOf(second)}, infer::vgg19File());
    ENLARGER_VERIFY(found);
    QCOMPARE(*found, pathOf(second) / "vgg19.pth");
    QVERIFY(!infer::findFeatureFile({pathOf(first), "no such folder"}, infer::vgg19File()).ok());
}

void PerceptualTermTest::lpips()
{
    ENLARGER_NEED(sharedFeatures());
    const auto term = makePerceptualTerm(lossOf(nn::PerceptualKind::LpipsSqueeze), {sharedFeatures()},
                                         nullptr, torch::kCPU);
    ENLARGER_VERIFY(term);
    QVERIFY(hasGoodGradient(**term));
    const Pictures pictures;
    QCOMPARE((*term)->loss(pictures.hr, pictures.hr).item<double>(), 0.0);
}

void PerceptualTermTest::shallow()
{
    ENLARGER_NEED(sharedFeatures());
    const auto term = makePerceptualTerm(lossOf(nn::PerceptualKind::Vgg19Shallow), {sharedFeatures()},
                                         nullptr, torch::kCPU);
    ENLARGER_VERIFY(term);
    QVERIFY(hasGoodGradient(**term));
    const auto read = [](const char* name) {
        torch::Tensor picture = torch::empty({1, 3, 96, 96});
        std::ifstream in(sharedFeatures() / "backbones" / name, std::ios::binary);
        in.read(static_cast<char*>(picture.data_ptr()), std::streamsize(picture.nbytes()));
        return picture;
    };
    const double loss =
        (*term)->loss(read("bicubic_96_rgb01_nchw.f32"), read("hr_96_rgb01_nchw.f32")).item<double>();
    const double expected = (0.8620185256 + 0.9651868344 + 0.8668019176 + 1.0396943092 + 1.0826299191) / 5.0;
    QVERIFY(std::abs(loss - expected) < 1e-5);
}

void PerceptualTermTest::discriminator()
{
    const auto unet = nn::makeDiscriminator({.kind = nn::DiscriminatorKind::UnetSn, .features = 4});
    unet->eval();
    const auto term =
        makePerceptualTerm(lossOf(nn::PerceptualKind::Discriminator), {}, unet.get(), torch::kCPU);
    ENLARGER_VERIFY(term);
    QVERIFY(hasGoodGradient(**term));
    const Pictures pictures;
    const auto sr = unet->features(pictures.sr);
    const auto hr = unet->features(pictures.hr);
    double expected = 0.0;
    for (std::size_t i = 0; i < sr.size(); ++i)
        expected += (sr[i] - hr[i]).abs().mean().item<double>() / double(sr.size());
    QVERIFY(std::abs((*term)->loss(pictures.sr, pictures.hr).item<double>() - expected) < 1e-6);
    QVERIFY(!makePerceptualTerm(lossOf(nn::PerceptualKind::Discriminator), {}, nullptr, torch::kCPU).ok());
}

void PerceptualTermTest::contextual()
{
    const QTemporaryDir folder;
    ENLARGER_VERIFY(weights::writeSafetensors(pathOf(folder) / "vgg19.safetensors", waveVgg("conv3_4"), {}));
    const auto term =
        makePerceptualTerm(lossOf(nn::PerceptualKind::Contextual), {pathOf(folder)}, nullptr, torch::kCPU);
    ENLARGER_VERIFY(term);
    QVERIFY(hasGoodGradient(**term));
    const Pictures pictures;
    QVERIFY((*term)->loss(pictures.sr, pictures.hr).item<double>() >
            (*term)->loss(pictures.hr, pictures.hr).item<double>());
}

/// From both of its files: VGG16 under torchvision's names, and alpha and beta as their author stored them.
void PerceptualTermTest::dists()
{
    nn::Dists network;
    fillWithWaves(network);
    weights::StateDict vgg;
    weights::StateDict learnt;
    for (const auto& buffer : network.named_buffers()) {
        const bool isLearnt = !buffer.key().starts_with("features");
        (isLearnt ? learnt : vgg).add(buffer.key(), isLearnt ? buffer.value().abs() : buffer.value());
    }
    const QTemporaryDir folder;
    ENLARGER_VERIFY(weights::writeSafetensors(pathOf(folder) / "vgg16.safetensors", vgg, {}));
    const auto missing =
        makePerceptualTerm(lossOf(nn::PerceptualKind::Dists), {pathOf(folder)}, nullptr, torch::kCPU);
    QVERIFY(!missing.ok());
    QVERIFY(missing.error().text().find("DISTS_weights.pth") != std::string::npos);
    for (const char* name : {"DISTS_weights.pt", "DISTS_weights-of-1475.pth"}) {
        const auto file = pathOf(folder) / name;
        ENLARGER_VERIFY(weights::writePth(file, learnt));
        const auto term =
            makePerceptualTerm(lossOf(nn::PerceptualKind::Dists), {pathOf(folder)}, nullptr, torch::kCPU);
        ENLARGER_VERIFY(term);
        QVERIFY(hasGoodGradient(**term));
        const Pictures pictures;
        QVERIFY(std::abs((*term)->loss(pictures.hr, pictures.hr).item<double>()) < 1e-5);
        std::filesystem::remove(file);
    }
}

void PerceptualTermTest::unknownNames()
{
    Recipe recipe; // which is where names are read
    const Status status = train::setField(recipe, "loss.perceptual", "vgg16");
    QVERIFY(!status.ok());
    QVERIFY(status.error().what.find("vgg16") != std::string::npos);
}

QTEST_GUILESS_MAIN(PerceptualTermTest)
#include "perceptual_term_test.moc"
