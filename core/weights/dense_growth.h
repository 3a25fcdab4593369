// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/state_dict.h"

#include <string>
#include <vector>

namespace enlarger::weights {

/// The growth of RRDBNet that other programs read, whatever a file's tensors say.
inline constexpr int usualGrowth = 32;

/// "body.0.rdb1.", "body.0.rdb2." ...
std::vector<std::string> denseBlocks(int blocks);

/// An RRDBNet whose dense blocks have another growth: where it is larger, what is new is zeros, and the
/// network computes the same.
StateDict withGrowth(const StateDict& tensors, int blocks, std::int64_t features, int from, int to);

/// An RRDBNet of the usual growth without the zeros to which withGrowth() has filled it up. Other tensors
/// come back as they are.
StateDict withoutFilling(const StateDict& tensors);

} // namespace enlarger::weights
