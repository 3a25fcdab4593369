// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour/colour_claim.h"

#include "core/image/colour/icc_profile.h"
#include "core/image/colour/lcms_handles.h"
#include "core/image/colour/made_profile.h"

#include <fmt/format.h>

#include <algorithm>

namespace enlarger::image {

namespace {

/// "Display P3, gamma 1.8"; a grey picture has no primaries.
std::string nameOf(const Chromaticities& corners, const TransferCurve& curve, bool grey)
{
    const std::string suffix = curve.nameSuffix();
    if (grey && !suffix.empty())
        return "grey" + suffix;
    if (corners.areNear(srgbChromaticities) && suffix.empty())
        return "sRGB";
    if (corners.areNear(adobeRgbChromaticities) && curve.isNearPower(2.2))
        return "Adobe RGB";
    const std::string_view name = nameOf(corners);
    return (name.empty() ? std::string("its own primaries") : std::string(name)) + suffix;
}

bool resolveNumbers(const ColourClaim& claim, bool grey, ResolvedColours& colours)
{
    const auto corners = chromaticitiesOf(claim.primaries);
    const auto curve = TransferCurve::ofNumber(claim.transfer);
    constexpr int none = ColourDescription::unspecified;
    if (!corners || !curve || (claim.primaries == none && claim.transfer == none))
        return false;
    ColourDescription& description = colours.description;
    description.name = nameOf(*corners, *curve, grey);
    const bool isSrgb =
        curve->kind == TransferCurve::Kind::Srgb && (grey || corners->areNear(srgbChromaticities));
    constexpr int srgbTransfer = 13;
    if (!isSrgb || claim.transfer != srgbTransfer) {
        description.primaries = claim.primaries;
        description.transfer = claim.transfer == none ? srgbTransfer : claim.transfer;
    }
    if (!isSrgb && !description.isHdr())
        colours.icc = makeProfile(description, grey);
    return isSrgb || description.isHdr() || !colours.icc.empty();
}

bool resolveMeasures(const ColourClaim& claim, bool grey, ResolvedColours& colours)
{
    const Chromaticities corners = claim.chromaticities.value_or(srgbChromaticities);
    TransferCurve curve = claim.curve.value_or(TransferCurve());
    if (!corners.areSound() || !curve.isSound())
        return false;
    const bool srgbCorners = grey || corners.areNear(srgbChromaticities);
    if (srgbCorners && curve.isNearSrgb()) // "gamma 2.2" is how files from before sRGB's chunk mean sRGB
        curve = TransferCurve();
    colours.description.name = nameOf(corners, curve, grey);
    if (srgbCorners && curve.kind == TransferCurve::Kind::Srgb)
        return true;
    colours.icc = makeProfile(colours.description.name, corners, curve, grey);
    return !colours.icc.empty();
}

bool resolve(const ColourClaim& claim, bool grey, ResolvedColours& colours)
{
    ResolvedColours found;
    if (!(claim.isMeasured() ? resolveMeasures(claim, grey, found) : resolveNumbers(claim, grey, found)))
        return false;
    found.description.source = claim.source;
    found.fullRange = claim.fullRange;
    found.notes = std::move(colours.notes);
    colours = std::move(found);
    return true;
}

bool takeProfile(Bytes& profile, bool grey, ResolvedColours& colours)
{
    if (profile.empty())
        return false;
    if (!openProfile(profile) || iccColours(profile) != (grey ? IccColours::Grey : IccColours::Rgb)) {
        colours.notes.emplace_back(
            "The colour profile is damaged or of another colour model and was left out");
        return false;
    }
    colours.description = hdrOf(profile);
    if (colours.description.isHdr()) {
        colours.description.name = nameOf(*chromaticitiesOf(colours.description.primaries),
                                          *TransferCurve::ofNumber(colours.description.transfer), grey);
        colours.description.source = "ICC profile";
    }
    colours.icc = std::move(profile);
    return true;
}

bool resolveAny(std::span<const ColourClaim> claims, bool precedingProfile, bool grey,
                ResolvedColours& colours)
{
    return std::ranges::any_of(claims, [&](const ColourClaim& claim) {
        return claim.precedesProfile == precedingProfile && resolve(claim, grey, colours);
    });
}

} // namespace

ColourClaim ColourClaim::adobeRgb(std::string source)
{
    ColourClaim claim;
    claim.source = std::move(source);
    claim.chromaticities = adobeRgbChromaticities;
    claim.curve = TransferCurve::ofPower(2.19921875); // 563 / 256, as Adobe defines it
    return claim;
}

ResolvedColours resolveColours(std::span<const ColourClaim> claims, Bytes profile, bool grey)
{
    ResolvedColours colours;
    const bool isKnown = resolveAny(claims, true, grey, colours) || takeProfile(profile, grey, colours) ||
                         resolveAny(claims, false, grey, colours);
    const ColourDescription& description = colours.description;
    if (isKnown && description.isHdr())
        colours.notes.push_back(
            fmt::format("The picture is HDR ({}); its values were taken as they are, without tone mapping",
                        description.name));
    else if (isKnown && !description.name.empty() && !colours.icc.empty())
        colours.notes.push_back("The colours are " + description.text());
    return colours;
}

} // namespace enlarger::image
