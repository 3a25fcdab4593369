// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/decoders/row_source.h"

namespace enlarger::image {

/// JPEG XL through libjxl, which applies the picture's orientation itself. libvips's loader knows none of the
/// metadata, and loses the profile of lossy pictures.
OpenedSource openJxl(const std::filesystem::path& file);

} // namespace enlarger::image
