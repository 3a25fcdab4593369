// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/recipe/recipe_fields.h"

#include "core/train/recipe/loss_terms.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace enlarger::train {

namespace {

RecipeProperty text(std::string key, std::string& target, const char* description)
{
    return {std::move(key), &target, description};
}

template <NamedEnum Enum>
RecipeProperty choice(std::string key, Enum& target, const char* description)
{
    return {std::move(key), choiceOf(target), description};
}

/// Integers enlarge; nothing is learnt in them.
RecipeProperty precisionWithoutIntegers(std::string key, device::Precision& target, const char* description)
{
    const std::string integers = nameOf(device::Precision::Int16);
    Choice choice = choiceOf(target);
    std::erase(choice.words, integers);
    choice.set = [set = choice.set, integers](const std::string& word) {
        return word != integers && set(word);
    };
    return {std::move(key), choice, description};
}

template <class Number>
RecipeProperty number(std::string key, Number& target, double least, double most, const char* description)
{
    return {std::move(key), &target, description, least, most};
}

RecipeProperty flag(std::string key, bool& target, const char* description)
{
    return {std::move(key), &target, description};
}

RecipeProperty chance(std::string key, double& target, const char* description)
{
    return number(std::move(key), target, 0, 1, description);
}

/// As from a phone or the web.
std::vector<RecipeProperty> photoProperties(degrade::PhotoOptions& photo)
{
    const auto key = [](const char* name) { return std::string("degradation.photo.") + name; };
    return {
        chance(key("blur-chance"), photo.blurChance, "probability of a soft lens"),
        number(key("blur-sigma"), photo.blur, 0.01, 3, "its sigma in LR pixels"),
        number(key("noise-sigma"), photo.noise, 0, 100, "strength of the noise, of 255"),
        chance(key("noise-grey"), photo.greyNoise, "probability that the noise is grey"),
        chance(key("sharpen-chance"), photo.sharpenChance, "probability of an unsharp mask"),
        number(key("sharpen-amount"), photo.sharpen, 0, 10, "its strength"),
        chance(key("jpeg-chance"), photo.jpegChance, "probability of JPEG"),
        number(key("jpeg-quality"), photo.jpeg, 1, 100, "its quality"),
    };
}

/// One order of the two.
std::vector<RecipeProperty> orderProperties(const std::string& prefix, degrade::OrderOptions& order)
{
    auto& [blur, resize, noise, jpeg] = order;
    const auto key = [&](const char* name) { return prefix + name; };
    return {
        chance(key("blur-chance"), blur.chance, "probability of a blur"),
        chance(key("blur-sinc"), blur.sincChance, "probability that it is a sinc filter (ringing)"),
        number(key("blur-shapes"), blur.shapes, 0, 1,
               "else probabilities of Gaussian, generalised Gaussian and plateau, each isotropic and "
               "anisotropic"),
        number(key("blur-sigma"), blur.sigma, 0.01, 10, "width in pixels"),
        number(key("blur-generalised-beta"), blur.generalisedBeta, 0.1, 10,
               "from peaked to flat; includes 1"),
        number(key("blur-plateau-beta"), blur.plateauBeta, 0.1, 10, "steepness of the plateau; includes 1"),
        chance(key("resize-up"), resize.up, "probability that it is enlarged"),
        chance(key("resize-down"), resize.down, "probability that it is downscaled"),
        number(key("resize-factor"), resize.factor, 0.05, 4, "smallest and largest factor; includes 1"),
        chance(key("noise-gaussian"), noise.gaussian, "probability of Gaussian noise; else Poisson"),
        chance(key("noise-grey"), noise.grey, "probability that the noise is grey"),
        number(key("noise-sigma"), noise.sigma, 0, 100, "strength of Gaussian noise, of 255"),
        number(key("noise-poisson"), noise.poisson, 0, 10, "strength of Poisson noise"),
        number(key("jpeg-quality"), jpeg, 1, 100, "quality of JPEG"),
    };
}

/// The second-order model.
std::vector<RecipeProperty> secondOrderProperties(degrade::SecondOrderOptions& real)
{
    const auto key = [](const char* name) { return std::string("degradation.real.") + name; };
    std::vector<RecipeProperty> properties = orderProperties(key("first."), real.first);
    std::ranges::move(orderProperties(key("second."), real.second), std::back_inserter(properties));
    properties.push_back(
        chance(key("final-sinc"), real.finalSinc, "probability of a sinc filter at the end"));
    properties.push_back(
        chance(key("jpeg-last"), real.jpegLast, "probability that the last JPEG comes last"));
    properties.push_back(flag(key("sharpened"), real.sharpened,
                              "make LR from the sharpened HR, as Real-ESRGAN's training does"));
    properties.push_back(number(key("context"), real.context, 16, 4096,
                                "side of the area that is degraded together, HR pixels"));
    return properties;
}

std::vector<RecipeProperty> lossProperties(Recipe::Loss& loss)
{
    constexpr double largest = 1e4;
    std::vector<RecipeProperty> properties{
        choice("loss.pixel", loss.pixel, "the pixel loss"),
        number("loss.pixel-weight", loss.pixelWeight, 0, largest, "its weight"),
        choice("loss.gan", loss.gan, "the adversarial loss"),
        number("loss.gan-weight", loss.ganWeight, 0, largest, "its weight for the generator"),
        choice("loss.perceptual", loss.perceptual, "the perceptual loss"),
        number("loss.perceptual-weight", loss.perceptualWeight, 0, largest, "its weight"),
        text("loss.perceptual-also", loss.perceptualAlso,
             "more perceptual losses with weights, as lpips-squeeze:0.5,ms-ssim"),
        text("loss.layers", loss.layers, "layers with weights, as conv3_4:0.5,conv5_4:1"),
        flag("loss.before-activation", loss.beforeActivation,
             "features before the ReLU (ESRGAN, section 3.3)"),
        choice("loss.feature-distance", loss.featureDistance, "the distance between features"),
        choice("loss.normalise", loss.featureInput, "how pictures are normalised for VGG19"),
    };
    for (const nn::PictureTermInfo& term : nn::pictureTerms)
        properties.push_back(number(weightKey(term), loss.weightOf(term.term), 0, largest, term.description));
    properties.push_back(number("loss.ldl-weight", loss.ldlWeight, 0, largest,
                                "weight of artefacts that the averaged network draws less of (LDL)"));
    properties.push_back(
        choice("loss.target", loss.target,
               "the target of pixel and perceptual losses: HR, or the network's output at the start"));
    return properties;
}

} // namespace

std::vector<RecipeProperty> propertiesOf(Recipe& recipe)
{
    auto& [name, title, description, generator, discriminator, loss, data, degradation, optimiser, schedule,
           run] = recipe;
    constexpr double manySteps = 1e9;
    std::vector<RecipeProperty> properties{
        choice("generator.architecture", generator.architecture, "the network that enlarges"),
        number("generator.scale", generator.scale, 1, 8, "output side over input side"),
        number("generator.features", generator.features, 4, 512, "channels of the trunk"),
        number("generator.blocks", generator.blocks, 1, 200, "residual blocks"),
        number("generator.growth", generator.growth, 4, 256,
               "channels that each convolution of a dense block adds"),
        choice("generator.upsampling", generator.upsampling, "how SRResNet upsamples"),
        choice("generator.output", generator.output, "what is behind SRResNet's last convolution"),
        flag("generator.branches", generator.branches,
             "SPAN's 3x3 convolutions train as branches that fold into them (no: folded)"),
        choice("generator.initial-weights", generator.initialWeights, "weights of a network from scratch"),
        choice("generator.start", generator.start,
               "fresh: may start from scratch; trained: a model must be given"),
        text("generator.freeze", generator.freeze,
             "prefixes of parameters that are not trained, separated by commas"),

        choice("discriminator.kind", discriminator.kind, "the discriminator"),
        number("discriminator.features", discriminator.features, 4, 512, "channels of its first layer"),
        text("discriminator.from", discriminator.from,
             "a file or checkpoint with a trained discriminator of this kind to start from"),
        number("discriminator.rate", discriminator.rate, 0, 1, "its learning rate"),
        number("discriminator.label-smoothing", discriminator.labelSmoothing, 0, 0.5,
               "real pictures have the label 1 minus this"),
        number("discriminator.warm-up", discriminator.warmUp, 0, manySteps,
               "first steps in which only it learns"),
        flag("discriminator.first", discriminator.first, "it learns before the generator in each step"),
        number("discriminator.updates", discriminator.updates, 1, 2,
               "of it in a step; 2: by generated pictures, then by real ones"),
        choice("discriminator.initial-weights", discriminator.initialWeights, "its weights at the start"),
    };
    std::ranges::move(lossProperties(loss), std::back_inserter(properties));
    const std::vector<RecipeProperty> others{
        number("data.crop", data.crop, 16, 1024, "side of the HR crop in pixels"),
        number("data.batch", data.batch, 1, 1024,
               "crops per process and step, or per micro-batch (optimiser.accumulate)"),
        flag("data.flips", data.flips, "flip at random"),
        flag("data.rotations", data.rotations, "rotate by 90 degrees at random"),
        chance("data.mixup", data.mixup, "probability that the pictures of a batch are mixed"),
        chance("data.cutmix", data.cutmix, "probability that they exchange a square"),
        chance("data.cutblur", data.cutblur, "probability that a square of LR is replaced by a bicubic one"),
        chance("data.rgb-permutation", data.rgbPermutation,
               "probability that a picture's channels change places"),
        choice("data.degradation", data.degradation, "how LR pictures are made"),
        flag("data.degrade-pairs", data.degradePairs, "degrade LR pictures of one's own too (photo, real)"),
        flag("data.sharpen-target", data.sharpenTarget, "unsharp mask on the HR crops (Real-ESRGAN)"),
        number("data.held-out", data.heldOut, 0, 1000, "pictures held out for validation"),

        choice("optimiser.kind", optimiser.kind, "the optimiser"),
        number("optimiser.rate", optimiser.rate, 0, 1, "learning rate"),
        number("optimiser.beta1", optimiser.beta1, 0, 0.9999, "decay of the mean of gradients"),
        number("optimiser.beta2", optimiser.beta2, 0, 0.99999,
               "decay of the mean of their squares; adan: of their changes"),
        number("optimiser.beta3", optimiser.beta3, 0, 0.99999, "adan: decay of the mean of squares"),
        number("optimiser.weight-decay", optimiser.weightDecay, 0, 1, "decay of the weights"),
        number("optimiser.epsilon", optimiser.epsilon, 0, 1, "added to the root of the squares"),
        number("optimiser.clip", optimiser.clip, 0, 1e6, "largest norm of the gradient; 0: no limit"),
        number("optimiser.accumulate", optimiser.accumulate, 1, 1024, "micro-batches per step"),

        number("schedule.steps", schedule.steps, 1, manySteps, "length of the run"),
        number("schedule.epochs", schedule.epochs, 0, 1e6, "length as crops of each picture; 0: by steps"),
        choice("schedule.kind", schedule.kind, "how the rate falls"),
        number("schedule.milestones", schedule.milestones, 0, 1, "fractions of the length where it falls"),
        number("schedule.factor", schedule.factor, 0.001, 1, "factor by which it falls there"),
        number("schedule.cycles", schedule.cycles, 1, 100, "number of cosine cycles"),
        number("schedule.least-rate", schedule.leastRate, 0, 1, "where the cosine ends"),
        number("schedule.warm-up", schedule.warmUp, 0, manySteps, "steps in which the rate rises"),

        number("run.ema", run.ema, 0, 0.99999, "decay of the averaged network (EMA); 0: none"),
        precisionWithoutIntegers("run.precision", run.precision, "precision of the networks"),
        number("run.seed", run.seed, 0, 9e15, "of weights and samples"),
        number("run.validate-every", run.validateEvery, 1, manySteps, "steps between validations"),
        number("run.checkpoint-every", run.checkpointEvery, 1, manySteps, "steps between checkpoints"),
        number("run.keep-last", run.keepLast, 1, 1000, "checkpoints that are kept"),
        number("run.keep-every", run.keepEvery, 0, manySteps,
               "steps whose checkpoints stay for good; 0: none"),
        choice("run.metric", run.metric, "metric of the best checkpoint"),
        number("run.patience", run.patience, 0, 1e6,
               "validations without improvement after which the run stops; 0: never"),
    };
    properties.insert(properties.end(), others.begin(), others.end());
    std::ranges::move(photoProperties(degradation.photo), std::back_inserter(properties));
    std::ranges::move(secondOrderProperties(degradation.real), std::back_inserter(properties));
    return properties;
}

} // namespace enlarger::train
