// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/network_tensors.h"
#include "core/weights/state_dict.h"

#include <string>

namespace enlarger::weights {

// What SwinIR's and DAT's files have in common: a body between conv_first and conv_after_body, and ways to
// enlarge behind it. spec.inChannels, unshuffle and features are known before.

/// Scale, output channels, spec.attention's tail, tailFeatures and groupConvs. Throws ParseError, which names
/// a tensor, where they are none.
void takeAttentionTail(const StateDict& tensors, nn::NetworkSpec& spec);

/// One or three convolutions: see nn::GroupConvs.
void addGroupConvs(Shapes& shapes, const std::string& path, const nn::NetworkSpec& spec);

/// conv_after_body and what enlarges: see nn::AttentionUpscaler.
void addAttentionTail(Shapes& shapes, const nn::NetworkSpec& spec);

/// The whole number whose square `value` is; 0 where none is.
int rootOf(std::int64_t value);

} // namespace enlarger::weights
