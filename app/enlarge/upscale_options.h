// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/enlarge/enlarge_settings.h"
#include "app/files/name_template.h"
#include "app/files/output_names.h"
#include "core/infer/export/photo_upscaler.h"

namespace enlarger::app {

/// The options by which `photo`, of the format `source`, is enlarged by `model`. The output's name, and
/// whether it may replace a file, are left to the caller. Caches lie in the store's folder.
infer::UpscaleOptions makeUpscaleOptions(const EnlargeSettings& settings, const infer::ModelSelection& model,
                                         const std::filesystem::path& photo, image::PhotoFormat source);

/// Where the result goes, and what happens where another program has taken the name by the time it is whole.
void setOutput(infer::UpscaleOptions& options, const OutputName& output);

/// Whether an export has failed because another program has taken its name meanwhile, where that was to be a
/// reason to leave the photo out.
bool isTakenMeanwhile(const infer::UpscaleOptions& options, const Error& error);

/// What a name template says of a result: `sourceWidth` is the crop's where there is one; 0: not known. The
/// date is today's, where the machine stands. The counter is left to nameOutput().
NameFields nameFieldsOf(const infer::UpscaleOptions& options, int sourceWidth,
                        const infer::PixelSize& output);

} // namespace enlarger::app
