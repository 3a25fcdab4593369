// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/recipe/loss_terms.h"

#include "core/train/recipe/named_weight.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <ranges>

namespace enlarger::train {

namespace {

constexpr const char* alsoKey = "loss.perceptual-also";

Error wrongAlso(const std::string& what)
{
    return {ErrorKind::BadInput,
            fmt::format("{}: {}", alsoKey, what),
            {},
            fmt::format("Write lpips-squeeze:0.5,ms-ssim; there are {}",
                        fmt::join(allNames<nn::PerceptualKind>(), ", "))};
}

Result<WeightedPerceptual> parsePerceptual(const std::string& text)
{
    const auto problemOf = [](const std::string& name) {
        return fromName<nn::PerceptualKind>(name) ? std::string()
                                                  : fmt::format("there is no perceptual loss '{}'", name);
    };
    auto named = parseNamedWeight(text, problemOf, wrongAlso);
    if (!named)
        return std::move(named).error();
    return WeightedPerceptual{*fromName<nn::PerceptualKind>(named->name), named->weight,
                              fmt::format("{} {}", perceptualCurve, named->name)};
}

} // namespace

Result<std::vector<WeightedPerceptual>> perceptualTerms(const Recipe::Loss& loss)
{
    std::vector<WeightedPerceptual> terms;
    if (loss.perceptualWeight > 0.0)
        terms.push_back({loss.perceptual, loss.perceptualWeight, perceptualCurve});
    if (loss.perceptualAlso.empty())
        return terms;
    for (const auto part : std::views::split(loss.perceptualAlso, ',')) {
        Result<WeightedPerceptual> term = parsePerceptual(std::string(part.begin(), part.end()));
        if (!term)
            return std::move(term).error();
        if (std::ranges::find(terms, term->kind, &WeightedPerceptual::kind) != terms.end())
            return wrongAlso(fmt::format("{} is there twice", nameOf(term->kind)));
        terms.push_back(*std::move(term));
    }
    return terms;
}

std::vector<LossTerm> lossTerms(const Recipe::Loss& loss)
{
    std::vector<LossTerm> terms{
        {pixelCurve, "loss.pixel-weight", loss.pixelWeight},
        {perceptualCurve, "loss.perceptual-weight", loss.perceptualWeight},
        {ganCurve, "loss.gan-weight", loss.ganWeight},
    };
    for (const nn::PictureTermInfo& term : nn::pictureTerms)
        terms.push_back({term.curve, weightKey(term), loss.weightOf(term.term)});
    terms.push_back({ldlCurve, "loss.ldl-weight", loss.ldlWeight});
    if (const auto perceptual = perceptualTerms(loss))
        for (const WeightedPerceptual& term : *perceptual)
            if (term.curve != perceptualCurve)
                terms.push_back({term.curve, alsoKey, term.weight});
    return terms;
}

std::string weightKey(const nn::PictureTermInfo& term)
{
    return std::string("loss.") + term.name + "-weight";
}

} // namespace enlarger::train
