// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/byte_reader.h"

#include <filesystem>
#include <vector>

namespace enlarger::weights {

/// Larger files are refused: the networks that we load have some tens of megabytes, checkpoints some
/// hundreds.
constexpr std::uint64_t largestFile = std::uint64_t{4} << 30;

/// The size of an ordinary file in bytes; a folder, a device and a missing file are refused.
std::uint64_t sizeOf(const std::filesystem::path& file);

/// Refuses what is larger than `largest`.
void checkSize(std::uint64_t size, std::uint64_t largest);

/// At most `count` bytes from the start.
std::vector<std::byte> readStart(const std::filesystem::path& file, std::size_t count);

/// All of it, unless it is larger than `largest`.
std::vector<std::byte> readAll(const std::filesystem::path& file, std::uint64_t largest = largestFile);

} // namespace enlarger::weights
