// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/read/packed_picture.h"

#include <array>
#include <cstdint>

namespace enlarger::image {

/// How many of the sampled pixels have each of 256 levels, in the photo's own encoding.
struct Histogram
{
    using Counts = std::array<std::uint32_t, 256>;

    Counts red{};
    Counts green{};
    Counts blue{};
    Counts luma{}; // of Rec. 709's weights
    std::int64_t pixels = 0;
};

/// Looks at about two million pixels, in rows evenly spread over the picture: some 20 ms whatever its size.
/// Grey pictures have the same counts in all four; pixels that are wholly transparent do not count.
Histogram makeHistogram(const PackedPicture& picture);

} // namespace enlarger::image
