// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/decoders/row_source.h"

namespace enlarger::image {

/// HEIC and AVIF through libheif, which applies their rotation and mirroring itself. libvips could read them
/// too, but stretches 10 and 12 bits only nearly to the full range, and drops colour spaces that are named
/// without a profile. `page` counts from 1, the main picture.
OpenedSource openHeif(const std::filesystem::path& file, PhotoFormat format, int page);

} // namespace enlarger::image
