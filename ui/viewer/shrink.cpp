// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/shrink.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

namespace enlarger::ui {

namespace {

constexpr int one = 256; // the weights of a pixel's taps together

/// What one pixel of the result takes along one side.
struct Taps
{
    int first = 0;
    std::vector<std::uint16_t> weights; // of first, first + 1, ...
};

// How much of a triangle over -1..1, whose area is 1, lies left of `at`.
double triangleUpTo(double at)
{
    const double cut = std::clamp(at, -1.0, 1.0);
    return cut < 0.0 ? (1.0 + cut) * (1.0 + cut) / 2.0 : 1.0 - (1.0 - cut) * (1.0 - cut) / 2.0;
}

// A triangle that reaches as far as the middles of the neighbours. Rounded such that the weights are `one`.
Taps tapsAt(double centre, double step, int limit)
{
    const double reach = std::max(1.0, step);
    const int from = int(std::floor(centre - reach));
    const int to = int(std::ceil(centre + reach));
    Taps taps;
    taps.first = std::clamp(from, 0, limit - 1);
    std::vector<double> exact(std::size_t(std::clamp(to, taps.first + 1, limit) - taps.first), 0.0);
    for (int at = from; at < to; ++at) {
        const int place = std::clamp(at - taps.first, 0, int(exact.size()) - 1);
        exact[std::size_t(place)] +=
            triangleUpTo((at + 1 - centre) / reach) - triangleUpTo((at - centre) / reach);
    }
    const double sum = std::accumulate(exact.begin(), exact.end(), 0.0);
    double wanted = 0.0;
    int given = 0;
    for (const double weight : exact) {
        wanted += weight / sum * one;
        taps.weights.push_back(std::uint16_t(std::lround(wanted) - given));
        given = int(std::lround(wanted));
    }
    return taps;
}

std::vector<Taps> tapsAlong(double from, double length, int count, int limit)
{
    std::vector<Taps> taps;
    const double step = length / count;
    for (int i = 0; i < count; ++i)
        taps.push_back(tapsAt(from + (i + 0.5) * step, step, limit));
    return taps;
}

// Four channels of a pixel in the lower halves of four words of 16 bits: times weights that are 256 together,
// they add up without a carry.
constexpr std::uint64_t lowBytes = 0x00FF00FF00FF00FF;
constexpr std::uint64_t half = 0x0080008000800080;

std::uint64_t spread(QRgb pixel)
{
    return (pixel | (std::uint64_t(pixel) << 24)) & lowBytes;
}

QRgb gathered(std::uint64_t spread)
{
    return QRgb(spread | (spread >> 24));
}

std::uint64_t meanOf(std::uint64_t sum)
{
    return ((sum + half) >> 8) & lowBytes;
}

} // namespace

QImage shrunk(const QImage& image, const QRectF& source, const QSize& size)
{
    const std::vector<Taps> columns = tapsAlong(source.left(), source.width(), size.width(), image.width());
    const std::vector<Taps> rows = tapsAlong(source.top(), source.height(), size.height(), image.height());
    const int left = columns.front().first;
    const int right = columns.back().first + int(columns.back().weights.size());
    std::vector<std::uint64_t> sums(std::size_t(right - left));
    QImage small(size, image.format());
    for (int y = 0; y < size.height(); ++y) {
        std::ranges::fill(sums, 0);
        const Taps& row = rows[std::size_t(y)];
        for (std::size_t i = 0; i < row.weights.size(); ++i) {
            const auto* from = reinterpret_cast<const QRgb*>(image.constScanLine(row.first + int(i))) + left;
            const std::uint64_t weight = row.weights[i];
            for (std::size_t x = 0; x < sums.size(); ++x)
                sums[x] += spread(from[x]) * weight;
        }
        for (std::uint64_t& sum : sums)
            sum = meanOf(sum);
        auto* out = reinterpret_cast<QRgb*>(small.scanLine(y));
        for (int x = 0; x < size.width(); ++x) {
            const Taps& column = columns[std::size_t(x)];
            const std::uint64_t* from = sums.data() + (column.first - left);
            std::uint64_t sum = 0;
            for (std::size_t i = 0; i < column.weights.size(); ++i)
                sum += from[i] * column.weights[i];
            out[x] = gathered(meanOf(sum));
        }
    }
    return small;
}

QImage shrunk(const QImage& image, const QSize& size)
{
    const QImage::Format format =
        image.hasAlphaChannel() ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32;
    return shrunk(image.convertToFormat(format), QRectF(image.rect()), size);
}

} // namespace enlarger::ui
