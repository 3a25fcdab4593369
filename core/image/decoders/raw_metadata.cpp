// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/raw_metadata.h"

#include "core/image/metadata/exiv2_library.h"
#include "core/image/metadata/metadata_blocks.h"
#include "core/image/metadata/tiff_header.h"
#include "core/image/photo/read_limits.h"
#include "core/system/local_time.h"

#include <exiv2/exiv2.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <ctime>

namespace enlarger::image {

namespace {

/// A field of LibRaw's, which may lack its end.
template <std::size_t N>
std::string textOf(const char (&field)[N])
{
    return {field, ::strnlen(field, N)};
}

Exiv2::URational rational(double value, std::uint32_t divisor)
{
    return {std::uint32_t(std::llround(value * divisor)), divisor};
}

/// Of a second as cameras write it: a fraction with 1 above for short times.
Exiv2::URational exposureTime(double seconds)
{
    return seconds < 0.3 ? Exiv2::URational(1, std::uint32_t(std::lround(1.0 / seconds)))
                         : rational(seconds, 10);
}

class Gaps
{
public:
    explicit Gaps(Exiv2::ExifData& exif)
        : m_exif(exif)
    {}

    template <class Value>
    void fill(const char* key, const Value& value)
    {
        const auto found = m_exif.findKey(Exiv2::ExifKey(key));
        if (found == m_exif.end() || found->count() == 0)
            m_exif[key] = value;
    }
    void fillText(const char* key, const std::string& text)
    {
        if (!text.empty())
            fill(key, text);
    }

private:
    Exiv2::ExifData& m_exif;
};

std::string lensOf(const libraw_lensinfo_t& lens)
{
    const std::string named = textOf(lens.Lens);
    return named.empty() ? textOf(lens.makernotes.Lens) : named;
}

void fillExposure(Gaps& gaps, const libraw_imgother_t& shot)
{
    constexpr float longest = 1e5f, shortest = 1e-6f; // seconds
    if (shot.shutter > shortest && shot.shutter < longest)
        gaps.fill("Exif.Photo.ExposureTime", exposureTime(double(shot.shutter)));
    if (shot.aperture > 0.0f && shot.aperture < 1000.0f)
        gaps.fill("Exif.Photo.FNumber", rational(double(shot.aperture), 10));
    if (shot.iso_speed > 0.0f && shot.iso_speed < 65535.0f)
        gaps.fill("Exif.Photo.ISOSpeedRatings", std::uint16_t(std::lround(shot.iso_speed)));
    if (shot.focal_len > 0.0f && shot.focal_len < 1e5f)
        gaps.fill("Exif.Photo.FocalLength", rational(double(shot.focal_len), 10));
}

/// LibRaw reads a camera's clock as this machine's local time.
void fillDate(Gaps& gaps, std::time_t stamp)
{
    if (const auto local = localTime(stamp); stamp > 0 && local)
        gaps.fillText("Exif.Photo.DateTimeOriginal", fmt::format("{:%Y:%m:%d %H:%M:%S}", *local));
}

void fillPlace(Gaps& gaps, const libraw_gps_info_t& gps)
{
    if (!gps.gpsparsed || !std::strchr("NS", gps.latref) || !std::strchr("EW", gps.longref) ||
        gps.latref == 0 || gps.longref == 0)
        return;
    const auto angle = [&](const char* key, char direction, const float(&parts)[3]) {
        Exiv2::URationalValue value;
        for (const float part : parts) {
            if (!(part >= 0.0f && part <= 180.0f))
                return;
            value.value_.push_back(rational(double(part), 10'000));
        }
        gaps.fill(key, static_cast<const Exiv2::Value&>(value));
        gaps.fillText((std::string(key) + "Ref").c_str(), std::string(1, direction));
    };
    angle("Exif.GPSInfo.GPSLatitude", gps.latref, gps.latitude);
    angle("Exif.GPSInfo.GPSLongitude", gps.longref, gps.longitude);
}

bool eraseMakerNote(Exiv2::ExifData& exif)
{
    bool erased = false;
    for (auto i = exif.begin(); i != exif.end();) {
        const bool isMakers = i->key() == "Exif.Photo.MakerNote" || i->groupName() == "MakerNote" ||
                              Exiv2::ExifTags::isMakerGroup(i->groupName());
        erased = erased || isMakers;
        i = isMakers ? exif.erase(i) : std::next(i);
    }
    return erased;
}

Bytes exifOf(Bytes block, const libraw_data_t& data, bool isSrgb, std::vector<std::string>& notes)
{
    prepareExiv2();
    try {
        Exiv2::ExifData exif;
        if (!block.empty())
            Exiv2::ExifParser::decode(exif, block.data(), std::uint32_t(block.size()));
        if (eraseMakerNote(exif))
            notes.emplace_back("The camera maker's own notes were left out: they belong to the RAW");
        Gaps gaps(exif);
        gaps.fillText("Exif.Image.Make", textOf(data.idata.make));
        gaps.fillText("Exif.Image.Model", textOf(data.idata.model));
        gaps.fillText("Exif.Image.Artist", textOf(data.other.artist));
        gaps.fillText("Exif.Photo.LensModel", lensOf(data.lens));
        fillDate(gaps, data.other.timestamp);
        fillExposure(gaps, data.other);
        fillPlace(gaps, data.other.parsed_gps);
        constexpr std::uint16_t srgb = 1, uncalibrated = 65535;
        exif["Exif.Photo.ColorSpace"] = isSrgb ? srgb : uncalibrated;
        if (const auto index = exif.findKey(Exiv2::ExifKey("Exif.Iop.InteroperabilityIndex"));
            index != exif.end())
            exif.erase(index); // Adobe RGB's mark, which is for the camera's own JPEGs
        Exiv2::Blob blob;
        Exiv2::ExifParser::encode(blob, Exiv2::littleEndian, exif);
        return Bytes(blob.begin(), blob.end());
    } catch (const std::exception&) { // Exiv2's own errors derive from it
        return block;
    }
}

Bytes withoutDevelopment(Bytes packet, std::vector<std::string>& notes)
{
    if (packet.empty())
        return packet;
    prepareExiv2();
    try {
        Exiv2::XmpData xmp;
        if (Exiv2::XmpParser::decode(xmp, std::string(packet.begin(), packet.end())) != 0)
            return packet;
        bool erased = false;
        for (auto i = xmp.begin(); i != xmp.end();) {
            const bool isSetting = i->key().starts_with("Xmp.crs.");
            erased = erased || isSetting;
            i = isSetting ? xmp.erase(i) : std::next(i);
        }
        std::string text;
        if (!erased || Exiv2::XmpParser::encode(text, xmp, Exiv2::XmpParser::useCompactFormat, 0) != 0)
            return packet;
        notes.emplace_back("Development settings of other programs (Camera Raw, Lightroom) were not applied");
        return Bytes(text.begin(), text.end());
    } catch (const std::exception&) {
        return packet;
    }
}

} // namespace

Metadata rawMetadata(const std::filesystem::path& file, const libraw_data_t& data, bool isSrgb,
                     std::vector<std::string>& notes)
{
    Metadata metadata = readTiffHeader(file).metadata;
    metadata.icc.clear(); // of the preview
    if (metadata.xmp.empty() && data.idata.xmpdata && data.idata.xmplen > 0 &&
        data.idata.xmplen <= largestMetadata) {
        const auto* const packet = reinterpret_cast<const std::uint8_t*>(data.idata.xmpdata);
        metadata.xmp = xmpPacket(ByteView(packet, data.idata.xmplen));
    }
    metadata.exif = exifOf(std::move(metadata.exif), data, isSrgb, notes);
    metadata.xmp = withoutDevelopment(std::move(metadata.xmp), notes);
    return metadata;
}

} // namespace enlarger::image
