// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace enlarger::train {

double rateAt(const Recipe::Schedule& schedule, double base, double position, std::int64_t step)
{
    double rate = base;
    if (schedule.kind == ScheduleKind::Milestones) {
        for (const double milestone : schedule.milestones)
            if (position >= milestone)
                rate *= schedule.factor;
    } else if (schedule.kind == ScheduleKind::Cosine) {
        const double turns = std::clamp(position, 0.0, 1.0) * schedule.cycles;
        const double phase = position >= 1.0 ? 1.0 : turns - std::floor(turns);
        const double least = std::min(schedule.leastRate, base);
        rate = least + (base - least) * 0.5 * (1.0 + std::cos(std::numbers::pi * phase));
    }
    if (step < schedule.warmUp)
        rate *= double(step + 1) / double(schedule.warmUp);
    return rate;
}

} // namespace enlarger::train
