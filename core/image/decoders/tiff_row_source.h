// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/decoders/row_source.h"

namespace enlarger::image {

/// TIFF: through libvips, and through libtiff where libvips does not know the kind of samples (16-, 24- and
/// 64-bit floats, 10 and 12 bits ...), or how they are coded (old-style JPEG, YCbCr that is not in JPEG).
/// Rows are read strip by strip, or a row of tiles at a time. `page` counts from 1.
OpenedSource openTiff(const std::filesystem::path& file, int quarters, int page);

} // namespace enlarger::image
