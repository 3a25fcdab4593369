// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace enlarger::nn {

/// Into how many bands work on `rows` rows is cut so that none costs more than `limit`; a row is never cut.
inline std::int64_t bandCount(std::int64_t rows, double cost, double limit)
{
    const double wanted = std::ceil(cost / limit);
    return wanted < double(rows) ? std::max<std::int64_t>(1, std::int64_t(wanted))
                                 : std::max<std::int64_t>(1, rows);
}

/// Calls work(begin, end) for each of `count` even bands of the rows, from top to bottom.
template <class Work>
void inBands(std::int64_t rows, std::int64_t count, Work&& work)
{
    for (std::int64_t i = 0; i < count; ++i)
        work(rows * i / count, rows * (i + 1) / count);
}

} // namespace enlarger::nn
