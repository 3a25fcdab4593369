// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <optional>

namespace enlarger::infer {

/// The wanted output size; exactly one of these is set (none: the network's own scale).
struct OutputSize
{
    std::optional<double> factor;
    std::optional<int> width;
    std::optional<int> height;
    std::optional<int> longSide;
    std::optional<double> megapixels;

    bool operator==(const OutputSize&) const = default;
};

struct PixelSize
{
    int width = 0;
    int height = 0;
    bool operator==(const PixelSize&) const = default;
};

/// Longer sides are refused: no format holds them, and no stage counts beyond an int.
inline constexpr int longestSide = 10'000'000;

/// What `wanted` means for a picture of this size; the other side follows the picture's proportions, rounded.
/// Where none is asked for, it is `scale` times as large. Errors: two sizes at once, a value that is not a
/// size, an impossible result.
Result<PixelSize> outputSizeOf(const OutputSize& wanted, const PixelSize& source, int scale);

/// How often a network of this scale runs for that size: once, or twice where more than its own scale (and
/// 5%) is wanted. Resampling does the rest.
int passesFor(const PixelSize& source, const PixelSize& wanted, int scale);

} // namespace enlarger::infer
