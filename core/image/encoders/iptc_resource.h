// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

namespace enlarger::image {

void appendBigEndian(Bytes& bytes, std::uint32_t value);

/// IPTC datasets as Photoshop's image resource 0x0404, the dress in which JPEG and PNG carry them.
Bytes iptcResource(const Bytes& iptc);

} // namespace enlarger::image
