// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/recipe_fields.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace enlarger::train {

namespace {

FieldRef text(const char* key, std::string& target, const char* description,
              std::vector<std::string> choices = {})
{
    return {key, &target, description, std::move(choices)};
}

template <class Number>
FieldRef number(const char* key, Number& target, double least, double most, const char* description)
{
    return {key, &target, description, {}, least, most};
}

FieldRef flag(const char* key, bool& target, const char* description)
{
    return {key, &target, description};
}

Error wrong(const FieldRef& field, const std::string& text)
{
    return {ErrorKind::BadInput,
            fmt::format("'{}' is nothing that {} can be", text, field.key),
            {},
            fmt::format("Give {}", rangeText(field))};
}

template <class Number>
bool parse(const std::string& text, Number& number)
{
    const char* end = text.data() + text.size();
    const auto [stopped, problem] = std::from_chars(text.data(), end, number);
    return problem == std::errc{} && stopped == end;
}

template <class Number>
Status setNumber(const FieldRef& field, Number& target, const std::string& text)
{
    Number number{};
    if (!parse(text, number) || !(double(number) >= field.least && double(number) <= field.most))
        return wrong(field, text);
    target = number;
    return {};
}

Status set(const FieldRef& field, std::string& target, const std::string& text)
{
    if (!field.choices.empty() && std::ranges::find(field.choices, text) == field.choices.end())
        return wrong(field, text);
    target = text;
    return {};
}

Status set(const FieldRef& field, bool& target, const std::string& text)
{
    if (text != "yes" && text != "true" && text != "no" && text != "false")
        return wrong(field, text);
    target = text == "yes" || text == "true";
    return {};
}

Status set(const FieldRef& field, std::vector<double>& target, const std::string& text)
{
    std::vector<double> numbers;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t comma = std::min(text.find(',', at), text.size());
        if (const Status status = setNumber(field, numbers.emplace_back(), text.substr(at, comma - at));
            !status)
            return wrong(field, text);
        at = comma + 1;
    }
    target = std::move(numbers);
    return {};
}

Status set(const FieldRef& field, int& target, const std::string& text)
{
    return setNumber(field, target, text);
}
Status set(const FieldRef& field, std::int64_t& target, const std::string& text)
{
    return setNumber(field, target, text);
}
Status set(const FieldRef& field, double& target, const std::string& text)
{
    return setNumber(field, target, text);
}

std::string asText(const std::string& value)
{
    return value;
}
std::string asText(bool value)
{
    return value ? "yes" : "no";
}
std::string asText(const std::vector<double>& values)
{
    return fmt::format("{}", fmt::join(values, ","));
}
template <class Number>
std::string asText(Number value)
{
    return fmt::format("{}", value);
}

} // namespace

std::vector<FieldRef> fieldRefs(Recipe& recipe)
{
    auto& [name, title, description, generator, discriminator, loss, data, optimiser, schedule, run] = recipe;
    constexpr double manySteps = 1e9;
    return {
        text("generator.architecture", generator.architecture, "the network that enlarges",
             {"RRDBNet", "RRDBNet-Keras", "SRResNet", "MSRResNet", "SRVGGNetCompact"}),
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
        number("discriminator.alone", discriminator.alone, 0, manySteps,
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

        number("data.crop", data.crop, 16, 1024, "side of the true crop in pixels"),
        number("data.batch", data.batch, 1, 1024, "crops a step and process"),
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
        number("run.patience", run.patience, 0, 1e6, "validations without progress that end the run; 0: any"),
    };
}

std::string rangeText(const FieldRef& field)
{
    if (std::holds_alternative<bool*>(field.target))
        return "yes or no";
    if (std::holds_alternative<std::string*>(field.target))
        return field.choices.empty() ? "a text" : fmt::format("{}", fmt::join(field.choices, ", "));
    const bool isList = std::holds_alternative<std::vector<double>*>(field.target);
    return fmt::format("{} from {:.10g} to {:.10g}{}", isList ? "numbers" : "a number", field.least,
                       field.most, isList ? ", by commas" : "");
}

std::string valueText(const FieldRef& field)
{
    return std::visit([](const auto* value) { return asText(*value); }, field.target);
}

Status setFromText(const FieldRef& field, const std::string& text)
{
    return std::visit([&](auto* target) { return set(field, *target, text); }, field.target);
}

} // namespace enlarger::train
