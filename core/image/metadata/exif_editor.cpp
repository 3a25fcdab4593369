// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/metadata/exif_editor.h"

#include "core/base/byte_text.h"
#include "core/image/metadata/exiv2_library.h"

#include <exiv2/exiv2.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>

namespace enlarger::image {

namespace {

// Tags of the first directory that describe how the old file stored its pixels, or that have a block of their
// own.
constexpr std::array<std::uint16_t, 37> storageTags = {
    0x00fe, 0x00ff, 0x0102, 0x0103, 0x0106, 0x0107, 0x010a, 0x0111, 0x0115, 0x0116, 0x0117, 0x0118, 0x0119,
    0x011c, 0x013d, 0x0140, 0x0142, 0x0143, 0x0144, 0x0145, 0x014a, 0x014c, 0x0152, 0x0153, 0x015b, 0x0200,
    0x0201, 0x0202, 0x0203, 0x0207, 0x0208, 0x0209, 0x02bc, 0x83bb, 0x8649, 0x8773, 0x935c};

bool describesOldFile(const Exiv2::Exifdatum& datum)
{
    const std::string group = datum.groupName();
    if (group == "Image")
        return std::find(storageTags.begin(), storageTags.end(), datum.tag()) != storageTags.end();
    // Further pictures of a TIFF, and the index of a multi-picture file.
    return group.starts_with("SubImage") || group.starts_with("SubThumb") || group.starts_with("Image2") ||
           group.starts_with("Image3") || group == "MpfInfo";
}

bool isMakerNote(const Exiv2::Exifdatum& datum)
{
    return datum.key() == "Exif.Photo.MakerNote" || datum.groupName() == "MakerNote" ||
           Exiv2::ExifTags::isMakerGroup(datum.groupName());
}

template <class Predicate>
bool eraseIf(Exiv2::ExifData& exif, Predicate predicate)
{
    bool erased = false;
    for (auto i = exif.begin(); i != exif.end();) {
        if (predicate(*i)) {
            i = exif.erase(i);
            erased = true;
        } else {
            ++i;
        }
    }
    return erased;
}

bool has(const Exiv2::ExifData& exif, const char* key)
{
    return exif.findKey(Exiv2::ExifKey(key)) != exif.end();
}

void setSizes(Exiv2::ExifData& exif, int width, int height)
{
    exif["Exif.Image.Orientation"] = std::uint16_t(1);
    exif["Exif.Photo.PixelXDimension"] = std::uint32_t(width);
    exif["Exif.Photo.PixelYDimension"] = std::uint32_t(height);
    if (has(exif, "Exif.Image.ImageWidth"))
        exif["Exif.Image.ImageWidth"] = std::uint32_t(width);
    if (has(exif, "Exif.Image.ImageLength"))
        exif["Exif.Image.ImageLength"] = std::uint32_t(height);
}

double pixelsPerInch(const Exiv2::ExifData& exif)
{
    const auto x = exif.findKey(Exiv2::ExifKey("Exif.Image.XResolution"));
    if (x == exif.end() || x->count() == 0)
        return 0.0;
    const auto unit = exif.findKey(Exiv2::ExifKey("Exif.Image.ResolutionUnit"));
    const bool centimetres = unit != exif.end() && unit->count() > 0 && unit->toLong() == 3;
    const double value = double(x->toFloat()) * (centimetres ? 2.54 : 1.0);
    return std::isfinite(value) && value >= 1.0 && value <= 30000.0 ? value : 0.0;
}

Bytes encode(const Exiv2::ExifData& exif, Exiv2::ByteOrder order)
{
    if (exif.empty())
        return {};
    // TiffParser rather than ExifParser: the latter silently throws large tags away above 64 KiB.
    Exiv2::MemIo io;
    Exiv2::TiffParser::encode(io, nullptr, 0, order, exif, Exiv2::IptcData(), Exiv2::XmpData());
    if (io.open() != 0 || io.size() == 0)
        return {};
    Bytes block(io.size());
    if (std::size_t(io.read(block.data(), long(block.size()))) != block.size())
        return {};
    return block;
}

void fit(EditedExif& edited, Exiv2::ExifData& exif, Exiv2::ByteOrder order, std::size_t limit)
{
    const auto tooLarge = [&] { return limit != 0 && edited.block.size() > limit; };
    const std::string room =
        fmt::format("EXIF has room for {} here", bytesText(static_cast<std::int64_t>(limit)));
    if (tooLarge() && eraseIf(exif, isMakerNote)) {
        edited.block = encode(exif, order);
        edited.notes.push_back(room + ": the camera maker's own notes are left out");
    }
    if (tooLarge() && eraseIf(exif, [](const Exiv2::Exifdatum& datum) { return datum.size() > 4096; })) {
        edited.block = encode(exif, order);
        edited.notes.push_back(room + ": its largest entries are left out");
    }
    if (tooLarge()) {
        edited.block.clear();
        edited.notes.push_back(room + ": all of it is left out");
    }
}

} // namespace

EditedExif editExif(const Bytes& exif, int width, int height, std::size_t limit)
{
    EditedExif edited;
    if (exif.empty())
        return edited;
    prepareExiv2();
    try {
        Exiv2::ExifData data;
        Exiv2::ByteOrder order = Exiv2::ExifParser::decode(
            data, exif.data(), std::uint32_t(std::min<std::size_t>(exif.size(), 1u << 30)));
        if (order == Exiv2::invalidByteOrder || data.empty()) {
            edited.notes.push_back("The EXIF block is damaged and is left out");
            return edited;
        }
        Exiv2::ExifThumb(data).erase();
        eraseIf(data, describesOldFile);
        setSizes(data, width, height);
        edited.pixelsPerInch = pixelsPerInch(data);
        edited.block = encode(data, order);
        fit(edited, data, order, limit);
    } catch (const std::exception&) {
        edited.block.clear();
        edited.notes.push_back("The EXIF block is damaged and is left out");
    }
    return edited;
}

} // namespace enlarger::image
