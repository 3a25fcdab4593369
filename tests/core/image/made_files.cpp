// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/image/made_files.h"

#include "core/image/colour/lcms_handles.h"
#include "core/image/metadata/exiv2_library.h"

#include <exiv2/exiv2.hpp>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iterator>

#ifdef __SANITIZE_ADDRESS__
/// What the libraries that make the files keep for themselves; x265 writes HEIC, libtiff the directories of
/// EXIF.
extern "C" const char* __lsan_default_suppressions()
{
    return "leak:libx265\nleak:libtiff\n";
}
#endif

namespace enlarger::tests {

Image rounded(const Image& picture, int largest)
{
    Image result = picture;
    for (float* p = result.data(); p != result.data() + result.size(); ++p)
        *p = std::round(*p * float(largest)) / float(largest);
    return result;
}

Image upright(const Image& stored, int orientation)
{
    const int w = stored.width(), h = stored.height();
    const bool turned = orientation >= 5;
    Image seen(turned ? h : w, turned ? w : h, stored.channels());
    for (int y = 0; y < seen.height(); ++y)
        for (int x = 0; x < seen.width(); ++x) {
            // Which stored row and column the seen top and left are: EXIF 2.3, tag 0x0112.
            const std::array<std::array<int, 2>, 9> from{{{x, y},
                                                          {x, y},
                                                          {w - 1 - x, y},
                                                          {w - 1 - x, h - 1 - y},
                                                          {x, h - 1 - y},
                                                          {y, x},
                                                          {y, h - 1 - x},
                                                          {w - 1 - y, h - 1 - x},
                                                          {w - 1 - y, x}}};
            const auto [sx, sy] = from[std::size_t(orientation)];
            for (int c = 0; c < stored.channels(); ++c)
                seen.at(x, y, c) = stored.at(sx, sy, c);
        }
    return seen;
}

Image quarters(int width, int height)
{
    Image picture(width, height, 3);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            picture.at(x, y, 0) = x < width / 2 ? 0.9f : 0.2f;
            picture.at(x, y, 1) = y < height / 2 ? 0.8f : 0.3f;
            picture.at(x, y, 2) = x < width / 2 && y < height / 2 ? 0.7f : 0.1f;
        }
    return picture;
}

bool says(const image::PhotoInfo& info, const char* words)
{
    for (const std::string& note : info.notes)
        if (note.find(words) != std::string::npos)
            return true;
    return false;
}

float farthest(const Image& a, const Image& b)
{
    if (a.width() != b.width() || a.height() != b.height() || a.channels() != b.channels())
        return 1000.0f;
    float most = 0.0f;
    for (std::size_t i = 0; i < a.size(); ++i)
        most = std::max(most, std::abs(a.data()[i] - b.data()[i]));
    return most;
}

namespace {

template <class T>
VipsImage* fill(const Image& picture, VipsBandFormat format, double largest)
{
    std::vector<T> values(picture.size());
    std::transform(picture.data(), picture.data() + picture.size(), values.begin(), [&](float v) {
        return std::is_floating_point_v<T> ? T(v) : T(std::llround(double(v) * largest));
    });
    return vips_image_new_from_memory_copy(values.data(), values.size() * sizeof(T), picture.width(),
                                           picture.height(), picture.channels(), format);
}

} // namespace

VipsPtr<VipsImage> toVips(const Image& picture, VipsBandFormat format, VipsInterpretation interpretation)
{
    (void)image::startVips();
    VipsImage* made = format == VIPS_FORMAT_UCHAR    ? fill<std::uint8_t>(picture, format, 255)
                      : format == VIPS_FORMAT_USHORT ? fill<std::uint16_t>(picture, format, 65535)
                      : format == VIPS_FORMAT_UINT   ? fill<std::uint32_t>(picture, format, 4294967295.0)
                                                     : fill<float>(picture, format, 1);
    made->Type = interpretation;
    return VipsPtr<VipsImage>(made);
}

void setBlob(VipsImage* picture, const char* name, const Bytes& data)
{
    vips_image_set_blob_copy(picture, name, data.data(), data.size());
}

bool save(VipsImage* picture, const std::filesystem::path& file, const std::string& options)
{
    return vips_image_write_to_file(picture, (file.string() + options).c_str(), nullptr) == 0;
}

Bytes readBytes(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return Bytes(std::istreambuf_iterator<char>(stream), {});
}

void writeBytes(const std::filesystem::path& file, const Bytes& data)
{
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(data.data()), std::streamsize(data.size()));
}

Bytes toBytes(std::string_view text)
{
    return Bytes(text.begin(), text.end());
}

void insertPngChunk(const std::filesystem::path& file, const std::string& type, const Bytes& data)
{
    Bytes chunk = toBytes(type);
    chunk.insert(chunk.end(), data.begin(), data.end());
    const auto checksum = std::uint32_t(crc32(0, chunk.data(), uInt(chunk.size())));
    for (int shift = 24; shift >= 0; shift -= 8) {
        chunk.insert(chunk.begin() + (24 - shift) / 8, std::uint8_t(data.size() >> shift));
        chunk.push_back(std::uint8_t(checksum >> shift));
    }
    Bytes png = readBytes(file);
    constexpr std::ptrdiff_t afterHeader = 33;
    png.insert(png.begin() + afterHeader, chunk.begin(), chunk.end());
    writeBytes(file, png);
}

Bytes smallExif(int orientation)
{
    image::prepareExiv2();
    Exiv2::ExifData exif;
    exif["Exif.Image.Make"] = "Camera";
    exif["Exif.Image.Orientation"] = std::uint16_t(orientation);
    exif["Exif.Photo.DateTimeOriginal"] = "2020:01:02 03:04:05";
    exif["Exif.GPSInfo.GPSLatitudeRef"] = "N";
    Exiv2::DataValue note(Exiv2::undefined);
    note.read("1 2 3 4 5 6 7 8");
    exif.add(Exiv2::ExifKey("Exif.Photo.MakerNote"), &note);
    Exiv2::Blob blob;
    Exiv2::ExifParser::encode(blob, Exiv2::littleEndian, exif);
    return Bytes(blob.begin(), blob.end());
}

Bytes smallXmp()
{
    return toBytes(
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
        "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" dc:source=\"a m\u00fchle\"/></rdf:RDF></x:xmpmeta>");
}

Bytes smallIptc()
{
    Exiv2::IptcData iptc;
    iptc["Iptc.Application2.City"] = "Reykjavik";
    iptc["Iptc.Application2.Caption"] = "A waterfall";
    const Exiv2::DataBuf buffer = Exiv2::IptcParser::encode(iptc);
    return Bytes(buffer.pData_, buffer.pData_ + buffer.size_);
}

Bytes smallProfile(const std::string& kind, double gamma)
{
    using namespace image;
    const cmsCIExyY white{0.3127, 0.3290, 1.0};
    const cmsCIExyYTRIPLE primaries{{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}};
    const ToneCurve curve(cmsBuildGamma(nullptr, gamma));
    const std::array<cmsToneCurve*, 3> curves{curve.get(), curve.get(), curve.get()};
    const Profile profile(kind == "GRAY" ? cmsCreateGrayProfile(&white, curve.get())
                                         : cmsCreateRGBProfile(&white, &primaries, curves.data()));
    cmsUInt32Number size = 0;
    cmsSaveProfileToMem(profile.get(), nullptr, &size);
    Bytes bytes(size);
    cmsSaveProfileToMem(profile.get(), bytes.data(), &size);
    std::fill_n(bytes.begin() + 24, 12, std::uint8_t(0)); // the date: two of a kind are equal
    return bytes;
}

} // namespace enlarger::tests
