// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/colour/chromaticities.h"
#include "core/image/colour/lcms_handles.h"

#include <array>
#include <optional>

namespace enlarger::image {

using RgbMatrix = std::array<double, 9>; // row by row

/// From a profile's linear RGB to XYZ of D50. Nothing where it has no colorants.
std::optional<RgbMatrix> xyzMatrix(cmsHPROFILE profile);

/// Nothing where there is none.
std::optional<RgbMatrix> inverse(const RgbMatrix& matrix);

/// What does first `second`, then `first`.
RgbMatrix product(const RgbMatrix& first, const RgbMatrix& second);

/// From linear RGB of sound primaries to linear RGB of others, white to white.
std::optional<RgbMatrix> matrixBetween(const Chromaticities& from, const Chromaticities& to);

} // namespace enlarger::image
