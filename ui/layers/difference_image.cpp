// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/layers/difference_image.h"

#include "core/image/pixels/rgb.h"
#include "core/image/resample/resample.h"

#include <algorithm>
#include <cmath>

namespace enlarger::ui {

using image::Image;
using image::PixelRect;

namespace {

constexpr int bicubicReach = 4; // LR pixels

Image asImage(const infer::RegionTile& tile)
{
    Image picture(tile.width, tile.height, 3);
    std::transform(tile.values.begin(), tile.values.end(), picture.data(),
                   [](std::uint8_t value) { return float(value) / 255.0f; });
    return picture;
}

Image bicubic(const infer::RegionTile& tile, const image::PackedPicture& picture)
{
    const PixelRect read =
        tile.area.grown(bicubicReach).intersected({0, 0, picture.width(), picture.height()});
    const double x = double(tile.width) / tile.area.width;
    const double y = double(tile.height) / tile.area.height;
    const Image large = image::resize(image::asRgb(picture.piece(read)), int(std::lround(read.width * x)),
                                      int(std::lround(read.height * y)));
    const int left = std::min(int(std::lround((tile.area.x - read.x) * x)), large.width() - tile.width);
    const int top = std::min(int(std::lround((tile.area.y - read.y) * y)), large.height() - tile.height);
    return large.crop(std::max(0, left), std::max(0, top), tile.width, tile.height);
}

QImage signedImage(const Image& a, const Image& b, double gain)
{
    QImage result(a.width(), a.height(), QImage::Format_RGB32);
    const float scale = float(gain * 255.0);
    for (int y = 0; y < a.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(result.scanLine(y));
        const auto rowA = a.row(y);
        const auto rowB = b.row(y);
        for (int x = 0; x < a.width(); ++x) {
            int level[3];
            for (std::size_t c = 0; c < 3; ++c) {
                const std::size_t i = std::size_t(x) * 3 + c;
                level[c] =
                    std::clamp(int(128.5f + scale * (rowA[i] - std::clamp(rowB[i], 0.0f, 1.0f))), 0, 255);
            }
            line[x] = qRgb(level[0], level[1], level[2]);
        }
    }
    return result;
}

} // namespace

QImage differenceImage(Difference kind, const infer::RegionTile& tile, const image::PackedPicture& picture,
                       double gain)
{
    const Image sr = asImage(tile);
    if (kind == Difference::FromBicubic)
        return signedImage(sr, bicubic(tile, picture), gain);
    const image::ResampleOptions mean{.kernel = image::Kernel::Area};
    return signedImage(image::resize(sr, tile.area.width, tile.area.height, mean),
                       image::asRgb(picture.piece(tile.area)), gain);
}

} // namespace enlarger::ui
