// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/write/photo_writer.h"
#include "tests/core/image/made_files.h"

#include <algorithm>
#include <cmath>

namespace enlarger::tests {

// The same picture in linear light, by the formulas of IEC 61966-2-1.

inline Image withColours(Image picture, double (*change)(double))
{
    const int channels = picture.channels();
    const int colours = channels % 2 == 0 ? channels - 1 : channels;
    for (std::size_t i = 0; i < picture.size(); ++i)
        if (int(i % std::size_t(channels)) < colours)
            picture.data()[i] = float(change(std::clamp(double(picture.data()[i]), 0.0, 1.0)));
    return picture;
}

inline Image linearOf(const Image& srgb)
{
    return withColours(srgb, [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    });
}

inline Image srgbOf(const Image& linear)
{
    return withColours(linear, [](double value) {
        return value <= 0.0031308 ? value * 12.92 : 1.055 * std::pow(value, 1.0 / 2.4) - 0.055;
    });
}

/// Linear, of primaries of its own, for a picture of these channels.
inline Bytes linearProfile(int channels)
{
    return smallProfile(channels <= 2 ? "GRAY" : "RGB ", 1.0);
}

/// A PNG of 16 bits, in place of an older one.
inline Status writePng16(const std::filesystem::path& file, const Image& picture, const Bytes& icc = {})
{
    image::PhotoContent content;
    content.width = picture.width();
    content.height = picture.height();
    content.channels = picture.channels();
    content.metadata.icc = icc;
    auto writer = image::PhotoWriter::create(
        file, content, {.format = image::PhotoFormat::Png, .bits = 16, .replace = true});
    if (!writer)
        return std::move(writer).error();
    if (Status written = writer->write(picture); !written)
        return written;
    return writer->finish();
}

} // namespace enlarger::tests
