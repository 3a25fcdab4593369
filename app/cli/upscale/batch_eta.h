// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace enlarger::cli {

/// How long a whole list will take, from what its photos were planned with and what those done have taken.
class BatchEta
{
public:
    /// `planned`: the seconds of each photo, or any other measure of its work.
    explicit BatchEta(std::vector<double> planned = {});

    void photoDone(int index, double seconds);

    /// Seconds from now on, while photo `index` runs: it has taken `elapsed` and needs `left` (negative: not
    /// known). Negative where nothing can be said yet.
    double left(int index, double elapsed, double left) const;

private:
    std::vector<double> m_planned;
    double m_doneSeconds = 0.0;
    double m_donePlanned = 0.0;
};

} // namespace enlarger::cli
