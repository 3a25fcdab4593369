// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What networks need of LibTorch. torch/torch.h brings four times as much, which every file would pay for:
// what its templates hold is made anew in each of them (8 s).
#include <torch/nn/cloneable.h>
#include <torch/nn/module.h>
#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/container/modulelist.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>
#include <torch/types.h>
#include <torch/utils.h>

namespace enlarger::nn {

inline constexpr auto channelsLast = torch::MemoryFormat::ChannelsLast;

} // namespace enlarger::nn
