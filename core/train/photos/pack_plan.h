// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/photos/pack_pictures.h"

namespace enlarger::train {

/// A rectangle of a picture that is packed on its own.
struct PackPatch
{
    std::size_t picture = 0; // its place in the list
    int x = 0;               // HR pixels, as all here
    int y = 0;
    int width = 0;
    int height = 0;
    std::uint64_t number = 0; // among all patches, those left out by the limit included
};

/// Which patches go into which file; in the order of the pictures.
struct PackPlan
{
    std::vector<std::vector<PackPatch>> parts;
    std::int64_t patches = 0;
};

Result<PackPlan> planPack(const std::vector<SourcePicture>& pictures, const PackOptions& options);

/// NAME.safetensors, or NAME-00002-of-00003.safetensors; `part` counts from 0.
std::filesystem::path partName(const std::filesystem::path& output, std::size_t part, std::size_t parts);

/// Bytes of a patch's pixels in the file.
std::int64_t bytesOf(const PackPatch& patch, int scale, bool hasLr);

} // namespace enlarger::train
