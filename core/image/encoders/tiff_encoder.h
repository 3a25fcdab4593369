// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace enlarger::image {

/// Whether the offsets of a classic TIFF, which end at 4 GiB, could be too short for a picture that does not
/// compress.
bool needsBigTiff(std::uint64_t rowBytes, std::uint64_t rows, std::uint64_t metadataBytes);

} // namespace enlarger::image
