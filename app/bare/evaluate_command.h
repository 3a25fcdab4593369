// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace enlarger::bare {

/// `enlarger-bare evaluate`: measures a model on a packed file. Returns the exit code.
int evaluateCommand(const std::vector<std::string>& words);

} // namespace enlarger::bare
