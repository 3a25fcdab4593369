// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/photos/patch_counter.h"

#include <algorithm>

namespace enlarger::train {

namespace {

constexpr int blockSide = 8;
constexpr double leastDeviation = 2.5 / 255.0; // root mean square within the blocks of a useful patch

} // namespace

PatchCounter::PatchCounter(int width, int side)
    : m_blocks(std::max(side / blockSide, 1))
    , m_columns(width / (m_blocks * blockSide))
    , m_sum(std::size_t(m_columns * m_blocks))
    , m_squares(m_sum.size())
    , m_variance(std::size_t(m_columns))
{}

void PatchCounter::push(const image::Image& band)
{
    for (int y = 0; y < band.height(); ++y) {
        const float* pixel = band.row(y).data();
        for (std::size_t b = 0; b < m_sum.size(); ++b) {
            float sum = 0.0f;
            float squares = 0.0f;
            for (int x = 0; x < blockSide; ++x, pixel += 3) {
                const float luma = 0.299f * pixel[0] + 0.587f * pixel[1] + 0.114f * pixel[2];
                sum += luma;
                squares += luma * luma;
            }
            m_sum[b] += double(sum);
            m_squares[b] += double(squares);
        }
        if (++m_row == blockSide)
            closeBlocks();
    }
}

void PatchCounter::closeBlocks()
{
    constexpr double count = blockSide * blockSide;
    for (std::size_t b = 0; b < m_sum.size(); ++b) {
        const double mean = m_sum[b] / count;
        m_variance[b / std::size_t(m_blocks)] += std::max(m_squares[b] / count - mean * mean, 0.0);
    }
    std::fill(m_sum.begin(), m_sum.end(), 0.0);
    std::fill(m_squares.begin(), m_squares.end(), 0.0);
    m_row = 0;
    if (++m_blockRow == m_blocks)
        closePatches();
}

void PatchCounter::closePatches()
{
    const double least = leastDeviation * leastDeviation * m_blocks * m_blocks;
    m_patches += m_columns;
    m_useful += std::count_if(m_variance.begin(), m_variance.end(),
                              [least](double variance) { return variance >= least; });
    std::fill(m_variance.begin(), m_variance.end(), 0.0);
    m_blockRow = 0;
}

} // namespace enlarger::train
