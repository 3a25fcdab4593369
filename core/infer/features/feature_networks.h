// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/nn/features/dists.h"
#include "core/nn/features/lpips.h"
#include "core/nn/features/shallow_vgg.h"
#include "core/nn/features/vgg19.h"

#include <filesystem>

namespace enlarger::infer {

using Folders = std::vector<std::filesystem::path>;

/// Feature networks with the weights of the files that lie in the folders (see feature_files.h), on the CPU.
/// A file that is missing, or whose tensors do not fit, is an Error.
Result<std::shared_ptr<nn::Vgg19>> openVgg19(const Folders& folders, const std::vector<std::string>& layers,
                                             bool beforeActivation, nn::FeatureInput input);
Result<std::shared_ptr<nn::ShallowVgg>> openShallowVgg(const Folders& folders);
Result<std::shared_ptr<nn::Lpips>> openLpips(const Folders& folders);
Result<std::shared_ptr<nn::Dists>> openDists(const Folders& folders);

} // namespace enlarger::infer
