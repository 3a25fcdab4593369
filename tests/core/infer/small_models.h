// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/engine/upscale_model.h"

namespace enlarger::tests {

/// Networks with random weights (the same ones each time) on the CPU in fp32, quick enough for tests.
std::shared_ptr<infer::UpscaleModel>
compactModel(int scale = 2); // SRVGG of a small receptive field: its tiles are exact
std::shared_ptr<infer::UpscaleModel> farSightedModel(); // RRDBNet x4, radius above longestExactHalo
std::shared_ptr<infer::UpscaleModel> tintingModel();    // compactModel() x2, everything brighter by 0.1
std::shared_ptr<infer::UpscaleModel>
overflowingModel(); // SRVGG x2, whose middle values are too large for Winograd's sums, but not for plain ones
std::shared_ptr<infer::UpscaleModel> greyModel();      // SRVGG x2, one channel
std::shared_ptr<infer::UpscaleModel> colouringModel(); // SRVGG x2, from grey to RGB
std::shared_ptr<infer::UpscaleModel> alphaModel();     // SRVGG x2, RGB with alpha
std::shared_ptr<infer::UpscaleModel> windowedModel();  // SwinIR x2: windows of 8, a small receptive field
std::shared_ptr<infer::UpscaleModel> allSeeingModel(); // OmniSR x2: every pixel matters everywhere

/// Writes the network of a file with all weights 1.05 times as large: one that mixes with it.
Status writeLouder(const std::filesystem::path& network, const std::filesystem::path& to);

} // namespace enlarger::tests
