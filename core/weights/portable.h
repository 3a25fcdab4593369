// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/ncnn_builder.h"
#include "core/weights/weights.h"

namespace enlarger::weights {

/// A network as other programs open it (chaiNNer, and whatever stands on spandrel): the same function, in
/// tensors that these know.
struct Portable
{
    StateDict tensors;
    std::string note; // what was changed for that, or why they do not open it: a sentence, or nothing
};
Portable portable(const Recognised& network);

/// The same as an ncnn pair, for realesrgan-ncnn-vulkan, Upscayl and Video2X. Error: the family has no ncnn
/// graph; a weight is too large for 16 bit.
Result<NcnnPair> ncnnPair(const Recognised& network);

} // namespace enlarger::weights
