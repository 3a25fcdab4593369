// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/decoders/row_source.h"

namespace enlarger::image {

/// PBM, PGM, PPM in text and binary, PAM and PFM, in their own range: libvips leaves 10-bit values
/// unstretched and PFM upside down.
OpenedSource openPnm(const std::filesystem::path& file);

} // namespace enlarger::image
