// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/decoders/row_source.h"

namespace enlarger::image {

/// OpenEXR through libvips, which gives floats in linear light with premultiplied alpha: rows have straight
/// alpha, and a linear profile of the file's primaries.
OpenedSource openExr(const std::filesystem::path& file);

} // namespace enlarger::image
