// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/encoders/exif_block.h"

struct tiff; // libtiff's TIFF

namespace enlarger::image {

/// Copies what a block's first directory says of the photograph (camera, author, title, date ...) to the main
/// directory of a file. What describes pixels is the encoder's own matter.
void copyFirstDirectory(tiff* file, const ExifBlock& block);

/// The IPTC tag, as bytes.
void setIptcTag(tiff* file, const Bytes& iptc);

} // namespace enlarger::image
