// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

#include <cstdint>
#include <vector>

namespace enlarger::degrade {

/// Draws Poisson numbers for each of the 256 levels of an 8-bit picture, the mean of level v being
/// v / 255 times a power of two. The same on every machine.
class PoissonTable
{
public:
    /// For 2 to the power of `exponent`, 0 to 8. Made once.
    static const PoissonTable& ofPowerOfTwo(int exponent);

    int draw(std::uint8_t level, Random& random) const;

private:
    struct Level
    {
        int first = 0;           // the smallest number that is not too rare to count
        std::vector<float> upTo; // the chance of that number or less, of the next or less ...
    };
    explicit PoissonTable(double most);
    static Level levelOf(double mean);

    std::vector<Level> m_levels;
};

} // namespace enlarger::degrade
