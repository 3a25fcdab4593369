// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

namespace enlarger::image {

/// EXIF, XMP and IPTC of a PNG, before and after its pixels: eXIf, XMP in iTXt, and the "Raw profile type"
/// texts of ImageMagick and others; its ICC profile only where it stands in such a text. Its resolution, its
/// light levels and its other texts. `notes` says what was left out.
Metadata readPngMetadata(const std::filesystem::path& file, std::vector<std::string>& notes);

} // namespace enlarger::image
