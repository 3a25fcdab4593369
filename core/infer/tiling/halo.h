// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/engine/upscale_model.h"

namespace enlarger::infer {

/// A network whose receptive-field radius is at most this runs in exact tiles: its halo is that radius.
inline constexpr int longestExactHalo = 40;

/// The halo of a model: its receptive-field radius where that is short; else the smallest of a ladder with
/// which a tile of a small photo differs from the untiled result by less than 0.2/255 in the mean and 3/255
/// for 99.9% of the values. Measured once in fp32 and cached in `cacheFolder` under `modelHash`.
Result<int> haloOf(const UpscaleModel& model, const std::string& modelHash,
                   const std::filesystem::path& cacheFolder, Gate& gate, const NoticeSink& notice = {});

/// The same without measuring: what is known, else about what most networks turn out to need.
int likelyHalo(const UpscaleModel& model, const std::string& modelHash,
               const std::filesystem::path& cacheFolder);

} // namespace enlarger::infer
