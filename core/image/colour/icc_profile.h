// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

#include <optional>

namespace enlarger::image {

enum class IccColours { Rgb, Grey, Other };

/// What a profile's header says that it describes; nothing where the block is no ICC profile or is cut off.
std::optional<IccColours> iccColours(const Bytes& profile);

} // namespace enlarger::image
