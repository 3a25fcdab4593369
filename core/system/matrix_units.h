// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace enlarger {

/// Asks, the first time, for the registers of AMX, which Linux gives only to processes that have asked, since
/// they make each thread's state 8 KB larger. False: there are none that multiply bf16, or the system
/// refuses.
bool allowMatrixUnits();

} // namespace enlarger
