// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/decoders/raw_file.h"
#include "core/image/photo/photo.h"

namespace enlarger::image {

/// What a RAW says of the photograph: of its directories, where it is a TIFF at heart, and of what LibRaw
/// found elsewhere. Left out, and noted: the maker's own notes, and development settings, which another
/// program would apply once more. EXIF says of colours what is true of the developed photo.
Metadata rawMetadata(const std::filesystem::path& file, const libraw_data_t& data, bool isSrgb,
                     std::vector<std::string>& notes);

} // namespace enlarger::image
