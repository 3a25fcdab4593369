// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/detail_sample.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace enlarger::infer {

using image::Image;
using image::PixelRect;

namespace {

constexpr int squareSide = 64; // whole blocks of every format that has blocks
constexpr int squares = 100;   // more would cost time and change the mean by little
constexpr std::int64_t smallPicture = std::int64_t(squares) * squareSide * squareSide;

/// Along one axis.
struct Cut
{
    int side = 0;
    int count = 1;
    int length = 0;

    int begin(int i) const
    {
        return static_cast<int>((2 * i + 1) * std::int64_t(length - side * count) /
                                (2 * std::int64_t(count))) +
               i * side;
    }
};

/// Grey is spread over colours, of colours the first stands for grey; alpha, where both have it, stays alpha.
void copyPixels(std::span<const float> from, int fromChannels, std::span<float> to, int toChannels)
{
    if (fromChannels == toChannels) {
        std::ranges::copy(from, to.begin());
        return;
    }
    const auto hasAlpha = [](int channels) { return channels % 2 == 0; };
    const int colours = fromChannels - hasAlpha(fromChannels);
    for (std::size_t pixel = 0, count = to.size() / std::size_t(toChannels); pixel < count; ++pixel)
        for (int c = 0; c < toChannels; ++c) {
            const bool isAlpha = hasAlpha(toChannels) && c == toChannels - 1;
            const int source = std::min(c, colours - 1);
            const float* const at = from.data() + pixel * std::size_t(fromChannels);
            to[pixel * std::size_t(toChannels) + std::size_t(c)] = !isAlpha ? at[source]
                                                                   : hasAlpha(fromChannels)
                                                                       ? at[fromChannels - 1]
                                                                       : 1.0F;
        }
}

} // namespace

DetailSample::DetailSample(const PixelSize& in, const PixelSize& out, int channels)
{
    Cut x{out.width, 1, out.width};
    Cut y{out.height, 1, out.height};
    if (std::int64_t(out.width) * out.height > smallPicture) {
        x.side = std::min(squareSide, out.width);
        y.side = std::min(squareSide, out.height);
        const auto most = [](const Cut& cut) { return cut.length / cut.side; };
        const int wanted = static_cast<int>(smallPicture / (std::int64_t(x.side) * y.side));
        const int widest = std::min(most(x), wanted);
        const int narrowest = std::min(std::max(wanted / most(y), 1), widest);
        x.count = std::clamp(static_cast<int>(std::sqrt(double(wanted) * out.width / out.height)), narrowest,
                             widest);
        y.count = std::clamp(wanted / x.count, 1, most(y));
    }
    m_size = {x.side * x.count, y.side * y.count};
    for (int row = 0; row < y.count; ++row)
        for (int column = 0; column < x.count; ++column) {
            const PixelRect window{x.begin(column), y.begin(row), x.side, y.side};
            image::WindowResampler resampler(in.width, in.height, out.width, out.height, window);
            Image pixels(resampler.needed().width, resampler.needed().height, channels);
            m_squares.push_back({std::move(resampler), std::move(pixels), column * x.side, row * y.side});
        }
}

void DetailSample::take(const Image& rows)
{
    for (Square& square : m_squares) {
        const PixelRect& needed = square.resampler.needed();
        const int end = std::min(needed.bottom(), m_row + rows.height());
        for (int y = std::max(needed.y, m_row); y < end; ++y) {
            const auto from =
                rows.row(y - m_row).subspan(std::size_t(needed.x) * std::size_t(rows.channels()),
                                            std::size_t(needed.width) * std::size_t(rows.channels()));
            copyPixels(from, rows.channels(), square.pixels.row(y - needed.y), square.pixels.channels());
        }
    }
    m_row += rows.height();
}

Image DetailSample::picture() const
{
    Image sample(m_size.width, m_size.height, m_squares.front().pixels.channels());
    for (const Square& square : m_squares) {
        const Image pixels = square.resampler.run(square.pixels);
        for (int y = 0; y < pixels.height(); ++y)
            std::ranges::copy(pixels.row(y),
                              sample.row(square.y + y)
                                  .subspan(std::size_t(square.x) * std::size_t(sample.channels()))
                                  .begin());
    }
    return sample;
}

} // namespace enlarger::infer
