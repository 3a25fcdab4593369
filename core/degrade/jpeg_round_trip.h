// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace enlarger::degrade {

/// Compresses RGB pixels to JPEG with chroma of half the width and height, as cameras and the web do, and
/// decodes them in place. Quality 1..100. Throws std::bad_alloc where memory runs out, which is all that can
/// go wrong.
void jpegRoundTrip(std::span<std::uint8_t> rgb, int width, int height, int quality);

} // namespace enlarger::degrade
