// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/image.h"

#include <cstdint>
#include <vector>

namespace enlarger::train {

/// Counts the patches of a picture that a network can learn from, as its rows stream by. The picture is laid
/// out with square patches; one is useful where its blocks of 8 x 8 pixels vary enough on the average, which
/// sky, blur and the noise of a flat wall do not.
class PatchCounter
{
public:
    PatchCounter(int width, int side);

    /// The next rows, W x some x 3, 0..1.
    void push(const image::Image& band);

    std::int64_t patches() const { return m_patches; }
    std::int64_t usefulPatches() const { return m_useful; }

private:
    void closeBlocks();
    void closePatches();

    int m_blocks;                   // along a patch's side
    int m_columns;                  // patches along the width
    int m_row = 0;                  // within a block
    int m_blockRow = 0;             // within a patch
    std::vector<double> m_sum;      // luma of each block in the current row of blocks
    std::vector<double> m_squares;  // and its square
    std::vector<double> m_variance; // summed over the blocks of each patch
    std::int64_t m_patches = 0;
    std::int64_t m_useful = 0;
};

} // namespace enlarger::train
