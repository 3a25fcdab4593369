// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

namespace enlarger::image {

/// Whether a property of XMP, by Exiv2's key, speaks of the film of a motion photo: Google's MotionPhoto and
/// MicroVideo under any telephone's namespace, and what makers add to them.
bool isFilmProperty(const std::string& key);

/// Whether an XMP packet says that a film follows the photo in its file.
bool namesFilm(const Bytes& xmp);

} // namespace enlarger::image
