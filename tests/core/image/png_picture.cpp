// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/image/png_picture.h"

#include <png.h>

#include <algorithm>
#include <vector>

namespace enlarger::tests {

image::Image readPng(const std::filesystem::path& file)
{
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    if (!png_image_begin_read_from_file(&png, file.c_str()))
        return {};
    png.format = png.format & PNG_FORMAT_FLAG_COLOR ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
    image::Image picture(int(png.width), int(png.height), int(PNG_IMAGE_SAMPLE_CHANNELS(png.format)));
    std::vector<png_byte> bytes(picture.size());
    if (!png_image_finish_read(&png, nullptr, bytes.data(), 0, nullptr))
        return {};
    std::transform(bytes.begin(), bytes.end(), picture.data(), [](png_byte b) { return float(b) / 255.0f; });
    return picture;
}

} // namespace enlarger::tests
