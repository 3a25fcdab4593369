// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/image.h"
#include "core/image/resample/resample.h"
#include "core/infer/evaluate/evaluation_set.h"

namespace enlarger::infer {

/// MATLAB's, in 8 bits: the benchmarks' pictures are 8-bit files, and so is what their bicubic makes.
inline constexpr image::ResampleOptions evaluationBicubic{
    image::Kernel::Bicubic, true, image::Border::Replicate, image::Rounding::EightBits};

/// The pictures of one pair.
struct PicturePair
{
    image::Image hr; // RGB, of lr's size times the scale
    image::Image lr; // RGB
};

/// Reads them, in the tone curve that networks know: HR cropped to what its LR picture shows; LR made by
/// MATLAB's bicubic in 8 bits where there is none. Errors: a picture cannot be read, or is none of a pair at
/// this scale.
Result<PicturePair> readPair(const EvaluationPair& pair, int scale);

} // namespace enlarger::infer
