// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/calibration_photo.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace enlarger::infer {

using image::Image;

namespace {

/// The standard's own distributions differ from library to library; the engine does not.
class Rng
{
public:
    float draw() { return float(m_engine() >> 8) / float(1 << 24); } // 0..1
    float drawNormal()                                               // nearly normal, sigma 1
    {
        float sum = -6.0f;
        for (int i = 0; i < 12; ++i)
            sum += draw();
        return sum;
    }

private:
    std::mt19937 m_engine{3};
};

struct Leaf
{
    float x, y, radius;
    std::array<float, 3> colour;
    float slopeX, slopeY; // of its shading, from the centre to the rim
};

Leaf drawLeaf(Rng& rng, int side)
{
    // Radii with density r^-3: then the picture looks alike at every magnification.
    constexpr float smallest = 2.0f;
    constexpr float largest = 60.0f;
    const float a = 1.0f / (smallest * smallest);
    const float b = 1.0f / (largest * largest);
    Leaf leaf;
    leaf.radius = 1.0f / std::sqrt(a - rng.draw() * (a - b));
    leaf.x = rng.draw() * (float(side) + 2.0f * leaf.radius) - leaf.radius;
    leaf.y = rng.draw() * (float(side) + 2.0f * leaf.radius) - leaf.radius;
    const float light = 0.2f + 0.6f * rng.draw(); // few photos have black beside white everywhere
    for (float& colour : leaf.colour)
        colour = std::clamp(light + 0.3f * (rng.draw() - 0.5f), 0.0f, 1.0f);
    leaf.slopeX = 0.3f * (rng.draw() - 0.5f);
    leaf.slopeY = 0.3f * (rng.draw() - 0.5f);
    return leaf;
}

void paint(Image& picture, const Leaf& leaf)
{
    const int side = picture.width();
    const auto from = [&](float centre) { return std::clamp(int(centre - leaf.radius) - 1, 0, side); };
    const auto to = [&](float centre) { return std::clamp(int(centre + leaf.radius) + 2, 0, side); };
    for (int y = from(leaf.y); y < to(leaf.y); ++y)
        for (int x = from(leaf.x); x < to(leaf.x); ++x) {
            const float dx = float(x) - leaf.x;
            const float dy = float(y) - leaf.y;
            const float cover = std::clamp(leaf.radius - std::sqrt(dx * dx + dy * dy) + 0.5f, 0.0f, 1.0f);
            const float shading = (dx * leaf.slopeX + dy * leaf.slopeY) / leaf.radius;
            for (int c = 0; c < 3; ++c) {
                float& value = picture.at(x, y, c);
                value += cover * (leaf.colour[std::size_t(c)] + shading - value);
            }
        }
}

} // namespace

Image calibrationPhoto(int side)
{
    constexpr float noise = 2.0f / 255.0f;
    Image picture(side, side, 3);
    std::fill_n(picture.data(), picture.size(), 0.5f);
    Rng rng;
    const int leaves = side * side / 8; // enough to hide the ground
    for (int i = 0; i < leaves; ++i)
        paint(picture, drawLeaf(rng, side));
    for (std::size_t i = 0; i < picture.size(); ++i)
        picture.data()[i] = std::clamp(picture.data()[i] + noise * rng.drawNormal(), 0.0f, 1.0f);
    return picture;
}

} // namespace enlarger::infer
