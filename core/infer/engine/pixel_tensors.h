// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/image.h"

#include <torch/types.h>

namespace enlarger::infer {

/// 1 x C x H x W, fp32, channels-last, on the CPU; sides made multiples of `multiple` by mirroring at the
/// right and the bottom. Values that are no numbers become 0.
torch::Tensor tensorOf(const image::Image& picture, int multiple);

/// The upper left width x height of 1 x C x H x W, on any device, in fp32.
image::Image imageOf(const torch::Tensor& tensor, int width, int height);

/// Makes 1 x C x H x W have another number of channels: grey is spread over RGB, RGB averaged to grey; alpha
/// is dropped, or opaque where it was not there. 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.
torch::Tensor withChannels(const torch::Tensor& tensor, int channels);

/// Clamped to 0..1 and rounded to steps of 1/255, as 8-bit files hold it.
torch::Tensor inEightBits(const torch::Tensor& tensor);

} // namespace enlarger::infer
