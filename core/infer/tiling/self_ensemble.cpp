// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/self_ensemble.h"

#include <algorithm>
#include <fmt/format.h>

namespace enlarger::infer {

using image::Image;

namespace {

/// One of the eight ways to lay a picture of width x height.
struct Way
{
    int number; // 1: mirrored left and right, 2: top and bottom, 4: then rows and columns swapped
    int width;
    int height;

    bool swaps() const { return number & 4; }

    /// The first float of what lies at x, y of the picture, in the laid one.
    std::size_t placeOf(int x, int y, int channels) const
    {
        const int column = number & 1 ? width - 1 - x : x;
        const int row = number & 2 ? height - 1 - y : y;
        const std::size_t at = swaps() ? std::size_t(column) * std::size_t(height) + std::size_t(row)
                                       : std::size_t(row) * std::size_t(width) + std::size_t(column);
        return at * std::size_t(channels);
    }
};

Image laid(const Image& picture, const Way& way)
{
    Image out(way.swaps() ? way.height : way.width, way.swaps() ? way.width : way.height, picture.channels());
    const float* from = picture.data();
    for (int y = 0; y < way.height; ++y)
        for (int x = 0; x < way.width; ++x, from += picture.channels())
            std::copy_n(from, picture.channels(), out.data() + way.placeOf(x, y, picture.channels()));
    return out;
}

void addBack(Image& sum, const Image& result, const Way& way, float weight)
{
    float* to = sum.data();
    for (int y = 0; y < way.height; ++y)
        for (int x = 0; x < way.width; ++x) {
            const float* const from = result.data() + way.placeOf(x, y, sum.channels());
            for (int c = 0; c < sum.channels(); ++c)
                *to++ += weight * from[c];
        }
}

} // namespace

EnlargePiece selfEnsemble(EnlargePiece enlarge)
{
    return [enlarge = std::move(enlarge)](const Image& piece, Gate& gate,
                                          const NoticeSink& notice) -> Result<Image> {
        Image sum;
        for (int number = 0; number < ensembleRuns; ++number) {
            const Way in{number, piece.width(), piece.height()};
            auto result = enlarge(number == 0 ? piece : laid(piece, in), gate, notice);
            if (!result)
                return result;
            const int width = in.swaps() ? result->height() : result->width();
            const int height = in.swaps() ? result->width() : result->height();
            if (sum.empty()) {
                sum = Image(width, height, result->channels());
                std::fill_n(sum.data(), sum.size(), 0.0f);
            }
            if (sum.width() != width || sum.height() != height || sum.channels() != result->channels())
                return Error{ErrorKind::Internal,
                             fmt::format("the network made {} x {} pixels of a turned picture, not {} x {}",
                                         width, height, sum.width(), sum.height()),
                             {},
                             {}};
            addBack(sum, *result, {number, width, height}, 1.0f / ensembleRuns);
        }
        return sum;
    };
}

} // namespace enlarger::infer
