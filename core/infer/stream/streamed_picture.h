// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/stream/row_stream.h"

#include <torch/types.h>

namespace enlarger::infer {

/// A picture that is there as a whole through a stream of its size: 1 x C x H x W in, 1 x outChannels x
/// H scale x W scale out, both fp32 on the CPU.
torch::Tensor streamedPicture(RowStream& stream, const torch::Tensor& picture, int scale, int outChannels,
                              Gate& gate);

} // namespace enlarger::infer
