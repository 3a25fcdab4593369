// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/colour/colour_claim.h"
#include "core/image/metadata/tiff_directory.h"

namespace enlarger::image {

/// What an EXIF block says of colours, by Exif 2.32 and DCF 2.0: ColorSpace 1 is sRGB; without that,
/// Interoperability's index R03 (or 2, which some cameras write) is Adobe RGB; else, where ColorSpace is
/// "uncalibrated", WhitePoint, PrimaryChromaticities, TransferFunction and Gamma. Nothing where it is silent.
std::optional<ColourClaim> exifColours(const Bytes& exif);

/// What WhitePoint, PrimaryChromaticities and TransferFunction of a directory say, by TIFF 6.0.
std::optional<ColourClaim> tiffColours(TiffStructure& tiff, const TiffStructure::Directory& directory);

/// The block of a photo whose values were converted to sRGB: its ColorSpace and its Interoperability say so.
Bytes markedAsSrgb(Bytes exif);

} // namespace enlarger::image
