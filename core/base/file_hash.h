// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

namespace enlarger {

/// SHA-256 of a file's bytes, 64 hexadecimal digits in lower case.
Result<std::string> sha256Of(const std::filesystem::path& file);

} // namespace enlarger
