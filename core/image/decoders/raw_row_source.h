// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/decoders/row_source.h"
#include "core/image/photo/raw_space.h"

namespace enlarger::image {

/// A camera's RAW through LibRaw, developed in 16 bits: the camera's white balance, highlights blended, no
/// look of its own; upright and then turned by so many quarters clockwise. It is held whole from the first
/// row on.
OpenedSource openRaw(const std::filesystem::path& file, int quarters, RawSpace space);

/// The picture that the RAW carries for a quick look, in sRGB, 8 bits, of at least `longest` pixels where it
/// is so large and not much more. Error Unsupported: it has none of use.
OpenedSource openRawPreview(const std::filesystem::path& file, int quarters, int longest);

} // namespace enlarger::image
