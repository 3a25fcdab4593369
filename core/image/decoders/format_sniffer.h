// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/image/photo/photo.h"

namespace enlarger::image {

/// Which container a file is, by its content; of a TIFF, also whether it is a camera's RAW. Everything that
/// we do not read is an Error that says what the file seems to be.
Result<PhotoFormat> sniffFormat(const std::filesystem::path& file);

} // namespace enlarger::image
