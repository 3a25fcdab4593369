// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/image/made_exr.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace enlarger::tests {

namespace {

using image::Bytes;

void add(Bytes& to, std::uint64_t value, std::size_t bytes)
{
    for (std::size_t i = 0; i < bytes; ++i)
        to.push_back(std::uint8_t(value >> 8 * i));
}

void add(Bytes& to, float value)
{
    add(to, std::bit_cast<std::uint32_t>(value), 4);
}

void add(Bytes& to, const std::string& text) // with its zero
{
    to.insert(to.end(), text.begin(), text.end());
    to.push_back(0);
}

void attribute(Bytes& to, const std::string& name, const std::string& type, const Bytes& value)
{
    add(to, name);
    add(to, type);
    add(to, value.size(), 4);
    to.insert(to.end(), value.begin(), value.end());
}

Bytes window(int width, int height)
{
    Bytes box;
    for (const int side : {0, 0, width - 1, height - 1})
        add(box, std::uint64_t(side), 4);
    return box;
}

Bytes floats(const std::vector<float>& values)
{
    Bytes all;
    for (const float value : values)
        add(all, value);
    return all;
}

} // namespace

Bytes exrBytes(const image::Image& picture, const std::vector<std::string>& names,
               const std::vector<float>& chromaticities)
{
    std::vector<std::size_t> order(names.size()); // the file has them in the order of their names
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, {}, [&](std::size_t i) { return names[i]; });
    Bytes channels;
    for (const std::size_t i : order) {
        constexpr int isFloat = 2;
        add(channels, names[i]);
        add(channels, isFloat, 4);
        add(channels, 0, 4); // linear, and three bytes of nothing
        add(channels, 1, 4); // every column, every row
        add(channels, 1, 4);
    }
    channels.push_back(0);

    Bytes file{0x76, 0x2f, 0x31, 0x01, 2, 0, 0, 0};
    attribute(file, "channels", "chlist", channels);
    if (!chromaticities.empty())
        attribute(file, "chromaticities", "chromaticities", floats(chromaticities));
    attribute(file, "compression", "compression", {0});
    attribute(file, "dataWindow", "box2i", window(picture.width(), picture.height()));
    attribute(file, "displayWindow", "box2i", window(picture.width(), picture.height()));
    attribute(file, "lineOrder", "lineOrder", {0});
    attribute(file, "pixelAspectRatio", "float", floats({1.0f}));
    attribute(file, "screenWindowCenter", "v2f", floats({0.0f, 0.0f}));
    attribute(file, "screenWindowWidth", "float", floats({1.0f}));
    file.push_back(0);

    const std::size_t line = picture.rowSize() * 4;
    const std::size_t linesAt = file.size() + 8 * std::size_t(picture.height());
    for (int y = 0; y < picture.height(); ++y)
        add(file, linesAt + std::size_t(y) * (8 + line), 8);
    for (int y = 0; y < picture.height(); ++y) {
        add(file, std::uint64_t(y), 4);
        add(file, line, 4);
        for (const std::size_t i : order)
            for (int x = 0; x < picture.width(); ++x)
                add(file, picture.at(x, y, int(i)));
    }
    return file;
}

} // namespace enlarger::tests
