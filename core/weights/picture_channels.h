// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kinds/network_spec.h"

#include <string>

namespace enlarger::weights {

/// Of the outputs of a last convolution, which a pixel shuffle turns into a picture of spec.outChannels,
/// spec.scale times as large: as many channels as go in where that can be, else 3, 4 or 1. Throws ParseError,
/// which names `conv`, where they form none.
void takeShuffledPicture(nn::NetworkSpec& spec, const std::string& conv, int outputs);

} // namespace enlarger::weights
