// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>

namespace enlarger::image {

/// No larger block of metadata is believed.
inline constexpr std::size_t largestMetadata = std::size_t(64) << 20;

/// Refuses sizes that no photograph has, before anything is allocated for them.
Status checkSize(const std::filesystem::path& file, std::int64_t width, std::int64_t height);

/// Refuses a picture whose decoder must hold `bytes` at once, where this machine has not that much memory.
Status checkMemory(const std::filesystem::path& file, double bytes);

/// "photo.jpg: the JPEG data is damaged or cut off (libvips's words). Copy it again ..."
Error damaged(const std::filesystem::path& file, const char* format, const std::string& details);

} // namespace enlarger::image
