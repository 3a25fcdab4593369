// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/byte_text.h"
#include "core/base/time_text.h"

#include <string>

namespace enlarger::app {

using enlarger::bytesText;
using enlarger::durationText;
std::string aboutText(double seconds);             // "about 40 s", "under 1 s"
std::string sizeText(int width, int height);       // "776 x 909"
std::string factorText(double factor);             // "4", "2.5", "3.87"
std::string decimalText(double value, int digits); // "28.43"; "inf" for equal pictures

} // namespace enlarger::app
