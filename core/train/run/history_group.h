// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/history/history.h"

#include <algorithm>

namespace enlarger::train {

/// Gathers steps to points of a curve: each the mean over as many steps as make about two thousand points of
/// a run, and over fifty at most, so that nobody waits for the next.
class HistoryGroup
{
public:
    explicit HistoryGroup(std::int64_t stepsInAll = 1)
        : m_size(std::clamp<std::int64_t>(stepsInAll / 2000, 1, 50))
    {}

    void add(const std::map<std::string, double>& values)
    {
        ++m_count;
        for (const auto& [name, value] : values)
            m_sums[name] += value;
    }
    bool isFull(std::int64_t step) const { return m_count > 0 && (step % m_size == 0 || step <= 10); }

    HistoryPoint take(std::int64_t step)
    {
        HistoryPoint point{HistoryPoint::Kind::Steps, step, {}};
        for (const auto& [name, sum] : m_sums)
            point.values[name] = sum / double(m_count);
        clear();
        return point;
    }
    void clear()
    {
        m_sums.clear();
        m_count = 0;
    }

private:
    std::int64_t m_size;
    std::int64_t m_count = 0;
    std::map<std::string, double> m_sums;
};

} // namespace enlarger::train
