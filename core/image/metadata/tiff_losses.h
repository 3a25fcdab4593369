// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/metadata/tiff_directory.h"

#include <string>
#include <vector>

namespace enlarger::image {

/// What a picture's directory holds that goes into no other file, for a person: tags of certain programs,
/// which TIFF numbers from 32768 on. Those that describe how this file stores its pixels are no loss.
std::vector<std::string> tiffLosses(const TiffStructure::Directory& directory);

} // namespace enlarger::image
