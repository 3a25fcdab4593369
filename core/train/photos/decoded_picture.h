// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/read/packed_picture.h"

namespace enlarger::train {

/// A decoded RGB picture as it waits in memory.
using DecodedPicture = std::shared_ptr<const image::PackedPicture>;

/// Reads a photo as RgbReader gives it. Errors name the file.
Result<DecodedPicture> decodePicture(const std::filesystem::path& file);

} // namespace enlarger::train
