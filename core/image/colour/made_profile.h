// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/colour/chromaticities.h"
#include "core/image/colour/transfer_curve.h"

#include "core/image/photo/photo.h"

#include <string>

namespace enlarger::image {

/// An ICC profile of three primaries and their curves, or for grey photos of the first curve alone. The same
/// bytes for the same colours, always. Empty where lcms refuses them.
Bytes makeProfile(const std::string& name, const Chromaticities& chromaticities, const TransferCurve& curve,
                  bool grey);

/// The same for colours that are described by the numbers of H.273, which the profile says as well (its tag
/// "cicp"). Empty where they are none that we know.
Bytes makeProfile(const ColourDescription& colours, bool grey);

/// The numbers that a profile's "cicp" tag gives, where they are PQ's or HLG's; else unspecified ones. Other
/// profiles say all by themselves.
ColourDescription hdrOf(const Bytes& icc);

} // namespace enlarger::image
