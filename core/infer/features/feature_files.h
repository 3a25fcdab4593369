// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace enlarger::infer {

/// Where trained feature networks (VGG19, VGG16, SqueezeNet, LPIPS, DISTS) are looked for: the folders that
/// are named, then ENLARGER_FEATURES_DIR, else `dataFolder`/features where a data folder is given.
std::vector<std::filesystem::path> featureFolders(std::vector<std::filesystem::path> named,
                                                  const std::filesystem::path& dataFolder = {});

/// A file of trained features, as the world knows it.
struct FeatureFile
{
    std::string what;               // "VGG19's weights"
    std::vector<std::string> stems; // "vgg19": vgg19.pth, vgg19.safetensors, vgg19-dcbb9e9d.pth
    std::string source;             // where it can be had
};

FeatureFile vgg19File();
FeatureFile shallowVggFile();
FeatureFile squeezeNetFile();
FeatureFile lpipsFile(); // its linear layers
FeatureFile vgg16File();
FeatureFile distsFile(); // its weights of texture and structure

/// Looks into the folders, and into their own folders. A file that carries the beginning of its SHA-256 in
/// its name, as torchvision's do, must have it (not looked at in the bare build). Not found: an Error of kind
/// Io that names the file, where it was looked for, and how to get it.
Result<std::filesystem::path> findFeatureFile(const std::vector<std::filesystem::path>& folders,
                                              const FeatureFile& file);

} // namespace enlarger::infer
