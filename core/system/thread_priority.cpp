// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/thread_priority.h"

#include <sys/resource.h>
#include <unistd.h>

namespace enlarger {

void lowerThreadPriority()
{
    // Linux counts niceness by thread. At 8 a thread gets a sixth of what an ordinary one gets beside it, and
    // all that others leave: little enough for a window to stay smooth, and not nothing on a busy machine.
    constexpr int niceness = 8;
    static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness));
}

} // namespace enlarger
