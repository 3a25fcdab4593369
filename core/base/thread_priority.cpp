// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/thread_priority.h"

#include <sys/resource.h>
#include <unistd.h>

namespace enlarger {

void giveWayToOtherThreads()
{
    // Linux counts niceness by thread. At 15 a thread gets a thirtieth of what an ordinary one gets beside
    // it, and all that others leave.
    constexpr int niceness = 15;
    static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness));
}

} // namespace enlarger
