// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/image.h"

#include <filesystem>

namespace enlarger::tests {

/// An 8-bit PNG's values as they are, through libpng alone: what measures the room's code is not read by it.
/// Grey pictures have one channel, others three. Empty where the file cannot be read.
image::Image readPng(const std::filesystem::path& file);

} // namespace enlarger::tests
