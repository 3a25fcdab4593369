// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/image.h"

namespace enlarger::degrade {

/// An RGB picture in 0..1 under Real-ESRGAN's unsharp mask, from which its training makes LR. The same as
/// core/nn/losses/sharpen.h makes of targets, where tensors are; here pictures of any size.
image::Image sharpenedTruth(const image::Image& hr);

} // namespace enlarger::degrade
