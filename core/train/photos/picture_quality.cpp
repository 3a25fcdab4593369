// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/photos/picture_quality.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <numeric>

namespace enlarger::train {

namespace {

constexpr int jpegBlock = 8;
constexpr int strip = 24;
constexpr int tall = 1024;
constexpr int quiet = 2;      // a step between neighbours that is nothing
constexpr int largeStep = 12; // no block border, but an edge of the picture
constexpr int edge = 32;      // the least rise over two pixels
constexpr double perLevel = 20.0;

/// The largest of eight places over the middle one: that of the borders, wherever the picture was cut.
double peakOver(std::array<double, 8> steps)
{
    std::ranges::sort(steps);
    return (steps[7] + 1.0) / ((steps[3] + steps[4]) / 2.0 + 1.0);
}

} // namespace

QualityMeter::QualityMeter(int width, int height)
    : m_width(width)
    , m_isSparse(height > tall)
    , m_residuals(std::size_t(std::max(0, width - 2) / jpegBlock))
    , m_lights(m_residuals.size())
{}

void QualityMeter::push(const image::Image& band)
{
    for (int y = 0; y < band.height(); ++y, ++m_y) {
        if (m_isSparse && (m_y / strip) % 4 != 0) {
            m_rows.clear();
            std::ranges::fill(m_residuals, 0.0); // of blocks that are not whole
            std::ranges::fill(m_lights, 0);
            m_blockRow = 0;
            continue;
        }
        auto row = Row(std::size_t(m_width));
        const float* pixel = band.row(y).data();
        for (std::int16_t& luma : row) {
            luma = std::int16_t(
                std::lround(255.0F * (0.299F * pixel[0] + 0.587F * pixel[1] + 0.114F * pixel[2])));
            pixel += 3;
        }
        add(std::move(row));
    }
}

void QualityMeter::add(Row row)
{
    measureAlong(row);
    m_rows.push_back(std::move(row));
    if (m_rows.size() > 4)
        m_rows.erase(m_rows.begin());
    if (m_rows.size() >= 3)
        measureNoise();
    if (m_rows.size() == 4)
        measureAcross();
}

void QualityMeter::measureAlong(const Row& row)
{
    for (std::size_t x = 1; x + 2 < row.size(); ++x) {
        const int before = row[x] - row[x - 1];
        const int step = row[x + 1] - row[x];
        const int after = row[x + 2] - row[x + 1];
        if (std::abs(before) <= quiet && std::abs(after) <= quiet && std::abs(step) <= largeStep)
            m_columns[x % jpegBlock] += std::abs(step);
        if (std::abs(step + after) > edge && step * after >= 0) {
            m_rise += double(std::max(std::abs(step), std::abs(after))) / std::abs(step + after);
            ++m_edges;
        }
    }
}

void QualityMeter::measureAcross()
{
    double& steps = m_lines[std::size_t((m_y - 2) % jpegBlock)];
    for (std::size_t x = 0; x < std::size_t(m_width); ++x) {
        const int before = std::abs(m_rows[1][x] - m_rows[0][x]);
        const int step = std::abs(m_rows[2][x] - m_rows[1][x]);
        const int after = std::abs(m_rows[3][x] - m_rows[2][x]);
        if (before <= quiet && after <= quiet && step <= largeStep)
            steps += step;
    }
}

// The difference of two Laplacians, which edges and gradients hardly stir: of noise it is 6 sigma wide.
void QualityMeter::measureNoise()
{
    const Row& above = m_rows[m_rows.size() - 3];
    const Row& here = m_rows[m_rows.size() - 2];
    const Row& below = m_rows[m_rows.size() - 1];
    for (std::size_t b = 0; b < m_residuals.size(); ++b) {
        std::int64_t residual = 0;
        for (std::size_t x = b * jpegBlock + 1; x < b * jpegBlock + 1 + jpegBlock; ++x) {
            const int ends = above[x - 1] + above[x + 1] + below[x - 1] + below[x + 1];
            const int sides = above[x] + below[x] + here[x - 1] + here[x + 1];
            residual += std::abs(ends - 2 * sides + 4 * here[x]);
            m_lights[b] += here[x];
        }
        m_residuals[b] += double(residual);
    }
    if (++m_blockRow == jpegBlock)
        closeBlocks();
}

void QualityMeter::closeBlocks()
{
    constexpr int pixels = jpegBlock * jpegBlock;
    const double scale = std::sqrt(std::numbers::pi / 2.0) / 6.0 / pixels;
    for (std::size_t b = 0; b < m_residuals.size(); ++b) {
        const std::int64_t light = m_lights[b] / pixels;
        if (light >= 16 && light < 240) // where it is clipped, there is no noise
            ++m_noise[std::min(m_noise.size() - 1, std::size_t(m_residuals[b] * scale * perLevel))];
    }
    std::ranges::fill(m_residuals, 0.0);
    std::ranges::fill(m_lights, 0);
    m_blockRow = 0;
}

PictureQuality QualityMeter::quality() const
{
    PictureQuality quality;
    const std::int64_t smoothest = std::accumulate(m_noise.begin(), m_noise.end(), std::int64_t(0)) / 10;
    std::int64_t seen = 0;
    for (std::size_t i = 0; i < m_noise.size() && seen <= smoothest; ++i) {
        seen += m_noise[i];
        quality.noise = (double(i) + 0.5) / perLevel;
    }
    quality.noise = seen == 0 ? 0.0 : quality.noise;
    quality.blocks = std::sqrt(peakOver(m_columns) * peakOver(m_lines));
    quality.edges = m_edges == 0 ? 0.0 : m_rise / double(m_edges);
    return quality;
}

} // namespace enlarger::train
