// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/row_stage.h"
#include "core/infer/engine/upscale_model.h"
#include "core/infer/tiling/tile_plan.h"

#include <functional>

namespace enlarger::infer {

/// What a runner reports while it works, and the gate that it passes.
struct RunnerContext
{
    Gate* gate = nullptr;
    std::function<void(const TileSpan& column, const TileSpan& row)> tileDone; // may be empty
    NoticeSink notice;                                                         // may be empty
    int smallestTile = 32; // where memory runs out, tiles are halved down to this side
};

/// Enlarges a picture as its rows stream by, tile row by tile row, blending over the feather. When memory
/// runs out it halves the tile, says so, and goes on from the tile that failed. Rows of tiles that are ready
/// come out one a push, so that bands do not pile up; pushes of no rows fetch the others, and `last` all of
/// them at once. A Runner is a RowStage from LR rows to SR rows; another one (an exact stream) can take this
/// one's place.
std::unique_ptr<image::RowStage> makeTiledRunner(std::shared_ptr<const UpscaleModel> model, int width,
                                                 int height, const TileSettings& settings,
                                                 RunnerContext context);

/// Enlarges a piece at once, as UpscaleModel::upscale does.
using EnlargePiece =
    std::function<Result<image::Image>(const image::Image& piece, Gate& gate, const NoticeSink& notice)>;

/// The same with anything that enlarges `scale` times.
std::unique_ptr<image::RowStage> makeTiledRunner(EnlargePiece enlarge, int scale, int width, int height,
                                                 const TileSettings& settings, RunnerContext context);

} // namespace enlarger::infer
