// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace enlarger {

/// The name that a person most likely meant by `typed`: the nearest in edits (case not counted), if it is
/// near enough to be a slip; else empty.
std::string nearestName(const std::string& typed, const std::vector<std::string>& names);

} // namespace enlarger
