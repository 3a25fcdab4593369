// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/colour/chromaticities.h"
#include "core/image/colour/transfer_curve.h"

#include "core/image/photo/photo.h"

#include <optional>
#include <span>
#include <string>

namespace enlarger::image {

/// What one part of a file, other than an ICC profile, says of the file's colours: by the numbers of ITU-T
/// H.273, or by measures.
struct ColourClaim
{
    std::string source;           // "cICP", as ColourDescription has it
    bool precedesProfile = false; // PNG's cICP counts more than an ICC profile

    int primaries = ColourDescription::unspecified;
    int transfer = ColourDescription::unspecified;
    bool fullRange = true; // else video's: 16 to 235 of 8 bits

    // Where there is one of these, the numbers say nothing.
    std::optional<Chromaticities> chromaticities; // missing beside a curve: sRGB's
    std::optional<TransferCurve> curve;           // missing beside chromaticities: sRGB's

    bool isMeasured() const { return chromaticities || curve; }

    static ColourClaim srgb(std::string source) { return {std::move(source), false, 1, 13, true, {}, {}}; }
    /// "Adobe RGB" as DCF 2.0 means it.
    static ColourClaim adobeRgb(std::string source);
};

/// The one answer for a photo.
struct ResolvedColours
{
    Bytes icc; // of the file, or made; empty for sRGB and for HDR by numbers
    ColourDescription description;
    bool fullRange = true;
    std::vector<std::string> notes; // for a person
};

/// Lets the first statement count that can be understood: the claims come in the order of the format's
/// standard, and the file's profile, where it has one, behind those that precede it. A profile that is
/// damaged or not of grey (`grey`) or RGB is passed over, with a note.
ResolvedColours resolveColours(std::span<const ColourClaim> claims, Bytes profile, bool grey);

} // namespace enlarger::image
