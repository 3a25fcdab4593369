// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/poisson.h"

#include <algorithm>
#include <cmath>

namespace enlarger::train {

PoissonTable::PoissonTable(double most)
{
    m_levels.reserve(256);
    for (int v = 0; v < 256; ++v)
        m_levels.push_back(levelOf(v / 255.0 * most));
}

PoissonTable::Level PoissonTable::levelOf(double mean)
{
    if (mean <= 0.0)
        return {};
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
    const auto at = std::upper_bound(level.upTo.begin(), level.upTo.end(), float(random.uniform()));
    return level.first + int(std::min(at, level.upTo.end() - (level.upTo.empty() ? 0 : 1)) - level.upTo.begin());
}

} // namespace enlarger::train
