// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/image/written_file.h"

#include "core/image/metadata/exiv2_library.h"
#include "tests/core/image/made_files.h"

#include <algorithm>
#include <vips/vips8>

namespace enlarger::tests {

using image::Bytes;
using image::Image;
using image::Metadata;
using image::PhotoFormat;

namespace {

vips::VImage open(const std::filesystem::path& file, PhotoFormat format)
{
    VIPS_INIT("test");     // with all its loaders, unlike startVips()
    vips_cache_set_max(0); // it would give an older file of the same name
    switch (format) {
    case PhotoFormat::Jpeg:
        return vips::VImage::jpegload(file.c_str());
    case PhotoFormat::Png:
        return vips::VImage::pngload(file.c_str());
    case PhotoFormat::Tiff:
        return vips::VImage::tiffload(file.c_str());
    case PhotoFormat::WebP:
        return vips::VImage::webpload(file.c_str());
    case PhotoFormat::Jxl:
        return vips::VImage::jxlload(file.c_str());
    default:
        return vips::VImage::heifload(file.c_str());
    }
}

Bytes blob(const vips::VImage& loaded, const char* name)
{
    if (loaded.get_typeof(name) == 0)
        return {};
    std::size_t size = 0;
    const auto* bytes = static_cast<const std::uint8_t*>(loaded.get_blob(name, &size));
    return {bytes, bytes + size};
}

Bytes toBytes(const Exiv2::DataBuf& buffer)
{
    return Bytes(buffer.pData_, buffer.pData_ + buffer.size_);
}

Bytes encodeExif(const Exiv2::ExifData& exif, Exiv2::ByteOrder order)
{
    Exiv2::Blob blob;
    if (!exif.empty())
        Exiv2::ExifParser::encode(blob, order, exif);
    return blob;
}

template <class Data, class Key>
std::string text(const Data& data, const std::string& key)
{
    const auto found = data.findKey(Key(key));
    return found == data.end() ? std::string() : found->toString();
}

} // namespace

WrittenPixels readPixels(const std::filesystem::path& file, PhotoFormat format)
{
    const vips::VImage loaded = open(file, format);
    WrittenPixels written;
    written.bits = loaded.format() == VIPS_FORMAT_USHORT ? 16 : 8;
    written.picture = Image(loaded.width(), loaded.height(), loaded.bands());
    std::size_t size = 0;
    const auto* values = static_cast<const float*>(loaded.cast(VIPS_FORMAT_FLOAT).write_to_memory(&size));
    // libvips shifts the 12 bits of an AVIF or a HEIC to the top of 16.
    const bool isShifted = format == PhotoFormat::Avif || format == PhotoFormat::Heic;
    const float most = written.bits == 8 ? 255.0f : isShifted ? 4095.0f * 16.0f : 65535.0f;
    std::transform(values, values + written.picture.size(), written.picture.data(),
                   [most](float value) { return value / most; });
    g_free(const_cast<float*>(values));
    written.icc = blob(loaded, VIPS_META_ICC_NAME);
    return written;
}

WrittenMetadata readMetadata(const std::filesystem::path& file, PhotoFormat format)
{
    image::prepareExiv2();
    Exiv2::enableBMFF(true); // AVIF
    WrittenMetadata written;
    std::string packet;
    if (format == PhotoFormat::Jxl) {
        const Bytes content = readBytes(file);
        const Bytes exif = boxOf(content, "Exif");
        const Bytes xmp = boxOf(content, "xml ");
        if (exif.size() > 4)
            Exiv2::ExifParser::decode(written.exif, exif.data() + 4, std::uint32_t(exif.size() - 4));
        packet.assign(xmp.begin(), xmp.end());
        Exiv2::XmpParser::decode(written.xmp, packet);
    } else if (format == PhotoFormat::Heic) { // of sizes that are no multiple of 8, Exiv2 0.27 finds nothing
        const vips::VImage loaded = open(file, format);
        const Bytes exif = blob(loaded, VIPS_META_EXIF_NAME);
        const Bytes xmp = blob(loaded, exif.empty() ? "heif-mime-0" : "heif-mime-1"); // behind it
        Exiv2::ExifParser::decode(written.exif, exif.data(), std::uint32_t(exif.size()));
        packet.assign(xmp.begin(), xmp.end());
        Exiv2::XmpParser::decode(written.xmp, packet);
    } else {
        const auto opened = Exiv2::ImageFactory::open(file.string());
        opened->readMetadata();
        written.exif = opened->exifData();
        written.iptc = opened->iptcData();
        written.xmp = opened->xmpData();
        packet = opened->xmpPacket();
    }
    written.xmpPacket.assign(packet.begin(), packet.end());
    return written;
}

std::string textOf(const Exiv2::ExifData& exif, const std::string& key)
{
    return text<Exiv2::ExifData, Exiv2::ExifKey>(exif, key);
}

std::string textOf(const Exiv2::XmpData& xmp, const std::string& key)
{
    return text<Exiv2::XmpData, Exiv2::XmpKey>(xmp, key);
}

std::string textOf(const Exiv2::IptcData& iptc, const std::string& key)
{
    return text<Exiv2::IptcData, Exiv2::IptcKey>(iptc, key);
}

Bytes boxOf(const Bytes& file, const std::string& type)
{
    for (std::size_t at = 0; at + 16 <= file.size();) {
        std::uint64_t size = 0;
        for (std::size_t i = 0; i < 4; ++i)
            size = size << 8 | file[at + i];
        std::size_t header = 8;
        if (size == 1) {
            header = 16;
            for (std::size_t i = 8; i < 16; ++i)
                size = size << 8 | file[at + i];
        }
        const std::size_t end = size == 0 ? file.size() : at + std::size_t(size);
        if (end > file.size() || end < at + header)
            break;
        if (std::equal(type.begin(), type.end(), file.begin() + std::ptrdiff_t(at + 4)))
            return Bytes(file.begin() + std::ptrdiff_t(at + header), file.begin() + std::ptrdiff_t(end));
        at = end;
    }
    return {};
}

Metadata metadataOf(const std::filesystem::path& photo)
{
    image::prepareExiv2();
    Exiv2::enableBMFF(true); // HEIC
    Metadata metadata;
    const auto opened = Exiv2::ImageFactory::open(photo.string());
    opened->readMetadata();
    const Exiv2::ByteOrder order = opened->byteOrder(); // HEIC has none
    metadata.exif =
        encodeExif(opened->exifData(), order == Exiv2::invalidByteOrder ? Exiv2::bigEndian : order);
    metadata.xmp.assign(opened->xmpPacket().begin(), opened->xmpPacket().end());
    if (!opened->iptcData().empty())
        metadata.iptc = toBytes(Exiv2::IptcParser::encode(opened->iptcData()));
    const Exiv2::DataBuf* icc = opened->iccProfile();
    if (icc && icc->size_ > 0)
        metadata.icc = toBytes(*icc);
    return metadata;
}

Metadata richMetadata()
{
    image::prepareExiv2();
    Metadata metadata;
    Exiv2::ExifData exif;
    exif["Exif.Image.Make"] = "Camera works";
    exif["Exif.Image.Model"] = "Model 7";
    exif["Exif.Image.Artist"] = "A. Photographer";
    exif["Exif.Image.Rating"] = std::uint16_t(4);
    exif["Exif.Image.Orientation"] = std::uint16_t(6);
    exif["Exif.Image.XResolution"] = Exiv2::Rational(300, 1);
    exif["Exif.Image.YResolution"] = Exiv2::Rational(300, 1);
    exif["Exif.Image.ResolutionUnit"] = std::uint16_t(2);
    exif["Exif.Image.ImageWidth"] = std::uint32_t(4000);
    exif["Exif.Image.ImageLength"] = std::uint32_t(3000);
    exif["Exif.Photo.ExposureTime"] = Exiv2::Rational(1, 125);
    exif["Exif.Photo.DateTimeOriginal"] = "2024:05:06 07:08:09";
    exif["Exif.Photo.PixelXDimension"] = std::uint32_t(4000);
    exif["Exif.Photo.PixelYDimension"] = std::uint32_t(3000);
    exif["Exif.Photo.LensModel"] = "35mm f/2";
    exif["Exif.Iop.InteroperabilityIndex"] = "R98";
    exif["Exif.GPSInfo.GPSLatitudeRef"] = "N";
    exif["Exif.GPSInfo.GPSLatitude"] = "45/1 30/1 2400/1000";
    exif["Exif.GPSInfo.GPSAltitude"] = Exiv2::Rational(217, 1);
    Exiv2::DataValue note(Exiv2::undefined);
    Bytes noteBytes(300);
    for (std::size_t i = 0; i < noteBytes.size(); ++i)
        noteBytes[i] = std::uint8_t(i * 7);
    note.read(noteBytes.data(), long(noteBytes.size()));
    exif.add(Exiv2::ExifKey("Exif.Photo.MakerNote"), &note);
    const Bytes thumbnail = {0xff, 0xd8, 0xff, 0xd9};
    Exiv2::ExifThumb(exif).setJpegThumbnail(thumbnail.data(), long(thumbnail.size()));
    metadata.exif = encodeExif(exif, Exiv2::littleEndian);

    Exiv2::XmpData xmp;
    xmp["Xmp.xmp.CreatorTool"] = "Darkroom 3";
    xmp["Xmp.tiff.Orientation"] = "6";
    xmp["Xmp.tiff.ImageWidth"] = "4000";
    xmp["Xmp.exif.PixelYDimension"] = "3000";
    xmp["Xmp.dc.subject"] = "harbour";
    xmp["Xmp.xmpMM.DocumentID"] = "uuid:1234";
    Exiv2::XmpTextValue bag("");
    bag.setXmpArrayType(Exiv2::XmpValue::xaAlt);
    xmp.add(Exiv2::XmpKey("Xmp.xmp.Thumbnails"), &bag);
    xmp["Xmp.xmp.Thumbnails[1]/xmpGImg:format"] = "JPEG";
    xmp["Xmp.xmp.Thumbnails[1]/xmpGImg:image"] = "AAAA";
    std::string packet;
    Exiv2::XmpParser::encode(packet, xmp);
    metadata.xmp.assign(packet.begin(), packet.end());

    Exiv2::IptcData iptc;
    iptc["Iptc.Application2.Caption"] = "Boats in the harbour";
    iptc["Iptc.Application2.City"] = "Kiel";
    metadata.iptc = toBytes(Exiv2::IptcParser::encode(iptc));
    return metadata;
}

} // namespace enlarger::tests
