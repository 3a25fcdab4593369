// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace enlarger {

std::string durationText(double seconds); // "40 s", "12 min 30 s", "3 h 05 min"
std::string todayText();                  // "2026-11-22", of UTC: as cards write it
std::string localDateText();              // the same where the machine stands: as names of files have it

} // namespace enlarger
