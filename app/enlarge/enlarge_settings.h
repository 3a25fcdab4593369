// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"
#include "core/image/photo/read_choice.h"
#include "core/image/pixels/turn.h"
#include "core/infer/tiling/output_size.h"

#include <optional>

namespace enlarger::app {

/// How a result is to be written.
struct OutputSettings
{
    std::optional<image::PhotoFormat> format; // none: as the source, see image::outputFormatFor()
    int quality = 95;                         // 1 to 100, where the format has one
    int bits = 0;                             // 8 or 16; 0: as the source

    bool operator==(const OutputSettings&) const = default;
};

/// What may be asked for one photo, the network aside: the same on the command line and in the window.
struct EnlargeSettings
{
    image::ReadChoice reading;            // where the file leaves one
    image::Turn turn;                     // of the upright source
    std::optional<image::PixelRect> crop; // pixels of the turned source
    infer::OutputSize size;               // of what the crop leaves
    double dpi = 0.0;                     // pixels per inch that the result says; 0: what the photo says
    bool colourLock = false;
    bool ensemble = false; // the mean of eight turns: eight times the work
    OutputSettings output;
    int tile = 0;             // LR pixels; 0: the model's own
    bool exact = false;       // one tile, where memory allows
    double memoryShare = 0.5; // of what is free: the most that tiles may take
};

} // namespace enlarger::app
