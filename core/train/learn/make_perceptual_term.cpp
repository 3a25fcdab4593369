// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/learn/make_perceptual_term.h"

#include "core/device/engine_errors.h"
#include "core/infer/features/feature_files.h"
#include "core/nn/losses/loss_table.h"
#include "core/train/learn/feature_terms.h"
#include "core/train/recipe/named_weight.h"

#include <algorithm>
#include <ranges>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace enlarger::train {

namespace {

using Folders = std::vector<std::filesystem::path>;
using Term = std::unique_ptr<PerceptualTerm>;

/// A loss that needs nothing but both pictures.
class PictureTerm : public PerceptualTerm
{
public:
    explicit PictureTerm(nn::PictureLoss pictureLoss)
        : m_loss(pictureLoss)
    {}
    torch::Tensor loss(const torch::Tensor& sr, const torch::Tensor& hr) override
    {
        return m_loss(sr, hr, anyScale);
    }

private:
    static constexpr int anyScale = 1; // perceptual losses do not know of one

    nn::PictureLoss m_loss;
};

Error wrongLayers(const std::string& what)
{
    return Error{
        ErrorKind::BadInput, "loss.layers: " + what, {}, "Write layers as conv2_2 or conv1_2:0.1,conv5_4:1"};
}

Result<LayerWeight> parseLayer(const std::string& text)
{
    const auto problemOf = [](const std::string& name) {
        return nn::Vgg19::indexOf(name)
                   ? std::string()
                   : fmt::format("VGG19 has no layer '{}', but conv1_1 to conv5_4", name);
    };
    auto named = parseNamedWeight(text, problemOf, wrongLayers);
    if (!named)
        return std::move(named).error();
    return LayerWeight{named->name, named->weight};
}

bool isAvailable(const Folders& folders, const std::vector<infer::FeatureFile>& files)
{
    return std::ranges::all_of(
        files, [&](const infer::FeatureFile& file) { return infer::findFeatureFile(folders, file).ok(); });
}

/// Says which terms can be had without fetching anything.
Error withOtherTerms(Error error, const Folders& folders, bool hasDiscriminator)
{
    std::vector<const char*> names; // the best ones first
    const auto add = [&](nn::PerceptualKind kind, bool canBeHad) {
        if (canBeHad)
            names.push_back(nameOf(kind));
    };
    add(nn::PerceptualKind::Vgg19, isAvailable(folders, {infer::vgg19File()}));
    add(nn::PerceptualKind::LpipsSqueeze,
        isAvailable(folders, {infer::squeezeNetFile(), infer::lpipsFile()}));
    add(nn::PerceptualKind::Dists, isAvailable(folders, {infer::vgg16File(), infer::distsFile()}));
    add(nn::PerceptualKind::Vgg19Shallow, isAvailable(folders, {infer::shallowVggFile()}));
    add(nn::PerceptualKind::Discriminator, hasDiscriminator);
    for (const auto& [kind, name] : namesOf(nn::PerceptualKind{}))
        add(kind, nn::pictureLoss(kind) != nullptr);
    error.advice += fmt::format("{}, or train with another term that is available: --set loss.perceptual={}",
                                error.advice.empty() ? "Download the file" : "", fmt::join(names, " | "));
    return error;
}

Result<Term> makeVgg19Term(const Recipe::Loss& loss, const Folders& folders, const torch::Device& device)
{
    const Result<std::vector<LayerWeight>> layers = parseLayers(loss.layers);
    if (!layers)
        return layers.error();
    std::vector<std::string> names;
    std::vector<double> weights;
    for (const LayerWeight& layer : *layers) {
        names.push_back(layer.layer);
        weights.push_back(layer.weight);
    }
    const auto vgg = infer::openVgg19(folders, names, loss.beforeActivation, loss.featureInput);
    if (!vgg)
        return vgg.error();
    (*vgg)->to(device);
    return Term(std::make_unique<FeatureTerm>(*vgg, loss.featureDistance, std::move(weights)));
}

Result<Term> makeContextualTerm(const Recipe::Loss& loss, const Folders& folders, const torch::Device& device)
{
    const auto vgg = infer::openVgg19(folders, {"conv3_4"}, /*beforeActivation=*/false, loss.featureInput);
    if (!vgg)
        return vgg.error();
    (*vgg)->to(device);
    return Term(std::make_unique<ContextualTerm>(*vgg));
}

Result<Term> makeShallowTerm(const Recipe::Loss& loss, const Folders& folders, const torch::Device& device)
{
    const auto vgg = infer::openShallowVgg(folders);
    if (!vgg)
        return vgg.error();
    (*vgg)->to(device);
    constexpr std::size_t layers = 5;
    return Term(
        std::make_unique<FeatureTerm>(*vgg, loss.featureDistance, std::vector<double>(layers, 1.0 / layers)));
}

template <class Network>
Result<Term> makeDistanceTerm(const Result<std::shared_ptr<Network>>& opened, const torch::Device& device)
{
    if (!opened)
        return opened.error();
    (*opened)->to(device);
    return Term(std::make_unique<DistanceTerm<Network>>(*opened));
}

} // namespace

Result<std::vector<LayerWeight>> parseLayers(const std::string& text)
{
    std::vector<LayerWeight> layers;
    for (const auto part : std::views::split(text, ',')) {
        Result<LayerWeight> layer = parseLayer(std::string(part.begin(), part.end()));
        if (!layer)
            return std::move(layer).error();
        if (std::ranges::find(layers, layer->layer, &LayerWeight::layer) != layers.end())
            return wrongLayers(layer->layer + " is there twice");
        layers.push_back(*std::move(layer));
    }
    return layers.empty() ? Result<std::vector<LayerWeight>>(wrongLayers("no layer is named")) : layers;
}

Result<Term> makePerceptualTerm(nn::PerceptualKind kind, const Recipe::Loss& loss,
                                const Folders& featureFolders, nn::Discriminator* discriminator,
                                const torch::Device& device)
try {
    if (const nn::PictureLoss pictureLoss = nn::pictureLoss(kind))
        return Term(std::make_unique<PictureTerm>(pictureLoss));
    Result<Term> term = [&]() -> Result<Term> {
        switch (kind) {
        case nn::PerceptualKind::Vgg19:
            return makeVgg19Term(loss, featureFolders, device);
        case nn::PerceptualKind::Vgg19Shallow:
            return makeShallowTerm(loss, featureFolders, device);
        case nn::PerceptualKind::LpipsSqueeze:
            return makeDistanceTerm(infer::openLpips(featureFolders), device);
        case nn::PerceptualKind::Contextual:
            return makeContextualTerm(loss, featureFolders, device);
        case nn::PerceptualKind::Dists:
            return makeDistanceTerm(infer::openDists(featureFolders), device);
        case nn::PerceptualKind::Discriminator:
            if (discriminator)
                return Term(std::make_unique<DiscriminatorTerm>(*discriminator, loss.featureDistance));
            return Error{ErrorKind::BadInput,
                         "loss.perceptual is discriminator, but there is none",
                         {},
                         "Choose another loss.perceptual"};
        default:
            return Error{ErrorKind::Internal,
                         fmt::format("the perceptual loss {} has no function", nameOf(kind)),
                         {},
                         {}};
        }
    }();
    if (!term && term.error().kind == ErrorKind::Io)
        return withOtherTerms(term.error(), featureFolders, discriminator != nullptr);
    return term;
} catch (...) {
    return device::currentEngineError();
}

} // namespace enlarger::train
