// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/row_stage.h"
#include "core/infer/tile_plan.h"
#include "core/infer/upscale_model.h"

#include <functional>

namespace enlarger::infer {

/// What a runner tells while it works, and the gate that it gives way at.
struct RunnerContext
{
    Gate* gate = nullptr;
    std::function<void(std::int64_t srPixels)> tileDone; // may be empty
    NoticeSink notice;                                   // may be empty
};

/// Enlarges a picture as its rows stream by, tile row by tile row, blending over the feather. When memory runs out it
/// halves the tile, says so, and goes on from the tile that failed.
/// A Runner is a RowStage from LR rows to SR rows; another one (an exact stream) can take this one's place.
std::unique_ptr<image::RowStage> makeTiledRunner(std::shared_ptr<const UpscaleModel> model, int width, int height,
                                                 const TileSettings& settings, RunnerContext context);

} // namespace enlarger::infer
