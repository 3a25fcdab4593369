// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/state_dict.h"

#include <filesystem>
#include <string>
#include <vector>

namespace enlarger::tests {

/// The tensors of a model file that can be read, under our names.
weights::StateDict tensorsOf(const std::filesystem::path& file);

/// Whether two model files hold the same tensors to the last bit, in whatever dtype; false where there are
/// none.
bool holdSameTensors(const std::filesystem::path& a, const std::filesystem::path& b);

/// The names of what lies in a folder, sorted.
std::vector<std::string> namesIn(const std::filesystem::path& folder);

} // namespace enlarger::tests
