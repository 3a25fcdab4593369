// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/image.h"

#include <array>
#include <cstdint>
#include <vector>

namespace enlarger::train {

/// What a camera, a lens and JPEG have done to a picture, on its luma.
struct PictureQuality
{
    double noise = 0.0; // standard deviation of 255, in its smoothest tenth (Immerkaer 1996)
    double blocks =
        1.0; // steps at the borders of JPEG's blocks over those elsewhere: 1 none, above 1.6 visible
    double edges =
        0.0; // share of an edge's rise in its steepest pixel: 1 hard, 0.5 blurred; 0: it has no edges
};

/// Measures a picture while its rows stream by; of tall ones every fourth strip of 24 rows.
class QualityMeter
{
public:
    QualityMeter(int width, int height);

    /// The next rows, W x some x 3, 0..1.
    void push(const image::Image& band);
    PictureQuality quality() const;

private:
    using Row = std::vector<std::int16_t>; // luma, 0..255

    void add(Row row);
    void measureAlong(const Row& row);
    void measureAcross();
    void measureNoise();
    void closeBlocks();

    int m_width;
    bool m_isSparse;
    std::int64_t m_y = 0;
    std::vector<Row> m_rows;                 // the last four at most, of one strip
    std::array<double, 8> m_columns{};       // small steps to the right of a column, by its place in a block
    std::array<double, 8> m_lines{};         // and below a row
    std::vector<double> m_residuals;         // summed over each block of the current row of blocks
    std::vector<std::int64_t> m_lights;      // and its luma
    int m_blockRow = 0;                      // rows in there
    std::array<std::int64_t, 400> m_noise{}; // blocks by their noise, in twentieths
    double m_rise = 0.0;
    std::int64_t m_edges = 0;
};

} // namespace enlarger::train
