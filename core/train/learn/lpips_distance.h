// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <torch/types.h>
#include <vector>

namespace enlarger::train {

/// How differently two pictures look, 1 x 3 x H x W, 0..1; 0: alike.
using PictureDistance = std::function<double(const torch::Tensor& sr, const torch::Tensor& hr)>;

/// LPIPS with the networks that lie in the folders (see infer/feature_files.h), on the device; empty where
/// they are not installed.
PictureDistance lpipsDistance(const std::vector<std::filesystem::path>& featureFolders,
                              const torch::Device& device);

} // namespace enlarger::train
