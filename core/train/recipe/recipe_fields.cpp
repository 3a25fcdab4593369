// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/recipe/recipe_fields.h"

#include "core/nn/kinds/network_spec.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace enlarger::train {

namespace {

FieldRef text(std::string key, std::string& target, const char* description,
              std::vector<std::string> choices = {})
{
    return {std::move(key), &target, description, std::move(choices)};
}

template <class Number>
FieldRef number(std::string key, Number& target, double least, double most, const char* description)
{
    return {std::move(key), &target, description, {}, least, most};
}

FieldRef flag(std::string key, bool& target, const char* description)
{
    return {std::move(key), &target, description};
}

FieldRef chance(std::string key, double& target, const char* description)
{
    return number(std::move(key), target, 0, 1, description);
}

/// As from a phone or the web.
std::vector<FieldRef> photoFields(degrade::PhotoOptions& photo)
{
    const auto key = [](const char* name) { return std::string("degradation.photo.") + name; };
    return {
        chance(key("blur-chance"), photo.blurChance, "chance of a soft lens"),
        number(key("blur-sigma"), photo.blur, 0.01, 3, "its width in small pixels"),
        number(key("noise-sigma"), photo.noise, 0, 100, "strength of the noise, of 255"),
        chance(key("noise-grey"), photo.greyNoise, "chance that the noise has no colour"),
        chance(key("sharpen-chance"), photo.sharpenChance, "chance of an unsharp mask"),
        number(key("sharpen-amount"), photo.sharpen, 0, 10, "its strength"),
        chance(key("jpeg-chance"), photo.jpegChance, "chance of JPEG"),
        number(key("jpeg-quality"), photo.jpeg, 1, 100, "its quality"),
    };
}

/// One order of the two.
std::vector<FieldRef> orderFields(const std::string& prefix, degrade::OrderOptions& order)
{
    auto& [blur, resize, noise, jpeg] = order;
    const auto key = [&](const char* name) { return prefix + name; };
    return {
        chance(key("blur-chance"), blur.chance, "chance of a blur"),
        chance(key("blur-sinc"), blur.sincChance, "chance that it is a sinc filter, which rings"),
        number(key("blur-shapes"), blur.shapes, 0, 1,
               "else chances of Gaussian, generalised Gaussian and plateau, each round and stretched"),
        number(key("blur-sigma"), blur.sigma, 0.01, 10, "width in pixels"),
        number(key("blur-generalised-beta"), blur.generalisedBeta, 0.1, 10, "from peaked to flat; holds 1"),
        number(key("blur-plateau-beta"), blur.plateauBeta, 0.1, 10, "steepness of the plateau; holds 1"),
        chance(key("resize-up"), resize.up, "chance that it is enlarged"),
        chance(key("resize-down"), resize.down, "chance that it is shrunk"),
        number(key("resize-factor"), resize.factor, 0.05, 4, "least and largest factor; holds 1"),
        chance(key("noise-gaussian"), noise.gaussian, "chance of Gaussian noise; else Poisson's"),
        chance(key("noise-grey"), noise.grey, "chance that the noise has no colour"),
        number(key("noise-sigma"), noise.sigma, 0, 100, "strength of Gaussian noise, of 255"),
        number(key("noise-poisson"), noise.poisson, 0, 10, "strength of Poisson noise"),
        number(key("jpeg-quality"), jpeg, 1, 100, "quality of JPEG"),
    };
}

/// The second-order model.
std::vector<FieldRef> secondOrderFields(degrade::SecondOrderOptions& real)
{
    const auto key = [](const char* name) { return std::string("degradation.real.") + name; };
    std::vector<FieldRef> fields = orderFields(key("first."), real.first);
    std::ranges::move(orderFields(key("second."), real.second), std::back_inserter(fields));
    fields.push_back(chance(key("final-sinc"), real.finalSinc, "chance of a sinc filter at the end"));
    fields.push_back(chance(key("jpeg-last"), real.jpegLast, "chance that the last JPEG comes after all"));
    fields.push_back(
        number(key("context"), real.context, 16, 4096, "side of what is degraded together, large pixels"));
    return fields;
}

} // namespace

std::vector<FieldRef> fieldRefs(Recipe& recipe)
{
    auto& [name, title, description, generator, discriminator, loss, data, degradation, optimiser, schedule,
           run] = recipe;
    constexpr double manySteps = 1e9;
    std::vector<FieldRef> fields{
        text("generator.architecture", generator.architecture, "the network that enlarges",
             nn::architectureRecipeWords()),
        number("generator.scale", generator.scale, 1, 8, "output side over input side"),
        number("generator.features", generator.features, 4, 512, "channels of the trunk"),
        number("generator.blocks", generator.blocks, 1, 200, "residual blocks"),
        number("generator.growth", generator.growth, 4, 256, "channels that a dense block adds"),
        text("generator.upsampling", generator.upsampling, "how SRResNet enlarges", {"shuffle", "nearest"}),
        text("generator.start", generator.start,
             "fresh: may start from nothing; trained: a model must be given", {"fresh", "trained"}),
        text("generator.freeze", generator.freeze, "names' beginnings of what stays as it is, by commas"),

        text("discriminator.kind", discriminator.kind, "the critic",
             {"none", "vgg-128", "vgg-256", "srgan", "unet"}),
        number("discriminator.features", discriminator.features, 4, 512, "channels of its first layer"),
        number("discriminator.rate", discriminator.rate, 0, 1, "its learning rate"),
        number("discriminator.label-smoothing", discriminator.labelSmoothing, 0, 0.5,
               "real counts as 1 less this"),
        number("discriminator.warm-up", discriminator.warmUp, 0, manySteps,
               "first steps in which only it learns"),

        text("loss.pixel", loss.pixel, "distance of pixels", {"l1", "mse", "charbonnier"}),
        number("loss.pixel-weight", loss.pixelWeight, 0, 1e4, "its weight"),
        text("loss.gan", loss.gan, "the game of both networks",
             {"plain", "relativistic", "relativistic-sigmoid"}),
        number("loss.gan-weight", loss.ganWeight, 0, 1e4, "its weight for the generator"),
        text("loss.perceptual", loss.perceptual, "what compares features",
             {"vgg19", "vgg19-shallow", "lpips-squeeze", "discriminator", "ms-ssim", "laplacian"}),
        number("loss.perceptual-weight", loss.perceptualWeight, 0, 1e4, "its weight"),
        text("loss.layers", loss.layers, "layers with weights, as conv3_4:0.5,conv5_4:1"),
        flag("loss.before-activation", loss.beforeActivation,
             "features before the ReLU (ESRGAN, section 3.3)"),
        text("loss.feature-distance", loss.featureDistance, "distance of features", {"l1", "mse"}),
        number("loss.colour-weight", loss.colourWeight, 0, 1e4, "weight of the distance of low frequencies"),
        number("loss.checkerboard-weight", loss.checkerboardWeight, 0, 1e4,
               "weight of checkerboard artefacts in flat places"),
        text("loss.target", loss.target,
             "what pixels and features are compared with: the true picture, or what the network drew at the "
             "start",
             {"truth", "start"}),

        number("data.crop", data.crop, 16, 1024, "side of the true crop in pixels"),
        number("data.batch", data.batch, 1, 1024,
               "crops a process and step, or each of its parts (optimiser.accumulate)"),
        flag("data.flips", data.flips, "mirror at random"),
        flag("data.rotations", data.rotations, "turn by quarters at random"),
        text("data.degradation", data.degradation, "how small pictures are made",
             {"bicubic", "bicubic-8bit", "photo", "real"}),
        flag("data.sharpen-target", data.sharpenTarget, "unsharp mask on the true crops (Real-ESRGAN)"),
        number("data.held-out", data.heldOut, 0, 1000, "pictures kept for validation"),

        number("optimiser.rate", optimiser.rate, 0, 1, "learning rate"),
        number("optimiser.beta1", optimiser.beta1, 0, 0.9999, "Adam"),
        number("optimiser.beta2", optimiser.beta2, 0, 0.99999, "Adam"),
        number("optimiser.weight-decay", optimiser.weightDecay, 0, 1, "Adam"),
        number("optimiser.clip", optimiser.clip, 0, 1e6, "largest norm of the gradient; 0: any"),
        number("optimiser.accumulate", optimiser.accumulate, 1, 1024, "micro-batches a step"),

        number("schedule.steps", schedule.steps, 1, manySteps, "length of the run"),
        number("schedule.epochs", schedule.epochs, 0, 1e6, "length as crops of each picture; 0: by steps"),
        text("schedule.kind", schedule.kind, "how the rate falls", {"constant", "milestones", "cosine"}),
        number("schedule.milestones", schedule.milestones, 0, 1, "fractions of the length where it falls"),
        number("schedule.factor", schedule.factor, 0.001, 1, "by how much it falls there"),
        number("schedule.cycles", schedule.cycles, 1, 100, "times that the cosine starts anew"),
        number("schedule.least-rate", schedule.leastRate, 0, 1, "where the cosine ends"),
        number("schedule.warm-up", schedule.warmUp, 0, manySteps, "steps in which the rate rises"),

        number("run.ema", run.ema, 0, 0.99999, "how slowly the averaged network follows; 0: none"),
        text("run.precision", run.precision, "arithmetic of the networks", {"auto", "fp32", "bf16", "fp16"}),
        number("run.seed", run.seed, 0, 9e15, "of weights and samples"),
        number("run.validate-every", run.validateEvery, 1, manySteps, "steps between validations"),
        number("run.checkpoint-every", run.checkpointEvery, 1, manySteps, "steps between checkpoints"),
        number("run.keep-last", run.keepLast, 1, 1000, "checkpoints that are kept"),
        number("run.keep-every", run.keepEvery, 0, manySteps,
               "steps whose checkpoints stay for good; 0: none"),
        text("run.metric", run.metric, "what the best checkpoint is best in", {"psnr", "ssim", "lpips"}),
        number("run.patience", run.patience, 0, 1e6,
               "validations without progress that end the run; 0: none does"),
    };
    std::ranges::move(photoFields(degradation.photo), std::back_inserter(fields));
    std::ranges::move(secondOrderFields(degradation.real), std::back_inserter(fields));
    return fields;
}

} // namespace enlarger::train
