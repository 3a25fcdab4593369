// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/degrade/options/degradation_kind.h"
#include "core/degrade/options/degradation_options.h"
#include "core/device/precision.h"
#include "core/nn/kinds/discriminator_kinds.h"
#include "core/nn/kinds/loss_kinds.h"
#include "core/nn/kinds/network_spec.h"
#include "core/train/recipe/recipe_kinds.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace enlarger::train {

/// Everything that defines a training run, but not its data. The defaults are a plain PSNR training; names of
/// the fields are those of `--set` and of the JSON files ("loss.gan-weight").
struct Recipe
{
    std::string name;        // "esrgan"
    std::string title;       // "ESRGAN, as in the paper"
    std::string description; // one plain sentence

    struct Generator
    {
        nn::Architecture architecture = nn::Architecture::RrdbNet;
        int scale = 4;
        int features = 64;
        int blocks = 23;
        int growth = 32;
        nn::Upsampling upsampling = nn::Upsampling::Shuffle; // of SRResNet, as the next one
        GeneratorOutput output = GeneratorOutput::Tanh;
        bool branches = true; // of SPAN: its convolutions train as several each
        InitialWeights initialWeights = InitialWeights::Usual;
        GeneratorStart start = GeneratorStart::Fresh;
        std::string freeze; // name prefixes of parameters that stay as they are, by commas
    } generator;

    struct Discriminator
    {
        nn::DiscriminatorKind kind = nn::DiscriminatorKind::None; // the side of the crop must fit
        int features = 64;
        std::string from; // a file of one of this kind, or a checkpoint, that a run begins with
        double rate = 1e-4;
        double labelSmoothing = 0.0; // the real label is 1 - this
        int warmUp = 0;              // steps in the beginning in which only the discriminator learns
        bool first = false;          // in each step, from pictures of the generator in evaluation mode
        int updates = 1;             // a step: 2: by the made pictures, then by the true ones
        InitialWeights initialWeights = InitialWeights::Usual;
    } discriminator;

    struct Loss
    {
        nn::PixelKind pixel = nn::PixelKind::L1;
        double pixelWeight = 1.0;
        nn::GanKind gan = nn::GanKind::Plain;
        double ganWeight = 0.0;
        nn::PerceptualKind perceptual = nn::PerceptualKind::Vgg19;
        double perceptualWeight = 0.0;
        std::string perceptualAlso;     // more of them: "lpips-squeeze:0.5,ms-ssim"
        std::string layers = "conv5_4"; // of VGG19: "conv1_2:0.1,conv5_4:1"
        bool beforeActivation = true;
        nn::FeatureDistance featureDistance = nn::FeatureDistance::L1;
        nn::FeatureInput featureInput = nn::FeatureInput::ImageNet;       // of VGG19
        std::array<double, std::size(nn::pictureTerms)> pictureWeights{}; // by nn::PictureTerm
        double ldlWeight = 0.0; // of nn::artefactLoss, which compares with the averaged generator
        LossTarget target = LossTarget::Truth;

        double weightOf(nn::PictureTerm term) const { return pictureWeights[std::size_t(term)]; }
        double& weightOf(nn::PictureTerm term) { return pictureWeights[std::size_t(term)]; }
    } loss;

    struct Data
    {
        int crop = 128;        // side of the HR crop, pixels
        int batch = 16;        // crops a step and process
        bool flips = true;     // left to right, at random
        bool rotations = true; // by quarter turns, at random
        double mixup = 0.0;    // chances: see core/train/learn/augmentation.h
        double cutmix = 0.0;
        double cutblur = 0.0;
        double rgbPermutation = 0.0;
        bool degradePairs = false; // own LR is degraded once more
        degrade::DegradationKind degradation = degrade::DegradationKind::Bicubic;
        bool sharpenTarget = false; // unsharp mask on what the pixel and feature losses aim at
        int heldOut = 8;            // pictures kept for validation
    } data;

    degrade::DegradationOptions degradation; // of `photo` and `real`

    struct Optimiser
    {
        OptimiserKind kind = OptimiserKind::Adam; // of both networks
        double rate = 2e-4;                       // of the generator
        double beta1 = 0.9;
        double beta2 = 0.99;
        double beta3 = 0.99; // Adan
        double weightDecay = 0.0;
        double epsilon = 1e-8;
        double clip = 0.0;  // largest norm of a gradient; 0: as it comes
        int accumulate = 1; // micro-batches a step
    } optimiser;

    struct Schedule
    {
        std::int64_t steps = 1'000'000;
        double epochs = 0.0; // where above 0: the steps are that many times a crop of each picture
        ScheduleKind kind = ScheduleKind::Cosine;
        std::vector<double> milestones; // fractions of the length, at which the rate is multiplied by factor
        double factor = 0.5;
        int cycles = 1;          // of the cosine
        double leastRate = 1e-7; // where the cosine ends
        std::int64_t warmUp = 0; // steps
    } schedule;

    struct Run
    {
        double ema = 0.999; // 0: none
        device::Precision precision = device::Precision::Auto;
        std::int64_t seed = 1;
        std::int64_t validateEvery = 1000;   // steps
        std::int64_t checkpointEvery = 1000; // steps
        int keepLast = 2;
        std::int64_t keepEvery = 0;   // steps: those that are multiples of this stay for good
        Metric metric = Metric::Psnr; // what the best checkpoint is best in
        int patience = 0;             // validations without a better one after which the run ends; 0: never
    } run;

    /// The built-in recipe by which the network is trained that a recipe like this one starts from.
    const char* firstStage() const
    {
        return generator.architecture == nn::Architecture::SrResNet ? "srresnet" : "psnr";
    }
    bool hasDiscriminator() const { return discriminator.kind != nn::DiscriminatorKind::None; }
    /// No other network has a say.
    bool comparesPixelsAlone() const
    {
        return loss.perceptualWeight <= 0.0 && loss.perceptualAlso.empty() && !hasDiscriminator();
    }
    /// Such losses soften: nothing rewards texture.
    bool hasPixelLossesAlone() const { return loss.target == LossTarget::Truth && comparesPixelsAlone(); }
};

/// One field, for lists, forms and help.
struct RecipeField
{
    std::string key;                // "loss.gan-weight"
    std::string value;              // as text: what set() takes
    std::string description;        // one phrase
    std::string range;              // "a number from 0 to 1", "l1, mse, charbonnier"
    std::vector<std::string> words; // all that it may be; of a flag "yes" and "no"; empty: see `range`
    bool isFlag = false;
};

/// Every field in order, with the recipe's values.
std::vector<RecipeField> fieldsOf(const Recipe& recipe);

/// Sets one field from text. An unknown key, a value of another kind or out of range is an Error that names
/// the field, and the nearest key.
Status setField(Recipe& recipe, const std::string& key, const std::string& value);

/// The same from "FIELD=VALUE", as --set takes it.
Status setField(Recipe& recipe, const std::string& setting);

/// Whether the fields fit one another: crop and discriminator, crop and scale, weights without a kind.
Status check(const Recipe& recipe);

/// Fields that are missing are as in the built-in recipe that "base" names, without one at their defaults;
/// unknown ones are an Error that names them.
Result<Recipe> recipeFromJson(const std::string& json);
std::string toJson(const Recipe& recipe);

/// The recipes that come with the program (resources/recipes), in the order of their table.
const std::vector<Recipe>& builtInRecipes();

/// One of those by name, or a JSON file at that path.
Result<Recipe> findRecipe(const std::string& nameOrFile);

} // namespace enlarger::train
