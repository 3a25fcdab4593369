// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/thread_priority.h"

#include <sys/resource.h>
#include <unistd.h>

namespace enlarger {

void lowerThreadPriority(ThreadPriority priority)
{
    // Linux counts niceness by thread. Each 8 more, a thread gets a sixth of what the others get beside it,
    // and all that they leave: little enough for a window to stay smooth, and not nothing on a busy machine.
    const int niceness = priority == ThreadPriority::BelowWindow ? 8 : 16;
    static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness));
}

} // namespace enlarger
