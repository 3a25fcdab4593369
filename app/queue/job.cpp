// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/job.h"

namespace enlarger::app {

bool isOver(JobState state)
{
    switch (state) {
    case JobState::Waiting:
    case JobState::Running:
    case JobState::Paused:
        return false;
    case JobState::Done:
    case JobState::Skipped:
    case JobState::Failed:
    case JobState::Cancelled:
        return true;
    }
    return true;
}

bool isLegal(JobState from, JobState to)
{
    switch (to) {
    case JobState::Waiting:
        return from != JobState::Waiting && from != JobState::Running;
    case JobState::Running:
        return from == JobState::Waiting;
    case JobState::Paused:
        return from == JobState::Waiting || from == JobState::Running;
    case JobState::Done:
    case JobState::Skipped:
    case JobState::Failed:
        return from == JobState::Running || from == JobState::Paused; // it had ended before it could pause
    case JobState::Cancelled:
        return !isOver(from);
    }
    return false;
}

infer::PixelSize outputSizeOf(const JobSettings& settings, const infer::PixelSize& in)
{
    if (in.width <= 0 || in.height <= 0)
        return {};
    const auto size = infer::outputSizeOf(settings.enlarge.size, in, settings.scale);
    return size ? *size : infer::PixelSize();
}

} // namespace enlarger::app
