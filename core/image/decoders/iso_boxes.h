// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/metadata/metadata_blocks.h"

#include <fstream>
#include <optional>
#include <string_view>

namespace enlarger::image {

// Boxes as ISO's base media format has them, and with it HEIF, AVIF and JPEG 2000.

struct IsoBox
{
    std::string_view type;
    ByteView content;
};

/// `size` bytes at `at`, which must lie inside, as one number.
std::uint64_t boxNumber(ByteView data, std::size_t at, std::size_t size);

/// Cuts the first box off the data. Nothing at the end, or where a box is longer than what holds it.
std::optional<IsoBox> takeBox(ByteView& data);

/// The content of the first box of that type; empty where there is none.
ByteView findBox(ByteView data, std::string_view type);

/// Goes to the content of the next box of that type at the top of the file, from a box's beginning on, and
/// says how many bytes it has.
std::optional<std::uint64_t> seekBox(std::ifstream& stream, std::string_view type);

} // namespace enlarger::image
