// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/decoders/row_source.h"

namespace enlarger::image {

/// Windows bitmaps. libvips knows them through ImageMagick alone, which we keep out: it reads far too much
/// else.
OpenedSource openBmp(const std::filesystem::path& file);

} // namespace enlarger::image
