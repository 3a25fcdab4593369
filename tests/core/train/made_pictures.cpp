// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/train/made_pictures.h"

#include "core/base/random.h"
#include "core/image/write/photo_writer.h"

#include <QtGlobal>

#include <algorithm>
#include <cmath>
#include <fstream>

namespace enlarger::tests {

namespace fs = std::filesystem;
using image::Image;

Image busyPicture(int width, int height, std::uint64_t seed)
{
    Random random(seed);
    Image picture(width, height, 3);
    double frequency[3][2];
    for (auto& pair : frequency)
        for (double& value : pair)
            value = random.uniform(0.05, 0.9);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < 3; ++c) {
                const double wave = std::sin(frequency[c][0] * x + frequency[c][1] * y);
                const double edge = (x / 23 + y / 17) % 2 ? 0.2 : -0.2;
                const double value = 0.5 + 0.2 * wave + edge + random.uniform(-0.05, 0.05);
                picture.at(x, y, c) = float(std::lround(std::clamp(value, 0.0, 1.0) * 255.0)) / 255.0f;
            }
    return picture;
}

Image flatPicture(int width, int height, float value)
{
    Image picture(width, height, 3);
    std::fill_n(picture.data(), picture.size(), value);
    return picture;
}

void write(const fs::path& file, const Image& picture, int bits)
{
    fs::create_directories(file.parent_path());
    image::WriteOptions options;
    options.format = image::formatFromName(file.extension().string()).value_or(image::PhotoFormat::Png);
    options.bits = bits;
    options.replace = true;
    if (const Status written = image::writePhoto(file, picture, options); !written)
        qFatal("%s", written.error().text().c_str());
}

void writeText(const fs::path& file, const std::string& text)
{
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

void cutOff(const fs::path& file, std::uintmax_t bytes)
{
    fs::resize_file(file, bytes);
}

bool isEqual(const Image& a, const Image& b)
{
    return a.width() == b.width() && a.height() == b.height() && a.channels() == b.channels() &&
           std::equal(a.data(), a.data() + a.size(), b.data());
}

double largestDifference(const Image& a, const Image& b)
{
    double largest = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        largest = std::max(largest, std::abs(double(a.data()[i]) - double(b.data()[i])));
    return largest;
}

} // namespace enlarger::tests
