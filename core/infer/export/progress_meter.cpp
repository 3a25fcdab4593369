// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/progress_meter.h"

#include <algorithm>

namespace enlarger::infer {

namespace {

double secondsBetween(ProgressMeter::Clock::time_point from, ProgressMeter::Clock::time_point to)
{
    return std::max(std::chrono::duration<double>(to - from).count(), 1e-6);
}

} // namespace

ProgressMeter::ProgressMeter(std::int64_t tiles, double work, double pixels, double expected,
                             ProgressSink sink, Clock::time_point now)
    : m_sink(std::move(sink))
    , m_work(std::max(work, 1.0))
    , m_pixels(pixels)
    , m_begin(now)
    , m_firstEnd(now)
{
    m_progress.total = tiles;
    m_progress.secondsLeft = expected;
    if (m_sink)
        m_sink(m_progress);
}

void ProgressMeter::tileDone(double work, Clock::time_point now)
{
    m_done += work;
    if (++m_progress.done == 1) {
        m_doneFirst = work;
        m_firstEnd = now;
    }
    const double perSecond = rate(now);
    m_progress.megapixelsPerSecond = perSecond / m_work * m_pixels / 1e6;
    m_progress.secondsLeft = std::max(m_work - m_done, 0.0) / perSecond;
    if (m_sink)
        m_sink(m_progress);
}

double ProgressMeter::rate(Clock::time_point now) const
{
    if (m_progress.done > 1)
        return (m_done - m_doneFirst) / secondsBetween(m_firstEnd, now);
    return m_done / secondsBetween(m_begin, now);
}

} // namespace enlarger::infer
