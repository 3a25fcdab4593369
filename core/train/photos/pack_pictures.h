// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/gate.h"
#include "core/base/progress.h"
#include "core/degrade/options/degradation_options.h"
#include "core/train/photos/data_report.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace enlarger::infer {
class UpscaleModel;
}

namespace enlarger::train {

struct PackOptions
{
    std::filesystem::path output; // NAME.safetensors; several files become NAME-00001-of-00003.safetensors
    int scale = 4;
    std::string degradation; // whose LR is baked in; empty: HR alone, or the pictures' own LR
    degrade::DegradationOptions degradationOptions;
    int patch = 480;           // longest side of a patch, HR pixels
    std::int64_t maxBytes = 0; // of a file's pixels; 0: one file, whatever its size
    std::int64_t limit = 0;    // patches, chosen at random from all; 0: all
    std::uint64_t seed = 1;    // of that choice and of the degradation
    std::string note;          // what the pictures are, for cards
    bool replace = false;      // existing files
    /// Makes the HR pictures that are stored: what this network makes of LR, for teaching another one. Needs
    /// LR, so a degradation or pairs.
    std::shared_ptr<const infer::UpscaleModel> teacher;
};

struct PackResult
{
    std::vector<std::filesystem::path> files;
    std::int64_t patches = 0;
    std::int64_t bytes = 0;  // of pixels
    double megapixels = 0.0; // HR
};

/// Cuts pictures of a scan into patches and packs them. All files appear at the end or none. Pictures are
/// never enlarged; a patch's sides are multiples of the scale, and what is left over at the right and the
/// bottom is less than a tenth of a patch. The same options give the same files. Passes `gate` between
/// patches; `progress` counts them.
Result<PackResult> packPictures(const std::vector<SourcePicture>& pictures, const PackOptions& options,
                                Gate& gate, const ProgressSink& progress = {});

} // namespace enlarger::train
