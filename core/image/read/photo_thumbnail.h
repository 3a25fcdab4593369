// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/read/photo_reader.h"

#include <stop_token>

namespace enlarger::image {

/// The photo in small, of the reader's channels: the means of its pixels, the longer side `longest` pixels,
/// never larger than the photo. Reads the photo band by band and holds some rows of it at once. Errors: those
/// of the reader, Cancelled, OutOfMemory.
Result<Image> readThumbnail(PhotoReader& reader, int longest, const std::stop_token& stop = {});

} // namespace enlarger::image
