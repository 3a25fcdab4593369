// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/recipe/loss_terms.h"

#include <algorithm>
#include <charconv>
#include <cmath>
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

Result<WeightedPerceptual> parsePerceptual(std::string text)
{
    std::erase(text, ' ');
    const std::size_t colon = text.find(':');
    const std::string name = text.substr(0, colon);
    const auto kind = fromName<nn::PerceptualKind>(name);
    if (!kind)
        return wrongAlso(fmt::format("there is no perceptual loss '{}'", name));
    WeightedPerceptual term{*kind, 1.0, fmt::format("{} {}", perceptualCurve, name)};
    if (colon == std::string::npos)
        return term;
    const char* begin = text.data() + colon + 1;
    const char* end = text.data() + text.size();
    const auto [stop, code] = std::from_chars(begin, end, term.weight);
    if (code != std::errc() || stop != end || !std::isfinite(term.weight) || term.weight <= 0.0)
        return wrongAlso(fmt::format("'{}' is not a positive weight", std::string(begin, end)));
    return term;
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
