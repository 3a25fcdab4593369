// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/pixels/image.h"
#include "core/train/recipe/sample_options.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace enlarger::tests {

/// The usual options of samples, but for their crop.
inline train::SampleOptions options(int crop = 32)
{
    train::SampleOptions options;
    options.crop = crop;
    return options;
}

/// An RGB picture with edges, texture and gradients everywhere, in 8-bit values; another one for each seed.
image::Image busyPicture(int width, int height, std::uint64_t seed);

/// One colour.
image::Image flatPicture(int width, int height, float value);

/// As PNG, TIFF or JPEG by the extension; folders are made.
void write(const std::filesystem::path& file, const image::Image& picture, int bits = 8);

void writeText(const std::filesystem::path& file, const std::string& text);

/// Cuts a file off after that many bytes.
void cutOff(const std::filesystem::path& file, std::uintmax_t bytes);

bool isEqual(const image::Image& a, const image::Image& b);
double largestDifference(const image::Image& a, const image::Image& b); // of pictures of one size

} // namespace enlarger::tests
