// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

namespace enlarger::image {

/// What the boxes of a JPEG 2000 file carry: EXIF, XMP, IPTC, resolution. Nothing of a bare codestream, which
/// has none.
void readJp2Boxes(const std::filesystem::path& file, Metadata& metadata);

} // namespace enlarger::image
