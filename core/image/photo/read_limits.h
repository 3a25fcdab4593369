// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>

namespace enlarger::image {

/// No larger block of metadata is believed.
inline constexpr std::size_t largestMetadata = std::size_t(64) << 20;

/// Refuses sizes that no photograph has, before anything is allocated for them.
Status checkSize(const std::filesystem::path& file, std::int64_t width, std::int64_t height);

/// Refuses a picture whose decoder must hold `bytes` at once, where that is more than six tenths of
/// mainMemory(): of the machine's, or of what a container allows. Error: OutOfMemory.
Status checkMemory(const std::filesystem::path& file, double bytes);

/// The same for a picture that is to be held whole, `pixelBytes` a pixel, while its decoder holds
/// `decodingMemory`.
Status checkWhole(const std::filesystem::path& file, int width, int height, int pixelBytes,
                  std::int64_t decodingMemory = 0);

/// The system refused the memory for it all the same.
Error tooLargeToHold(const std::filesystem::path& file);

/// A reader that has given rows already was asked for all of them: a fault of the program.
Error readInPart(const std::filesystem::path& file);

/// "photo.jpg: the JPEG data is damaged or cut off (first line of the library's words). Copy it again ..."
Error damaged(const std::filesystem::path& file, const char* format, const std::string& details);

/// A whole file of a kind that is not read: "photo.jpg: this kind of JPEG cannot be decoded here (...). Save
/// it as ..."
Error cannotDecode(const std::filesystem::path& file, const char* format, const std::string& details);

/// damaged() or cannotDecode(), whichever a library's own words mean.
Error decodingError(const std::filesystem::path& file, const char* format, const std::string& details);

} // namespace enlarger::image
