// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/enum_names.h"

#include <iterator>

namespace enlarger::nn {

/// Distances of pixels.
enum class PixelKind {
    L1,          // mean |sr - target|
    Mse,         // mean (sr - target)^2
    Charbonnier, // mean sqrt((sr - target)^2 + 0.001^2), LapSRN's
};
constexpr auto namesOf(PixelKind)
{
    return std::to_array<EnumName<PixelKind>>(
        {{PixelKind::L1, "l1"}, {PixelKind::Mse, "mse"}, {PixelKind::Charbonnier, "charbonnier"}});
}

/// What generator and discriminator minimise against each other. With D the logits, H(x, t) the binary
/// cross-entropy of sigmoid(x) with the label t, and means over all logits:
enum class GanKind {
    /// G: H(D(sr), 1).  D: H(D(hr), 1), H(D(sr), 0).
    Plain,
    /// G: (H(D(hr) - mean D(sr), 0) + H(D(sr) - mean D(hr), 1)) / 2.
    /// D: H(D(hr) - mean D(sr), 1) / 2, H(D(sr) - mean D(hr), 0) / 2.  ESRGAN's, as BasicSR computes it.
    Relativistic,
    /// The same without the halves, as the Keras blog sums them; the means have their gradient in D's step
    /// too.
    RelativisticSigmoid,
};
constexpr auto namesOf(GanKind)
{
    return std::to_array<EnumName<GanKind>>({{GanKind::Plain, "plain"},
                                             {GanKind::Relativistic, "relativistic"},
                                             {GanKind::RelativisticSigmoid, "relativistic-sigmoid"}});
}

/// Distances of features: mean |sr - hr|, or its square.
enum class FeatureDistance { L1, Mse };
constexpr auto namesOf(FeatureDistance)
{
    return std::to_array<EnumName<FeatureDistance>>(
        {{FeatureDistance::L1, "l1"}, {FeatureDistance::Mse, "mse"}});
}

/// How pictures in 0..1 are handed to VGG19.
enum class FeatureInput {
    ImageNet, // minus ImageNet's mean, over its standard deviation: what torchvision's weights were trained
              // on
    Keras,    // Keras' preprocess_input: 0..255, BGR, minus the means; nothing is divided
    Plain,    // as they are
};
constexpr auto namesOf(FeatureInput)
{
    return std::to_array<EnumName<FeatureInput>>(
        {{FeatureInput::ImageNet, "imagenet"}, {FeatureInput::Keras, "keras"}, {FeatureInput::Plain, "no"}});
}

/// What compares how pictures look instead of their pixels.
enum class PerceptualKind {
    Vgg19,         // layers of VGG19
    Vgg19Shallow,  // its first five, of a network of their own
    LpipsSqueeze,  // LPIPS v0.1 on SqueezeNet
    Discriminator, // feature matching: layers of the run's own discriminator
    MsSsim,        // 1 - multi-scale SSIM; this and the next one read both pictures alone (loss_table.h)
    Laplacian,     // levels of a Laplacian pyramid
    Contextual,    // whether each feature of VGG19 has one like it anywhere in the other picture
    Dists,         // means and correlations of VGG16's features, weighed by human judgements
};
constexpr auto namesOf(PerceptualKind)
{
    return std::to_array<EnumName<PerceptualKind>>({{PerceptualKind::Vgg19, "vgg19"},
                                                    {PerceptualKind::Vgg19Shallow, "vgg19-shallow"},
                                                    {PerceptualKind::LpipsSqueeze, "lpips-squeeze"},
                                                    {PerceptualKind::Discriminator, "discriminator"},
                                                    {PerceptualKind::MsSsim, "ms-ssim"},
                                                    {PerceptualKind::Laplacian, "laplacian"},
                                                    {PerceptualKind::Contextual, "contextual"},
                                                    {PerceptualKind::Dists, "dists"}});
}

/// Terms of the generator's loss that compare its picture with the true one and have a weight of their own.
enum class PictureTerm {
    Colour,           // L1 between the low frequencies
    Checkerboard,     // checkerboard artefacts in flat places
    Fft,              // spectra, those that differ most first
    GradientVariance, // how much the gradients vary from place to place
};

struct PictureTermInfo
{
    PictureTerm term;
    const char* name;        // recipes call its weight loss.NAME-weight
    const char* curve;       // in history.csv, TensorBoard and the line of progress: stays as it is for good
    const char* description; // of the weight, one phrase
    int leastScale = 1;      // smallest scale at which there is such a loss
    int leastCrop = 1;       // smallest side of the LR crop, pixels
    bool holdsWeights = false; // weights within it count as constants: its gradient is not quite its slope
};

/// In the order of the enum: recipes, curves, help and the trainer go through this table.
inline constexpr PictureTermInfo pictureTerms[] = {
    {PictureTerm::Colour, "colour", "colour", "weight of the colour loss: the distance of low frequencies"},
    {PictureTerm::Checkerboard, "checkerboard", "weave", "weight of checkerboard artefacts in flat areas", 2,
     3},
    {PictureTerm::Fft, "fft", "fft", "weight of the focal frequency loss", 1, 1, true},
    {PictureTerm::GradientVariance, "gradient-variance", "gradient variance",
     "weight of the gradient variance loss"},
};

constexpr auto namesOf(PictureTerm)
{
    std::array<EnumName<PictureTerm>, std::size(pictureTerms)> names{};
    for (std::size_t i = 0; i < names.size(); ++i)
        names[i] = {pictureTerms[i].term, pictureTerms[i].name};
    return names;
}

} // namespace enlarger::nn
