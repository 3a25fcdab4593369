// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace enlarger {

/// Lets the calling thread, and those that it will start, run only where others do not want to: a window
/// stays smooth beside networks that could keep every core busy. Not to be undone. Does nothing where the
/// system refuses.
void lowerThreadPriority();

} // namespace enlarger
