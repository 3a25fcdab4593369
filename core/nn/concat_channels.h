// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <vector>

namespace enlarger::nn {

/// torch::cat(parts, 1): tensors N x C_i x H x W of one dtype beside one another. Where all lie channels-last
/// on the CPU and nothing needs a gradient, a pixel's parts are copied in one go, by all threads: LibTorch's
/// own code copies channel by channel then, which took longer than the convolution that reads the result.
torch::Tensor concatChannels(const std::vector<torch::Tensor>& parts);

} // namespace enlarger::nn
