// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace enlarger {

/// "999 B", "1.2 GB", "67 MB": two digits or more, in the decimal units of disks and file managers (1000 to
/// the next). All texts of bytes are made here, so that memory, files and free space can be compared.
std::string bytesText(std::int64_t bytes);

} // namespace enlarger
