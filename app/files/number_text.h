// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time_text.h"

#include <cstdint>
#include <string>

namespace enlarger::app {

using enlarger::durationText;
std::string bytesText(std::int64_t bytes);         // "1.4 GB"; 1000 to the next unit
std::string sizeText(int width, int height);       // "776 x 909"
std::string factorText(double factor);             // "4", "2.5", "3.87"
std::string decimalText(double value, int digits); // "28.43"; "inf" for equal pictures

} // namespace enlarger::app
