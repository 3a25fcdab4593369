// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/recipe/recipe.h"

#include "core/base/nearest_name.h"
#include "core/train/recipe/built_in_recipes.h"
#include "core/train/recipe/former_names.h"
#include "core/train/recipe/loss_terms.h"
#include "core/train/recipe/recipe_fields.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

namespace enlarger::train {

namespace {

using nlohmann::ordered_json;

Error wrong(const std::string& what, const std::string& advice = {})
{
    return {ErrorKind::BadInput, what, {}, advice};
}

/// As setField() takes it: "0.2,0.4" for a list, "yes" for true.
std::optional<std::string> textOf(const ordered_json& value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_boolean())
        return value.get<bool>() ? "yes" : "no";
    if (value.is_number_integer())
        return fmt::format("{}", value.get<std::int64_t>());
    if (value.is_number())
        return fmt::format("{}", value.get<double>());
    if (!value.is_array())
        return {};
    std::vector<std::string> parts;
    for (const ordered_json& part : value) {
        const auto text = part.is_array() ? std::nullopt : textOf(part);
        if (!text)
            return {};
        parts.push_back(*text);
    }
    return fmt::format("{}", fmt::join(parts, ","));
}

Result<Recipe> builtInRecipe(const std::string& given)
{
    const std::string wanted = currentName(given);
    std::vector<std::string> names;
    for (const Recipe& recipe : builtInRecipes()) {
        if (recipe.name == wanted)
            return recipe;
        names.push_back(recipe.name);
    }
    const std::string nearest = nearestName(wanted, names);
    return wrong(fmt::format("there is no recipe '{}'", wanted),
                 nearest.empty()
                     ? fmt::format("There are {}", fmt::join(names, ", "))
                     : fmt::format("Did you mean '{}'? There are {}", nearest, fmt::join(names, ", ")));
}

Status setAll(Recipe& recipe, const ordered_json& object, const std::string& prefix)
{
    constexpr std::ptrdiff_t deepest = 3; // degradation.real.first.blur-sigma
    if (std::ranges::count(prefix, '.') > deepest)
        return wrong("the recipe's fields are nested too deeply", "Write them as in --list RECIPE");
    for (const auto& [key, value] : object.items()) {
        const std::string path = prefix + key;
        if (value.is_object()) {
            if (Status status = setAll(recipe, value, path + "."); !status)
                return status;
            continue;
        }
        const auto text = textOf(value);
        if (!text)
            return wrong(fmt::format("the recipe's field '{}' has no usable value", path));
        if (path == "name" || path == "title" || path == "description") {
            (path == "name" ? recipe.name : path == "title" ? recipe.title : recipe.description) = *text;
            continue;
        }
        if (Status status = setField(recipe, path, *text); !status)
            return status;
    }
    return {};
}

ordered_json jsonOf(const Choice& choice)
{
    return choice.word();
}
ordered_json jsonOf(const degrade::Range& range)
{
    return ordered_json::array({range.from, range.to});
}
template <class Value>
ordered_json jsonOf(const Value& value)
{
    return value;
}

} // namespace

std::vector<RecipeField> fieldsOf(const Recipe& recipe)
{
    Recipe copy = recipe;
    std::vector<RecipeField> fields;
    for (const RecipeProperty& field : propertiesOf(copy))
        fields.push_back({field.key, valueText(field), field.description, rangeText(field), wordsOf(field),
                          std::holds_alternative<bool*>(field.target)});
    return fields;
}

Status setField(Recipe& recipe, const std::string& given, const std::string& value)
{
    const std::string key = currentName(given);
    std::vector<std::string> keys;
    for (const RecipeProperty& field : propertiesOf(recipe)) {
        if (key == field.key)
            return setFromText(field, value);
        keys.emplace_back(field.key);
    }
    const std::string nearest = nearestName(key, keys);
    return wrong(fmt::format("a recipe has no field '{}'", key),
                 nearest.empty() ? "enlarger-cli train --list --recipe psnr shows them all"
                                 : fmt::format("Did you mean '{}'?", nearest));
}

Status setField(Recipe& recipe, const std::string& setting)
{
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos || equals == 0)
        return wrong(fmt::format("'{}' is not FIELD=VALUE", setting));
    const std::string key = setting.substr(0, equals);
    Status status = setField(recipe, key, setting.substr(equals + 1));
    if (status && key == "schedule.steps")
        recipe.schedule.epochs = 0.0; // the length is in one of both
    return status;
}

Status check(const Recipe& recipe)
{
    const auto& [generator, discriminator, loss, data, optimiser, schedule, run] =
        std::tie(recipe.generator, recipe.discriminator, recipe.loss, recipe.data, recipe.optimiser,
                 recipe.schedule, recipe.run);
    if (data.crop % generator.scale != 0)
        return wrong(fmt::format("data.crop is {}, which is not a multiple of generator.scale ({})",
                                 data.crop, generator.scale),
                     fmt::format("Take {}", (data.crop / generator.scale + 1) * generator.scale));
    if (const int side = nn::fixedSideOf(discriminator.kind); side > 0 && data.crop != side)
        return wrong(fmt::format("discriminator.kind {} reads crops of {} pixels, but data.crop is {}",
                                 nameOf(discriminator.kind), side, data.crop),
                     fmt::format("Set data.crop={}, or discriminator.kind=unet, which reads any size", side));
    const bool isPatchGan = discriminator.kind == nn::DiscriminatorKind::PatchGan;
    if ((isPatchGan || discriminator.kind == nn::DiscriminatorKind::UnetSn) &&
        data.crop % nn::unetSideStep != 0)
        return wrong(
            fmt::format("discriminator.kind {} reads crops that are multiples of {}, but data.crop is {}",
                        nameOf(discriminator.kind), nn::unetSideStep, data.crop));
    if (isPatchGan && data.crop < nn::patchGanLeastSide)
        return wrong(fmt::format("discriminator.kind patchgan reads crops of {} pixels or more",
                                 nn::patchGanLeastSide));
    if (!discriminator.from.empty() && !recipe.hasDiscriminator())
        return wrong("discriminator.from is set, but discriminator.kind is none",
                     "Choose the kind that the file is of");
    if (loss.ganWeight > 0 && !recipe.hasDiscriminator())
        return wrong("loss.gan-weight is set, but discriminator.kind is none",
                     "Choose a discriminator, or set loss.gan-weight=0");
    if (recipe.hasDiscriminator() && loss.ganWeight <= 0)
        return wrong("there is a discriminator, but loss.gan-weight is 0",
                     "Set loss.gan-weight, or discriminator.kind=none");
    const Result<std::vector<WeightedPerceptual>> perceptual = perceptualTerms(loss);
    if (!perceptual)
        return perceptual.error();
    const auto wants = [&](nn::PerceptualKind kind) {
        return std::ranges::find(*perceptual, kind, &WeightedPerceptual::kind) != perceptual->end();
    };
    if (wants(nn::PerceptualKind::Discriminator) && !recipe.hasDiscriminator())
        return wrong("loss.perceptual is discriminator, but there is none",
                     "Choose discriminator.kind, or another loss.perceptual");
    if (loss.pixelWeight <= 0 && perceptual->empty())
        return wrong(
            "neither loss.pixel-weight nor loss.perceptual-weight is above 0: nothing would be trained");
    constexpr int leastSharpened = 26; // the mask's blur looks 25 pixels far
    if (data.sharpenTarget && data.crop < leastSharpened)
        return wrong(fmt::format("data.sharpen-target needs crops of {} pixels", leastSharpened),
                     "Set a larger data.crop, or data.sharpen-target=false");
    constexpr int leastSqueezed = 32;
    if (wants(nn::PerceptualKind::LpipsSqueeze) && data.crop < leastSqueezed)
        return wrong(fmt::format("loss.perceptual lpips-squeeze needs crops of {} pixels", leastSqueezed),
                     "Set a larger data.crop, or another loss.perceptual");
    if (nn::isMadeForASide(discriminator.kind) && data.crop > nn::srganGreatestSide)
        return wrong(fmt::format("discriminator.kind {} reads crops of {} pixels at most",
                                 nameOf(discriminator.kind), nn::srganGreatestSide),
                     "Set a smaller data.crop, or discriminator.kind=unet, which reads any size");
    for (const nn::PictureTermInfo& term : nn::pictureTerms)
        if (loss.weightOf(term.term) > 0 &&
            (generator.scale < term.leastScale || data.crop < term.leastCrop * generator.scale))
            return wrong(fmt::format("{} needs a scale of {} or more, and crops of {} times the scale",
                                     weightKey(term), term.leastScale, term.leastCrop));
    const bool fromStart = loss.target == LossTarget::Start;
    if (fromStart && generator.start != GeneratorStart::Trained)
        return wrong("loss.target is start, but generator.start is not trained: nothing would be trained",
                     "Set generator.start=trained, or loss.target=truth");
    if (fromStart && loss.ganWeight <= 0.0 && loss.ldlWeight <= 0.0 &&
        std::ranges::all_of(loss.pictureWeights, [](double weight) { return weight <= 0.0; })) {
        std::string keys;
        for (const nn::PictureTermInfo& term : nn::pictureTerms)
            keys += weightKey(term) + ", ";
        return wrong("loss.target is start, and no other term moves the network: nothing would be trained",
                     "Set " + keys + "loss.gan-weight or loss.target=truth");
    }
    if (fromStart && data.sharpenTarget)
        return wrong("loss.target is start: data.sharpen-target sharpens HR",
                     "Set data.sharpen-target=false, or loss.target=truth");
    if (schedule.kind == ScheduleKind::Milestones && schedule.milestones.empty())
        return wrong(
            "schedule.kind is milestones, but schedule.milestones names none: the rate would never fall",
            "Set schedule.milestones=0.25,0.5,0.75, say, or schedule.kind=cosine");
    if (schedule.kind == ScheduleKind::Milestones && !std::ranges::is_sorted(schedule.milestones))
        return wrong("schedule.milestones must rise");
    if (optimiser.kind == OptimiserKind::ScheduleFree && schedule.kind != ScheduleKind::Constant)
        return wrong("optimiser.kind schedule-free wants a rate that does not fall",
                     "Set schedule.kind=constant");
    if (schedule.leastRate > optimiser.rate)
        return wrong(fmt::format("schedule.least-rate ({}) is above optimiser.rate ({})", schedule.leastRate,
                                 optimiser.rate));
    return check(recipe.degradation);
}

Result<Recipe> recipeFromJson(const std::string& json)
{
    ordered_json document;
    try {
        document = ordered_json::parse(json);
    } catch (const ordered_json::exception& problem) {
        const std::string what = problem.what(); // "[json.exception.parse_error.101] parse error at line ..."
        return wrong("the recipe is not JSON: " + what.substr(what.find("] ") + 2));
    }
    if (!document.is_object())
        return wrong("the recipe is not a JSON object");
    Recipe recipe;
    if (document.contains("base")) {
        if (!document["base"].is_string())
            return wrong("the recipe's base is not a name");
        auto base = builtInRecipe(document["base"].get<std::string>());
        if (!base)
            return base;
        recipe = *std::move(base);
        recipe.name.clear(); // it is another one
        document.erase("base");
    }
    if (const Status status = setAll(recipe, document, {}); !status)
        return status.error();
    if (const auto schedule = document.find("schedule");
        schedule != document.end() && schedule->contains("steps") && !schedule->contains("epochs"))
        recipe.schedule.epochs = 0.0; // those of its base
    if (const Status status = check(recipe); !status)
        return status.error();
    return recipe;
}

std::string toJson(const Recipe& recipe)
{
    Recipe copy = recipe;
    ordered_json document{
        {"name", recipe.name}, {"title", recipe.title}, {"description", recipe.description}};
    for (const RecipeProperty& field : propertiesOf(copy)) {
        std::string place = "/" + field.key;
        std::ranges::replace(place, '.', '/');
        document[ordered_json::json_pointer(place)] =
            std::visit([](const auto& target) { return jsonOf(valueOf(target)); }, field.target);
    }
    return document.dump(2);
}

const std::vector<Recipe>& builtInRecipes()
{
    static const std::vector<Recipe> recipes = [] {
        std::vector<Recipe> all;
        for (const char* json : builtInRecipeTexts)
            all.push_back(*recipeFromJson(json));
        return all;
    }();
    return recipes;
}

Result<Recipe> findRecipe(const std::string& nameOrFile)
{
    const std::filesystem::path file(nameOrFile);
    std::error_code problem;
    const bool isFile = std::filesystem::is_regular_file(file, problem);
    if (auto recipe = builtInRecipe(nameOrFile); recipe || (!isFile && file.extension() != ".json"))
        return recipe;
    if (!isFile)
        return Error{ErrorKind::BadInput, "there is no such file", file, {}};
    if (std::filesystem::file_size(file, problem) > 1'000'000)
        return Error{ErrorKind::BadInput, "the file is too large for a recipe", file, {}};
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    auto recipe = recipeFromJson(text.str());
    if (!recipe)
        return Error{recipe.error().kind, recipe.error().what, file, recipe.error().advice};
    if (recipe->name.empty())
        recipe->name = file.stem().string();
    return recipe;
}

} // namespace enlarger::train
