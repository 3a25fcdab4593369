// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

namespace enlarger::image {

/// Adds the comments and the XMP of a GIF, and the shape of its pixels, which libvips does not give. What is
/// damaged adds nothing.
void readGifExtensions(const std::filesystem::path& file, Metadata& metadata);

} // namespace enlarger::image
