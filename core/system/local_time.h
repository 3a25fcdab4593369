// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ctime>
#include <optional>

namespace enlarger {

/// By this machine's clock and time zone; nothing where the year does not fit. For any thread.
std::optional<std::tm> localTime(std::time_t time);

} // namespace enlarger
