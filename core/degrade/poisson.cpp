// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/degrade/poisson.h"

#include <algorithm>
#include <cmath>

namespace enlarger::degrade {

const PoissonTable& PoissonTable::ofPowerOfTwo(int exponent)
{
    static const std::vector<PoissonTable> tables = [] {
        std::vector<PoissonTable> made;
        for (int e = 0; e <= 8; ++e)
            made.push_back(PoissonTable(std::exp2(e)));
        return made;
    }();
    return tables[std::size_t(std::clamp(exponent, 0, 8))];
}

PoissonTable::PoissonTable(double most)
{
    m_levels.reserve(256);
    for (int v = 0; v < 256; ++v)
        m_levels.push_back(levelOf(v / 255.0 * most));
}

PoissonTable::Level PoissonTable::levelOf(double mean)
{
    if (mean <= 0.0)
        return {0, {1.0f}};
    const double reach = 6.0 * std::sqrt(mean) + 8.0; // beyond it lies less than one draw in a million
    Level level;
    level.first = std::max(0, int(mean - reach));
    double sum = 0.0;
    for (int k = level.first; k <= int(mean + reach); ++k) {
        sum += std::exp(k * std::log(mean) - mean - std::lgamma(k + 1.0));
        level.upTo.push_back(float(sum));
    }
    return level;
}

int PoissonTable::draw(std::uint8_t value, Random& random) const
{
    const Level& level = m_levels[value];
    const auto last = level.upTo.end() - 1; // rounding may leave a little above it
    return level.first +
           int(std::upper_bound(level.upTo.begin(), last, float(random.uniform())) - level.upTo.begin());
}

} // namespace enlarger::degrade
