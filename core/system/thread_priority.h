// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace enlarger {

enum class ThreadPriority {
    BelowWindow,  // a window stays smooth beside networks that could keep every core busy
    BelowNetwork, // and networks beside work that can wait for them
};

/// Lets the calling thread, and those that it will start, run only where others do not want to. Not to be
/// undone. Does nothing where the system refuses.
void lowerThreadPriority(ThreadPriority priority = ThreadPriority::BelowWindow);

} // namespace enlarger
