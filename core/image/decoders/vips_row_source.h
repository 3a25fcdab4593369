// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/decoders/row_source.h"

namespace enlarger::image {

/// JPEG, PNG, TIFF, JPEG 2000, WebP and GIF through libvips's own loaders, upright and then turned by so many
/// quarters clockwise. openTiff() knows which TIFFs. `page` counts from 1: a page of TIFF, a frame of WebP
/// and GIF.
OpenedSource openWithVips(const std::filesystem::path& file, PhotoFormat format, int quarters, int page);

} // namespace enlarger::image
