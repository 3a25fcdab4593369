// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/crop_place.h"

#include <algorithm>
#include <cmath>

namespace enlarger::ui {

namespace {

constexpr int triedPlaces = 8;       // along each side
constexpr double middleShare = 0.75; // of what is seen: people look there

// The mean step from one pixel to the next, in the first channel of grey and the second (green) of colour.
double detail(const image::Image& piece)
{
    const int channel = piece.channels() >= 3 ? 1 : 0;
    double sum = 0.0;
    for (int y = 1; y < piece.height(); ++y)
        for (int x = 1; x < piece.width(); ++x)
            sum += std::abs(piece.at(x, y, channel) - piece.at(x - 1, y, channel)) +
                   std::abs(piece.at(x, y, channel) - piece.at(x, y - 1, channel));
    return sum / (double(piece.width()) * piece.height());
}

// The start of the part of `length` that lies about `middle` and inside of 0..`whole`.
int startAbout(double middle, int length, int whole)
{
    return std::clamp(int(std::lround(middle - length / 2.0)), 0, whole - length);
}

} // namespace

image::PixelRect cropPlace(const image::PackedPicture& picture, const image::PixelRect& seen,
                           const QSize& size)
{
    const int width = std::min(size.width(), picture.width());
    const int height = std::min(size.height(), picture.height());
    const double centreX = seen.x + seen.width / 2.0, centreY = seen.y + seen.height / 2.0;
    const auto about = [&](double x, double y) {
        return image::PixelRect{startAbout(x, width, picture.width()),
                                startAbout(y, height, picture.height()), width, height};
    };
    image::PixelRect best = about(centreX, centreY);
    const double reachX = (seen.width * middleShare - width) / 2.0;
    const double reachY = (seen.height * middleShare - height) / 2.0;
    if (reachX < width || reachY < height) // a person looks at this very place
        return best;
    double most = detail(picture.piece(best));
    for (int row = 0; row < triedPlaces; ++row)
        for (int column = 0; column < triedPlaces; ++column) {
            const auto at = [](int i) { return 2.0 * i / (triedPlaces - 1) - 1.0; };
            const image::PixelRect place = about(centreX + at(column) * reachX, centreY + at(row) * reachY);
            const double here = detail(picture.piece(place));
            if (here > most) {
                most = here;
                best = place;
            }
        }
    return best;
}

} // namespace enlarger::ui
