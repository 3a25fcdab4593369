// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/pixels/turn.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace enlarger::image {

std::string Turn::text() const
{
    std::string text = quarters != 0 ? fmt::format("rotate {}", 90 * quarters) : std::string();
    if (degrees != 0.0)
        text += fmt::format("{}straighten {:g}", text.empty() ? "" : ", ", degrees);
    return text;
}

PixelRect turnedPicture(int width, int height, const Turn& turn)
{
    if (turn.swapsSides())
        std::swap(width, height);
    if (turn.degrees == 0.0)
        return {0, 0, width, height};
    const double angle = std::abs(turn.degrees) * std::numbers::pi / 180.0;
    const double c = std::cos(angle), s = std::sin(angle);
    const double w = width, h = height;
    // A corner of the smaller rectangle, turned back, must lie between the sides of the larger one.
    const double share = std::min(w / (w * c + h * s), h / (w * s + h * c));
    const auto side = [&](double length) { return std::max(1, int(std::floor(length * share + 1e-9))); };
    return {0, 0, side(w), side(h)};
}

PixelRect turnedRect(const PixelRect& rect, int width, int height, int quarters)
{
    PixelRect turned = rect;
    for (int i = Turn().plusQuarters(quarters).quarters; i > 0; --i) {
        turned = {height - turned.bottom(), turned.x, turned.height, turned.width};
        std::swap(width, height);
    }
    return turned;
}

} // namespace enlarger::image
