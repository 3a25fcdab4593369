// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/upscale/batch_eta.h"

#include <cstddef>
#include <numeric>

namespace enlarger::cli {

BatchEta::BatchEta(std::vector<double> planned)
    : m_planned(std::move(planned))
{}

void BatchEta::photoDone(int index, double seconds)
{
    m_doneSeconds += seconds;
    m_donePlanned += m_planned[static_cast<std::size_t>(index)];
}

double BatchEta::left(int index, double elapsed, double left) const
{
    if (left < 0.0)
        return -1.0;
    const double planned = m_planned[static_cast<std::size_t>(index)];
    const double measured = m_donePlanned + planned;
    if (measured <= 0.0)
        return left;
    const double pace = (m_doneSeconds + elapsed + left) / measured; // seconds taken for a second planned
    const double after =
        std::accumulate(m_planned.begin() + index + 1, m_planned.end(), 0.0); // what has not begun
    return left + pace * after;
}

} // namespace enlarger::cli
