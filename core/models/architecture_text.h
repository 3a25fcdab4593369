// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/network.h"

#include <string>

namespace enlarger::models {

/// "RRDBNet 64x23, growth 32": a network's shape in words.
std::string architectureText(const nn::NetworkSpec& spec);

} // namespace enlarger::models
