// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace enlarger {

/// "under 1 s", "40 s", "12 min 30 s", and from an hour on "3 h 05 min"; "unknown" where it is negative or
/// not finite.
std::string durationText(double seconds);
std::string todayText(); // "2026-11-22", of UTC: as cards write it

} // namespace enlarger
