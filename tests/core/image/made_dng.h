// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"
#include "core/image/pixels/image.h"

#include <array>
#include <filesystem>

namespace enlarger::tests {

/// A camera whose colours are known, and how its DNG stores them.
struct MadeDng
{
    enum class Coding { Bayer, Linear, LossyLinear };

    Coding coding = Coding::Bayer;
    int bits = 16;                          // 8 to 16 of the sensor's values
    std::array<int, 4> pattern{0, 1, 1, 2}; // red 0, green 1, blue 2 of each 2 x 2 pixels, row by row
    int black = 0;                          // of the values that `bits` hold
    int orientation = 1;
    float exposure = 0.0f;           // BaselineExposure in stops
    std::array<int, 4> crop{};       // DefaultCrop: x, y, width, height; all 0: none
    bool exif = true;                // date, camera, lens, exposure, GPS
    bool colourSpaceIsAdobe = false; // what EXIF says of the camera's own JPEGs
    image::Bytes preview;            // a JPEG file behind the raw data; empty: none
    int previewWidth = 0;
    int previewHeight = 0;
    image::Bytes xmp;
    int compression = 0; // that is written in place of the true one; 0: none
};

/// What the camera sees of a picture in linear sRGB, 0..1: three values a pixel, the white at its `neutral`.
image::Image seenByCamera(const image::Image& linear);

/// A DNG with a thumbnail of 16 x 12 black pixels in its first directory. `seen` is of seenByCamera(), or of
/// one channel for a monochrome sensor.
image::Bytes dngBytes(const image::Image& seen, const MadeDng& made = {});
void writeDng(const std::filesystem::path& file, const image::Image& seen, const MadeDng& made = {});

/// sRGB's curve and its inverse, for comparing.
float encodedSrgb(float light);
float lightOfSrgb(float value);

} // namespace enlarger::tests
