// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo_content.h"
#include "core/infer/export/photo_upscaler.h"

namespace enlarger::infer {

/// How the result of such a photo is written.
image::WriteOptions writingOf(const UpscaleOptions& options, const image::PhotoInfo& source);

/// What a result of this size will lack of its photo, a sentence each: what is not read, depth, transparency,
/// metadata that the format has no place for. The photo's header tells, no network is needed.
std::vector<std::string> lossesOf(const UpscaleOptions& options, const image::PhotoInfo& source,
                                  const PixelSize& output);

} // namespace enlarger::infer
