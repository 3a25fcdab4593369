// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/verdict.h"

#include "core/train/run/trainer.h"

#include <cmath>
#include <fmt/format.h>

namespace enlarger::train {

namespace {

using Kind = Verdict::Kind;

constexpr double largestPsnrLoss = 0.3; // dB, of what is to stay as it is

std::optional<double> valueOf(const std::map<std::string, double>& values, const char* name)
{
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
}

Kind kindOf(double gain, double least)
{
    return gain >= least ? Kind::Better : gain <= -least ? Kind::Worse : Kind::Same;
}

std::string lpipsText(double gain)
{
    if (std::abs(gain) < leastLpipsGain)
        return "LPIPS the same";
    return fmt::format("LPIPS {:.3f} {}", std::abs(gain), gain > 0.0 ? "better" : "worse");
}

} // namespace

std::string Verdict::figures() const
{
    if (photos == 0)
        return {};
    const double shown = std::abs(psnr) < 0.005 ? 0.0 : psnr; // no "-0.00"
    std::string text = fmt::format("{:+.2f} dB on {} kept {}{}", shown, photos, areParts ? "part" : "photo",
                                   photos == 1 ? "" : "s");
    if (lpips)
        text += ", " + lpipsText(*lpips);
    return text;
}

std::string Verdict::sentence() const
{
    if (photos == 0)
        return "No photos were kept that could tell whether it is better.";
    switch (kind) {
    case Kind::Better:
        if (lpips && *lpips <= -leastLpipsGain)
            return figures() + fmt::format(": truer than {}, and a little softer.", against);
        return figures() + fmt::format(": better than {}.", against);
    case Kind::Same:
        return figures() + fmt::format(": no better than {}.", against);
    case Kind::Worse:
        return figures() + fmt::format(": worse than {}.", against);
    case Kind::AsBefore:
        return figures() + fmt::format(": as {}, as it should be.", against);
    case Kind::Unknown:
        break;
    }
    if (isByLpips)
        return figures() +
               ". Whether its texture is better, LPIPS would tell: its two small files are not in "
               "the folder for features.";
    return "The kept photos are others than at the start: they cannot tell what it has gained.";
}

Verdict judge(const Recipe& recipe, const std::map<std::string, double>& now,
              const std::map<std::string, double>& before)
{
    Verdict verdict;
    verdict.isByLpips = !recipe.hasPixelLossesAlone() && recipe.loss.target == LossTarget::Truth;
    const auto psnr = valueOf(now, "psnr");
    const auto psnrBefore = valueOf(before, "psnr");
    if (!psnr || !psnrBefore) {
        verdict.isByLpips = false;
        return verdict;
    }
    verdict.psnr = *psnr - *psnrBefore;
    const auto lpips = valueOf(now, "lpips");
    const auto lpipsBefore = valueOf(before, "lpips");
    if (lpips && lpipsBefore)
        verdict.lpips = *lpipsBefore - *lpips;
    if (recipe.loss.target == LossTarget::Start) {
        verdict.kind = verdict.psnr < -largestPsnrLoss ? Kind::Worse : Kind::AsBefore;
    } else if (!verdict.isByLpips) {
        verdict.kind = kindOf(verdict.psnr, leastPsnrGain);
        if (verdict.kind == Kind::Same && verdict.lpips)
            verdict.kind = kindOf(*verdict.lpips, leastLpipsGain);
    } else if (verdict.lpips) {
        verdict.kind = kindOf(*verdict.lpips, leastLpipsGain);
    }
    return verdict;
}

Verdict verdictOf(const RunResult& result)
{
    const bool isTheStart = result.selectedStep == 0 && result.steps > 0;
    const auto& before = result.start.empty() ? result.bicubic : result.start;
    Verdict verdict = judge(result.recipe, isTheStart ? result.last : result.validation, before);
    verdict.photos = result.heldOut;
    verdict.areParts = result.heldOutParts;
    verdict.against = result.start.empty()    ? "bicubic"
                      : result.parent.empty() ? "the network that it began with"
                                              : result.parent;
    return verdict;
}

} // namespace enlarger::train
