// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace enlarger::bare {

/// `enlarger-bare train`: runs a recipe on packed data. Returns the exit code.
int trainCommand(const std::vector<std::string>& words);

} // namespace enlarger::bare
