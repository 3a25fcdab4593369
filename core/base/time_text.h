// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace enlarger {

/// "40 s", "12 min 30 s", "3 h 05 min"; "under 1 s", and "unknown" for what is negative or no number.
std::string durationText(double seconds);

/// "2026-11-22": today's date in UTC, as cards write it.
std::string todayText();

/// The same in the local time zone: as names of files have it.
std::string localDateText();

} // namespace enlarger
