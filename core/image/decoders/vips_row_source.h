// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/decoders/row_source.h"

namespace enlarger::image {

/// JPEG, PNG, TIFF, WebP and GIF through libvips's own loaders, upright and then turned by so many quarters
/// clockwise. openTiff() knows which TIFFs.
OpenedSource openWithVips(const std::filesystem::path& file, PhotoFormat format, int quarters);

} // namespace enlarger::image
