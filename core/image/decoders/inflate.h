// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/metadata/metadata_blocks.h"

namespace enlarger::image {

struct Inflated
{
    Bytes bytes;
    bool isWhole = false; // else the stream is damaged, or unpacks to more than is wanted
};

/// What a stream of zlib unpacks to; it stops soon after `most` bytes.
Inflated inflateUpTo(std::size_t most, ByteView data);

} // namespace enlarger::image
