// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/read/display_colours.h"
#include "core/image/read/packed_picture.h"
#include "core/image/read/working_curve.h"
#include "core/infer/screen/region_stages.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace enlarger::infer {

/// A picture through one way of enlarging. What it is never changes: another model, strength or photo is
/// another layer.
struct RegionLayer
{
    std::uint64_t id = 0; // unique in the program; see newLayerId()
    std::shared_ptr<const image::PackedPicture> picture;
    std::shared_ptr<const image::DisplayColours> colours;
    std::shared_ptr<const image::WorkingCurve> curve; // that the picture is enlarged in; null: its own
    std::vector<StageMaker> stages;                   // drafts first; the last one is what was asked for
    bool lockColours = false;  // image::lockColours() on every network's result, pass by pass
    bool isBackground = false; // it comes after all others, and is given up when they want something new
};

std::uint64_t newLayerId();

/// A tile of a layer that is done.
struct RegionTile
{
    std::uint64_t layer = 0;
    image::PixelRect area; // LR pixels
    int width = 0;         // of its pixels; about area.width times the stage's factor
    int height = 0;
    bool isFinal = false;             // of the layer's last stage; else a draft
    bool isLook = false;              // a little of it with a short halo, before the rest
    std::vector<std::uint8_t> values; // width x height x 3, RGB, 0..255, in the photo's own encoding
    std::vector<std::uint8_t> shown;  // width x height x 4, for the screen (DisplayColours::toScreen)
    std::vector<std::uint8_t> half;   // the same at half the size (image::halfSize), for views zoomed out
    int left = 0; // where its pixels lie in the enlarged picture: at area.x times the factor, rounded
    int top = 0;

    bool isFinished() const { return isFinal && !isLook; } // nothing better of it will come
};
using TilePointer = std::shared_ptr<const RegionTile>;

/// What a view asks for: a layer's visible area.
struct ViewportRequest
{
    std::shared_ptr<const RegionLayer> layer;
    image::PixelRect visible; // LR pixels
    double focusX = 0.0;      // LR pixels: what is nearest to it comes first
    double focusY = 0.0;
};

/// How the work on the present requests stands.
struct RegionProgress
{
    std::int64_t waiting = 0;         // tiles of the requests that are not done, drafts not counted
    std::int64_t drafts = 0;          // of these, those that show a draft
    double megapixelsPerSecond = 0.0; // SR pixels, lately; 0 while nothing is known
    double secondsLeft = -1.0;        // negative: not known
};

} // namespace enlarger::infer
