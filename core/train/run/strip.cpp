// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/strip.h"

#include "core/image/pixels/small_text.h"

#include <algorithm>
#include <cmath>

namespace enlarger::train {

namespace {

using image::Image;

constexpr int gap = 4;         // pixels between pictures
constexpr float paper = 0.11F; // dark, as what surrounds pictures in the window
constexpr float ink = 0.78F;
constexpr int narrow = 160;

/// Half the picture's size.
struct Window
{
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
};

double difference(const Image& a, const Image& b, const Window& window)
{
    double sum = 0.0;
    for (int y = window.y; y < window.y + window.height; ++y) {
        const auto first = a.row(y).subspan(std::size_t(window.x) * 3, std::size_t(window.width) * 3);
        const auto second = b.row(y).subspan(std::size_t(window.x) * 3, std::size_t(window.width) * 3);
        for (std::size_t i = 0; i < first.size(); ++i)
            sum += double(std::abs(first[i] - second[i]));
    }
    return sum;
}

Window mostChanged(const Image& before, const Image& now)
{
    constexpr int step = 16;
    Window best{0, 0, now.width() / 2, now.height() / 2};
    double most = -1.0;
    for (int y = 0; y + best.height <= now.height(); y += step)
        for (int x = 0; x + best.width <= now.width(); x += step)
            if (const double sum = difference(before, now, {x, y, best.width, best.height}); sum > most) {
                most = sum;
                best.x = x;
                best.y = y;
            }
    return best;
}

Image doubled(const Image& picture, const Window& window)
{
    Image result(2 * window.width, 2 * window.height, 3);
    for (int y = 0; y < result.height(); ++y)
        for (int x = 0; x < result.width(); ++x)
            for (int c = 0; c < 3; ++c)
                result.at(x, y, c) = picture.at(window.x + x / 2, window.y + y / 2, c);
    return result;
}

void paste(Image& onto, const Image& picture, int x, int y)
{
    for (int row = 0; row < picture.height(); ++row)
        std::ranges::copy(picture.row(row), onto.row(y + row).begin() + std::ptrdiff_t(x) * 3);
}

} // namespace

Image drawStrip(const std::vector<StripRow>& rows, const std::vector<std::string>& labels, std::size_t before,
                std::size_t now)
{
    if (rows.empty())
        return {};
    const int columns = int(labels.size());
    int columnWidth = 0;
    for (const StripRow& row : rows)
        columnWidth = std::max(columnWidth, row.front().width());
    image::SmallText letters;
    letters.size = columnWidth < narrow ? 1 : 2;
    letters.grey = ink;
    const int bar = letters.height() + 2 * gap;
    int height = bar;
    for (const StripRow& row : rows)
        height += row.front().height() + bar + 2 * (row.front().height() / 2) + gap;
    Image strip(columns * columnWidth + (columns - 1) * gap, height - gap, 3);
    std::fill_n(strip.data(), strip.size(), paper);
    const auto left = [&](std::size_t column) { return int(column) * (columnWidth + gap); };
    for (std::size_t column = 0; column < labels.size(); ++column)
        letters.draw(strip, left(column) + gap, gap, columnWidth - gap, labels[column]);
    int y = bar;
    for (const StripRow& row : rows) {
        for (std::size_t column = 0; column < row.size(); ++column)
            paste(strip, row[column], left(column), y);
        y += row.front().height();
        const Window window = mostChanged(row[before], row[now]);
        letters.draw(strip, gap, y + gap, strip.width() - gap, "200 %, where it changed most");
        y += bar;
        for (std::size_t column = 0; column < row.size(); ++column)
            paste(strip, doubled(row[column], window), left(column), y);
        y += 2 * window.height + gap;
    }
    return strip;
}

} // namespace enlarger::train
