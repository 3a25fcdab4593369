// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/infer/synthetic_network.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace enlarger::tests {

using image::Image;

Image noise(int width, int height, int channels, unsigned seed)
{
    std::mt19937 engine(seed);
    Image picture(width, height, channels);
    std::generate_n(picture.data(), picture.size(), [&] { return float(engine() >> 8) / float(1 << 24); });
    return picture;
}

Image blurAndEnlarge(const Image& piece, int radius, int scale)
{
    const int width = piece.width();
    const int height = piece.height();
    const int channels = piece.channels();
    const auto n = float((2 * radius + 1) * (2 * radius + 1));
    Image out(width * scale, height * scale, channels);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < channels; ++c) {
                float sum = 0.0f;
                for (int v = std::max(y - radius, 0); v <= std::min(y + radius, height - 1); ++v)
                    for (int u = std::max(x - radius, 0); u <= std::min(x + radius, width - 1); ++u)
                        sum += piece.at(u, v, c);
                for (int i = 0; i < scale * scale; ++i)
                    out.at(x * scale + i % scale, y * scale + i / scale, c) = sum / n;
            }
    return out;
}

infer::EnlargePiece syntheticNetwork(int radius, int scale)
{
    return [radius, scale](const Image& piece, Gate& gate, const NoticeSink&) -> Result<Image> {
        try {
            gate.pass();
        } catch (const CancelledException&) {
            return Error{ErrorKind::Cancelled, "cancelled"};
        }
        return blurAndEnlarge(piece, radius, scale);
    };
}

double largestDifference(const Image& a, const Image& b)
{
    if (a.width() != b.width() || a.height() != b.height() || a.channels() != b.channels())
        return std::numeric_limits<double>::infinity();
    double largest = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        largest = std::max(largest, std::abs(double(a.data()[i]) - double(b.data()[i])));
    return largest;
}

Result<Image> pushAll(image::RowStage& stage, const Image& picture, int band)
{
    Image whole;
    for (int y = 0; y < picture.height(); y += band) {
        const int count = std::min(band, picture.height() - y);
        auto rows = stage.push(picture.crop(0, y, picture.width(), count), y + count == picture.height());
        if (!rows)
            return rows;
        whole = image::stack(whole, *rows);
    }
    return whole;
}

} // namespace enlarger::tests
