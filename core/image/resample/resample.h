// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/image.h"
#include "core/image/pixels/row_stage.h"

#include <memory>

namespace enlarger::image {

/// Area: the exact mean of what an output pixel covers; when enlarging, pixels stay sharp squares.
enum class Kernel { Nearest, Area, Linear, Bicubic, Lanczos3 };

/// What lies beyond the border: the outermost pixel again, or the picture mirrored (as current MATLAB does).
enum class Border { Replicate, Mirror };

/// Rounding between the vertical and the horizontal pass, and after them.
enum class Rounding {
    None,      // im2double: floats throughout
    EightBits, // uint8: half up and clamped to 0..255 after each pass; reproduces the benchmarks' LR pictures
};

struct ResampleOptions
{
    Kernel kernel = Kernel::Bicubic;
    bool antialias = true; // widen linear, bicubic and Lanczos when shrinking, as MATLAB's imresize does
    Border border = Border::Replicate;
    Rounding rounding = Rounding::None;
};

/// Resamples to width x height as MATLAB's imresize: bicubic with a = -0.5, centres u = x/s + 0.5 (1 - 1/s),
/// rows before columns. Any channel count; the result is not clamped unless rounding asks for it.
Image resize(const Image& picture, int width, int height, const ResampleOptions& options = {});

/// The same, as rows stream by; equals resize() of the whole picture exactly.
std::unique_ptr<RowStage> makeRowResampler(int inWidth, int inHeight, int outWidth, int outHeight,
                                           const ResampleOptions& options = {});

} // namespace enlarger::image
