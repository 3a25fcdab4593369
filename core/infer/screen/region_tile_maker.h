// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/screen/region_grid.h"
#include "core/infer/screen/region_layer.h"

namespace enlarger::infer {

/// The size of the picture that a stage makes of one of size `in`.
PixelSize enlargedSize(const RegionStage& stage, const PixelSize& in);

/// Computes tiles of a layer through one of its stages.
class RegionTileMaker
{
public:
    /// References are kept.
    RegionTileMaker(const RegionLayer& layer, const RegionStage& stage, Gate& gate, const NoticeSink& notice);

    /// What `region` (LR pixels, not empty, inside the picture) becomes. The work is cut into tiles of at
    /// most `pieceSide` LR pixels; where memory runs out, they are halved, down to 16, and `pieceSide` says
    /// so to the next tile. Errors: those of the stage; OutOfMemory; Cancelled.
    Result<std::shared_ptr<RegionTile>> make(const image::PixelRect& region, int& pieceSide) const;

    /// The same as floats with the layer's channels, not clamped, at once.
    Result<image::Image> enlarge(const image::PixelRect& region) const;

private:
    Result<image::Image> inPieces(const image::PixelRect& region, int pieceSide) const;
    Result<image::Image> colours(const image::PixelRect& core, const image::PixelRect& needed) const;
    Result<image::Image> throughNetwork(image::Image pixels) const;
    image::Image alpha(const image::PixelRect& out) const;

    const RegionLayer& m_layer;
    const RegionStage& m_stage;
    Gate& m_gate;
    const NoticeSink& m_notice;
    PixelSize m_in;     // of the picture
    PixelSize m_out;    // of the enlarged picture
    int m_passScale;    // of one pass
    int m_networkScale; // of all passes; 1 without a network
    int m_halo;         // LR pixels, of all passes
    bool m_isTiny;      // it runs with a margin, see tiny_picture.h
    bool m_locksColours;
};

} // namespace enlarger::infer
