// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/metadata/metadata_blocks.h"

namespace enlarger::image {

/// PNG's chunks cLLI and mDCV. Nothing where they have another length.
std::optional<LightLevels::Content> contentOfChunk(ByteView chunk);
std::optional<LightLevels::Display> displayOfChunk(ByteView chunk);
Bytes chunkOf(const LightLevels::Content& content);
Bytes chunkOf(const LightLevels::Display& display);

/// HEIF's properties clli and mdcv, which have whole cd/m2 and the colours in video's order.
std::optional<LightLevels::Content> contentOfProperty(ByteView property);
std::optional<LightLevels::Display> displayOfProperty(ByteView property);

/// Red, green, blue and white in the order of video: green, blue, red, white.
std::array<std::uint16_t, 8> inOrderOfVideo(const std::array<std::uint16_t, 8>& corners);

} // namespace enlarger::image
