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
#include <set>
#include <utility>

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

/// A directory holds a tag once. Of two, readers take one or the other, and we the first, as when we turned
/// the picture. Makers' own directories are theirs.
void eraseRepeated(Exiv2::ExifData& exif)
{
    std::set<std::pair<std::string, std::uint16_t>> seen;
    eraseIf(exif, [&](const Exiv2::Exifdatum& datum) {
        return !isMakerNote(datum) && !seen.emplace(datum.groupName(), datum.tag()).second;
    });
}

/// Tags of the directory of the picture that some programs put into EXIF's, and the other way round. What we
/// set would contradict them.
bool isMisplaced(const Exiv2::Exifdatum& datum)
{
    constexpr std::array<std::uint16_t, 6> pictures = {0x0100, 0x0101, 0x0112, 0x011a, 0x011b, 0x0128};
    constexpr std::array<std::uint16_t, 2> exifs = {0xa002, 0xa003};
    const auto holds = [&](const auto& tags) { return std::ranges::find(tags, datum.tag()) != tags.end(); };
    return datum.groupName() == "Photo" ? holds(pictures) : datum.groupName() == "Image" && holds(exifs);
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

Resolution resolutionOf(const Exiv2::ExifData& exif)
{
    const auto number = [&](const char* key, double otherwise) {
        const auto found = exif.findKey(Exiv2::ExifKey(key));
        return found == exif.end() || found->count() == 0 ? otherwise : double(found->toFloat());
    };
    constexpr double inches = 2.0, centimetres = 3.0;
    const double unit = number("Exif.Image.ResolutionUnit", inches);
    const double x = number("Exif.Image.XResolution", 0.0);
    const Resolution found{x, number("Exif.Image.YResolution", x),
                           unit == inches        ? Resolution::Unit::Inch
                           : unit == centimetres ? Resolution::Unit::Centimetre
                                                 : Resolution::Unit::None};
    return found.isKnown() ? found : Resolution();
}

/// With as many decimal digits as a number needs and has room for.
Exiv2::URational rational(double number)
{
    std::uint32_t divisor = 1;
    while (divisor < 10'000 && number * divisor * 10 < 4e9 &&
           std::abs(std::round(number * divisor) - number * divisor) > 1e-7 * number * divisor)
        divisor *= 10;
    return {std::uint32_t(std::llround(number * divisor)), divisor};
}

void setResolution(Exiv2::ExifData& exif, const Resolution& resolution)
{
    exif["Exif.Image.XResolution"] = rational(resolution.x);
    exif["Exif.Image.YResolution"] = rational(resolution.y);
    exif["Exif.Image.ResolutionUnit"] = std::uint16_t(exifUnit(resolution.unit));
}

/// Everything that the new picture changes in a block, which may be empty.
void makeFit(Exiv2::ExifData& exif, const ExifEdit& edit, EditedExif& edited)
{
    const auto orientation = exif.findKey(Exiv2::ExifKey("Exif.Image.Orientation"));
    const bool turned = orientation != exif.end() && orientation->count() > 0 && orientation->toLong() >= 5 &&
                        orientation->toLong() <= 8;
    edited.resolution = chooseResolution({edit.resolution, resolutionOf(exif)});
    if (turned != edit.swapsSides)
        edited.resolution = edited.resolution.turned();
    if (edit.wanted.isKnown())
        edited.resolution = edit.wanted;
    if (!exif.empty())
        setSizes(exif, edit.width, edit.height);
    if (edited.resolution.isKnown() && (!exif.empty() || edit.holdsResolutionAlone))
        setResolution(exif, edited.resolution);
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

EditedExif editExif(const Bytes& exif, const ExifEdit& edit)
{
    EditedExif edited;
    const auto damaged = [&] { edited.notes.push_back("The EXIF block is damaged and is left out"); };
    prepareExiv2();
    Exiv2::ExifData data;
    Exiv2::ByteOrder order = Exiv2::littleEndian;
    try {
        if (!exif.empty())
            order = Exiv2::ExifParser::decode(data, exif.data(),
                                              std::uint32_t(std::min<std::size_t>(exif.size(), 1u << 30)));
    } catch (const std::exception&) {
        data.clear();
    }
    if (order == Exiv2::invalidByteOrder || (data.empty() && !exif.empty())) {
        damaged();
        data.clear();
        order = Exiv2::littleEndian;
    }
    try {
        Exiv2::ExifThumb(data).erase();
        eraseIf(data, [](const auto& datum) { return describesOldFile(datum) || isMisplaced(datum); });
        eraseRepeated(data);
        makeFit(data, edit, edited);
        edited.block = encode(data, order);
        fit(edited, data, order, edit.limit);
    } catch (const std::exception&) {
        edited.block.clear();
        damaged();
    }
    return edited;
}

} // namespace enlarger::image
