// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/image/made_dng.h"

#include "tests/core/image/made_files.h"

#include <jpeglib.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

namespace enlarger::tests {

namespace {

using image::Bytes;
using image::Image;
using Matrix = std::array<double, 9>; // row by row

constexpr Matrix xyzOfSrgb{0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522,
                           0.0721750, 0.0193339, 0.1191920, 0.9503041};
/// From XYZ to the camera, as ColorMatrix1 has it: of no camera in particular.
constexpr Matrix cameraOfXyz{0.90, -0.30, -0.05, -0.45, 1.30, 0.15, -0.10, 0.25, 0.65};

std::array<double, 3> times(const Matrix& m, const std::array<double, 3>& v)
{
    return {m[0] * v[0] + m[1] * v[1] + m[2] * v[2], m[3] * v[0] + m[4] * v[1] + m[5] * v[2],
            m[6] * v[0] + m[7] * v[1] + m[8] * v[2]};
}

std::array<double, 3> cameraOf(const std::array<double, 3>& linear)
{
    return times(cameraOfXyz, times(xyzOfSrgb, linear));
}

/// What white gives, the largest of the three as 1.
std::array<double, 3> neutral()
{
    std::array<double, 3> white = cameraOf({1.0, 1.0, 1.0});
    const double largest = *std::ranges::max_element(white);
    for (double& value : white)
        value /= largest;
    return white;
}

void add(Bytes& to, std::uint64_t value, std::size_t bytes)
{
    for (std::size_t i = 0; i < bytes; ++i)
        to.push_back(std::uint8_t(value >> 8 * i));
}

void append(Bytes& to, const Bytes& bytes)
{
    to.insert(to.end(), bytes.begin(), bytes.end());
}

enum Type { Byte = 1, Ascii = 2, Short = 3, Long = 4, Rational = 5, SignedRational = 10 };

struct Entry
{
    int tag = 0;
    Type type = Byte;
    std::size_t count = 0;
    Bytes value;                  // or
    std::vector<int> directories; // whose places are the value, or
    bool pointsToPixels = false;  // to those of its own directory

    std::size_t sizeOutside() const // of the directory
    {
        const std::size_t size = directories.empty() ? value.size() : 4 * directories.size();
        return size > 4 ? (size + 1) / 2 * 2 : 0;
    }
};

Entry entry(int tag, Type type, const std::vector<double>& numbers)
{
    Bytes value;
    for (const double number : numbers) {
        if (type == Rational || type == SignedRational) {
            add(value, std::uint64_t(std::lround(number * 10000)), 4);
            add(value, 10000, 4);
        } else {
            add(value, std::uint64_t(number), type == Byte ? 1 : type == Short ? 2 : 4);
        }
    }
    return {tag, type, numbers.size(), value, {}, false};
}

Entry text(int tag, const std::string& words)
{
    Bytes value(words.begin(), words.end());
    value.push_back(0);
    return {tag, Ascii, value.size(), value, {}, false};
}

Entry bytesEntry(int tag, const Bytes& value)
{
    return {tag, Byte, value.size(), value, {}, false};
}

Entry places(int tag, const std::vector<int>& directories)
{
    return {tag, Long, directories.size(), {}, directories, false};
}

Entry pixelsPlace(int tag)
{
    return {tag, Long, 1, {}, {}, true};
}

struct Directory
{
    std::vector<Entry> entries;
    Bytes pixels; // may be empty

    std::size_t size() const
    {
        std::size_t all = 2 + 12 * entries.size() + 4;
        for (const Entry& e : entries)
            all += e.sizeOutside();
        return all;
    }
};

/// A file of these directories, the first of which is the TIFF's, and behind them their pixels.
Bytes assembled(std::vector<Directory> directories)
{
    std::vector<std::size_t> at, pixelsAt;
    std::size_t end = 8;
    for (const Directory& directory : directories) {
        at.push_back(end);
        end += directory.size();
    }
    for (const Directory& directory : directories) {
        pixelsAt.push_back(end);
        end += directory.pixels.size();
    }
    Bytes file{'I', 'I', 42, 0, 8, 0, 0, 0};
    for (std::size_t d = 0; d < directories.size(); ++d) {
        std::vector<Entry>& entries = directories[d].entries;
        std::ranges::stable_sort(entries, {}, &Entry::tag);
        Bytes outside;
        const std::size_t outsideAt = at[d] + 2 + 12 * entries.size() + 4;
        add(file, entries.size(), 2);
        for (const Entry& e : entries) {
            Bytes value = e.value;
            for (const int directory : e.directories)
                add(value, at.at(std::size_t(directory)), 4);
            if (e.pointsToPixels)
                add(value, pixelsAt[d], 4);
            add(file, std::uint64_t(e.tag), 2);
            add(file, std::uint64_t(e.type), 2);
            add(file, e.count, 4);
            value.resize(std::max<std::size_t>(4, (value.size() + 1) / 2 * 2));
            if (value.size() == 4) {
                append(file, value);
                continue;
            }
            add(file, outsideAt + outside.size(), 4);
            append(outside, value);
        }
        add(file, 0, 4);
        append(file, outside);
    }
    for (const Directory& directory : directories)
        append(file, directory.pixels);
    return file;
}

std::uint32_t stored(float value, const MadeDng& made)
{
    const int white = (1 << made.bits) - 1;
    const double level = made.black + double(value) * (white - made.black);
    return std::uint32_t(std::clamp<long>(std::lround(level), 0, white));
}

/// Of 8 or 16 bits in the file's order, others packed from each byte's highest bit on; rows begin with a
/// byte.
Bytes samplesOf(const Image& seen, const MadeDng& made)
{
    Bytes all;
    for (int y = 0; y < seen.height(); ++y) {
        std::size_t used = 0; // bits
        const auto add = [&](float value) {
            const std::uint32_t level = stored(value, made);
            if (made.bits % 8 == 0) {
                for (int i = 0; i < made.bits / 8; ++i)
                    all.push_back(std::uint8_t(level >> 8 * i));
                return;
            }
            for (int i = made.bits - 1; i >= 0; --i, ++used) {
                if (used % 8 == 0)
                    all.push_back(0);
                all.back() |= std::uint8_t((level >> i & 1) << (7 - used % 8));
            }
        };
        for (int x = 0; x < seen.width(); ++x) {
            if (made.coding == MadeDng::Coding::Bayer && seen.channels() == 3)
                add(seen.at(x, y, made.pattern[std::size_t(y % 2 * 2 + x % 2)]));
            else
                for (int c = 0; c < seen.channels(); ++c)
                    add(seen.at(x, y, c));
        }
    }
    return all;
}

/// Three channels as a JPEG in sRGB's curve, in which lossy DNGs are where no opcodes say otherwise.
Bytes jpegOf(const Image& seen)
{
    jpeg_compress_struct compress{};
    jpeg_error_mgr errors{};
    compress.err = jpeg_std_error(&errors);
    jpeg_create_compress(&compress);
    unsigned char* buffer = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&compress, &buffer, &size);
    compress.image_width = JDIMENSION(seen.width());
    compress.image_height = JDIMENSION(seen.height());
    compress.input_components = 3;
    compress.in_color_space = JCS_RGB;
    jpeg_set_defaults(&compress);
    jpeg_set_colorspace(&compress, JCS_YCbCr);
    jpeg_set_quality(&compress, 98, TRUE);
    jpeg_start_compress(&compress, TRUE);
    for (int y = 0; y < seen.height(); ++y) {
        Bytes row;
        for (const float value : seen.row(y))
            row.push_back(std::uint8_t(std::lround(encodedSrgb(value) * 255.0f)));
        JSAMPROW rows[] = {row.data()};
        jpeg_write_scanlines(&compress, rows, 1);
    }
    jpeg_finish_compress(&compress);
    Bytes bytes(buffer, buffer + size);
    jpeg_destroy_compress(&compress);
    std::free(buffer);
    return bytes;
}

std::vector<Entry> photograph(const MadeDng& made)
{
    const auto white = neutral();
    std::vector<Entry> entries{
        text(271, "Workshop"),
        text(272, "Workshop One"),
        entry(274, Short, {double(made.orientation)}),
        text(306, "2024:05:06 07:08:09"),
        entry(50706, Byte, {1, 4, 0, 0}), // DNG's version, and the oldest that reads it
        entry(50707, Byte, {1, 1, 0, 0}),
        text(50708, "Workshop One"),
        entry(50721, SignedRational, {cameraOfXyz.begin(), cameraOfXyz.end()}),
        entry(50728, Rational, {white.begin(), white.end()}),
        entry(50730, SignedRational, {made.exposure}),
        entry(50778, Short, {21}), // the matrix is for D65
    };
    if (!made.xmp.empty())
        entries.push_back(bytesEntry(700, made.xmp));
    return entries;
}

Directory exifOf(const MadeDng& made)
{
    return {{entry(33434, Rational, {0.008}), entry(33437, Rational, {5.6}), entry(34855, Short, {400}),
             text(36867, "2024:05:06 07:08:09"), entry(37386, Rational, {35}),
             entry(40961, Short, {made.colourSpaceIsAdobe ? 2.0 : 1.0}), text(42036, "Workshop 35mm F2")},
            {}};
}

Directory gps()
{
    return {{entry(0, Byte, {2, 3, 0, 0}), text(1, "N"), entry(2, Rational, {47, 22, 12}), text(3, "E"),
             entry(4, Rational, {8, 32, 24})},
            {}};
}

/// What TIFF says of any picture.
std::vector<Entry> layout(bool reduced, int width, int height, const std::vector<double>& bits,
                          int compression, int photometric)
{
    return {entry(254, Long, {reduced ? 1.0 : 0.0}),  entry(256, Long, {double(width)}),
            entry(257, Long, {double(height)}),       entry(258, Short, bits),
            entry(259, Short, {double(compression)}), entry(262, Short, {double(photometric)}),
            entry(277, Short, {double(bits.size())}), entry(284, Short, {1})};
}

void setStrip(Directory& directory, int height)
{
    directory.entries.push_back(pixelsPlace(273));
    directory.entries.push_back(entry(278, Long, {double(height)}));
    directory.entries.push_back(entry(279, Long, {double(directory.pixels.size())}));
}

void setTile(Directory& directory, int width, int height)
{
    directory.entries.push_back(entry(322, Long, {double(width)}));
    directory.entries.push_back(entry(323, Long, {double(height)}));
    directory.entries.push_back(pixelsPlace(324));
    directory.entries.push_back(entry(325, Long, {double(directory.pixels.size())}));
}

Directory sensorOf(const Image& seen, const MadeDng& made)
{
    constexpr int uncompressed = 1, lossyJpeg = 34892, filterArray = 32803, linearRaw = 34892;
    const bool isBayer = made.coding == MadeDng::Coding::Bayer && seen.channels() == 3;
    const bool isLossy = made.coding == MadeDng::Coding::LossyLinear;
    const std::size_t samples = isBayer ? 1 : std::size_t(seen.channels());
    const int compression = made.compression ? made.compression : isLossy ? lossyJpeg : uncompressed;
    Directory sensor{layout(false, seen.width(), seen.height(), std::vector<double>(samples, made.bits),
                            compression, isBayer ? filterArray : linearRaw),
                     isLossy ? jpegOf(seen) : samplesOf(seen, made)};
    if (isLossy) // comes in tiles alone
        setTile(sensor, seen.width(), seen.height());
    else
        setStrip(sensor, seen.height());
    const auto add = [&](const Entry& e) { sensor.entries.push_back(e); };
    add(entry(50714, Short, std::vector<double>(samples, made.black)));
    add(entry(50717, Long, std::vector<double>(samples, isLossy ? 65535 : (1 << made.bits) - 1)));
    if (isBayer) {
        add(entry(33421, Short, {2, 2}));
        add(entry(33422, Byte, {made.pattern.begin(), made.pattern.end()}));
        add(entry(50710, Byte, {0, 1, 2}));
        add(entry(50711, Short, {1}));    // a rectangle
        add(entry(50713, Short, {1, 1})); // how often black repeats
    }
    if (made.crop[2] > 0) {
        add(entry(50719, Long, {double(made.crop[0]), double(made.crop[1])}));
        add(entry(50720, Long, {double(made.crop[2]), double(made.crop[3])}));
    }
    return sensor;
}

} // namespace

Image seenByCamera(const Image& linear)
{
    const std::array<double, 3> white = cameraOf({1.0, 1.0, 1.0});
    const double largest = *std::ranges::max_element(white);
    Image seen(linear.width(), linear.height(), 3);
    for (std::size_t i = 0; i < linear.size(); i += 3) {
        const float* const from = linear.data() + i;
        const auto camera = cameraOf({double(from[0]), double(from[1]), double(from[2])});
        for (std::size_t c = 0; c < 3; ++c)
            seen.data()[i + c] = float(std::clamp(camera[c] / largest, 0.0, 1.0));
    }
    return seen;
}

Bytes dngBytes(const Image& seen, const MadeDng& made)
{
    constexpr int width = 16, height = 12; // of the thumbnail
    constexpr int uncompressed = 1, jpeg = 7, rgb = 2, yCbCr = 6;
    const std::vector<double> rgbBits{8, 8, 8};
    enum { First, Sensor, Exif, Gps, Preview };

    Directory first{photograph(made), Bytes(width * height * 3)};
    for (const Entry& e : layout(true, width, height, rgbBits, uncompressed, rgb))
        first.entries.push_back(e);
    setStrip(first, height);
    if (made.exif) {
        first.entries.push_back(places(34665, {Exif}));
        first.entries.push_back(places(34853, {Gps}));
    }
    std::vector<int> children{Sensor};
    if (!made.preview.empty())
        children.push_back(Preview);
    first.entries.push_back(places(330, children));

    std::vector<Directory> directories{first, sensorOf(seen, made), exifOf(made), gps()};
    if (!made.preview.empty()) {
        Directory preview{layout(true, made.previewWidth, made.previewHeight, rgbBits, jpeg, yCbCr),
                          made.preview};
        setStrip(preview, made.previewHeight);
        directories.push_back(preview);
    }
    return assembled(directories);
}

void writeDng(const std::filesystem::path& file, const Image& seen, const MadeDng& made)
{
    writeBytes(file, dngBytes(seen, made));
}

float encodedSrgb(float light)
{
    return light <= 0.0031308f ? 12.92f * light : 1.055f * std::pow(light, 1.0f / 2.4f) - 0.055f;
}

float lightOfSrgb(float value)
{
    return value <= 0.04045f ? value / 12.92f : std::pow((value + 0.055f) / 1.055f, 2.4f);
}

} // namespace enlarger::tests
