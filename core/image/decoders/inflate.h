// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/metadata/metadata_blocks.h"

namespace enlarger::image {

/// What a stream of zlib unpacks to; empty where it is damaged or passes largestMetadata.
Bytes inflateAll(ByteView data);

} // namespace enlarger::image
