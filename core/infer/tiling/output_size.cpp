// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/output_size.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace enlarger::infer {

namespace {

constexpr double stretch = 1.05; // what resampling may add to the network's own scale

Error badSize(std::string what)
{
    return Error{ErrorKind::BadInput,
                 std::move(what),
                 {},
                 "Give one size: a factor, a width, a height, a long side or megapixels, greater than 0"};
}

} // namespace

Result<PixelSize> outputSizeOf(const OutputSize& wanted, const PixelSize& source, int scale)
{
    const int count = wanted.factor.has_value() + wanted.width.has_value() + wanted.height.has_value() +
                      wanted.longSide.has_value() + wanted.megapixels.has_value();
    if (count > 1)
        return badSize(fmt::format("{} output sizes are given at once", count));

    const double width = source.width;
    const double height = source.height;
    double factor = scale;
    if (wanted.factor)
        factor = *wanted.factor;
    else if (wanted.width)
        factor = *wanted.width / width;
    else if (wanted.height)
        factor = *wanted.height / height;
    else if (wanted.longSide)
        factor = *wanted.longSide / std::max(width, height);
    else if (wanted.megapixels)
        factor = *wanted.megapixels > 0.0 ? std::sqrt(*wanted.megapixels * 1e6 / (width * height)) : -1.0;
    if (!(factor > 0.0) || !std::isfinite(factor))
        return badSize("the output size is not valid");

    const double exactWidth = std::max(std::round(width * factor), 1.0);
    const double exactHeight = std::max(std::round(height * factor), 1.0);
    if (exactWidth > longestSide || exactHeight > longestSide)
        return Error{ErrorKind::BadInput,
                     fmt::format("the output would have {:.0f} x {:.0f} pixels", exactWidth, exactHeight),
                     {},
                     fmt::format("Choose sides of at most {} pixels", longestSide)};
    return PixelSize{static_cast<int>(exactWidth), static_cast<int>(exactHeight)};
}

int passesFor(const PixelSize& source, const PixelSize& wanted, int scale)
{
    const double factor =
        std::max(double(wanted.width) / source.width, double(wanted.height) / source.height);
    return scale > 1 && factor > scale * stretch ? 2 : 1;
}

} // namespace enlarger::infer
