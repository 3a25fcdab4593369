// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/metadata/tiff_header.h"

#include "core/image/metadata/exif_colours.h"
#include "core/image/metadata/exiv2_library.h"
#include "core/image/metadata/metadata_blocks.h"
#include "core/image/metadata/tiff_directory.h"
#include "core/image/metadata/tiff_losses.h"

#include <exiv2/exiv2.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>

namespace enlarger::image {

namespace {

// Tags of the first directory that speak of the photograph and not of how this file stores it.
constexpr std::array<std::uint16_t, 21> photographTags{269 /* document name */,
                                                       270 /* description */,
                                                       271 /* make */,
                                                       272 /* model */,
                                                       274 /* orientation */,
                                                       282 /* resolution */,
                                                       283,
                                                       285 /* page name */,
                                                       296 /* unit */,
                                                       305 /* software */,
                                                       306 /* date */,
                                                       315 /* artist */,
                                                       316 /* host */,
                                                       18246 /* rating */,
                                                       18249 /* in percent */,
                                                       33432 /* copyright */,
                                                       40091 /* XP title */,
                                                       40092 /* comment */,
                                                       40093 /* author */,
                                                       40094 /* keywords */,
                                                       40095 /* subject */};

/// Collects directories into Exiv2's model, which then writes them as one block.
class ExifGatherer
{
public:
    explicit ExifGatherer(TiffStructure& tiff)
        : m_tiff(tiff)
    {}

    void add(const TiffStructure::Directory& directory, const char* group)
    {
        for (const TiffEntry& entry : directory.entries) {
            const bool first = std::string_view(group) == "Image";
            if (first &&
                std::find(photographTags.begin(), photographTags.end(), entry.tag) == photographTags.end())
                continue;
            if (entry.tag == interoperabilityPointer || entry.type > 12) // pointers, and BigTIFF's wide types
                continue;
            addTag(entry, group);
        }
    }

    Bytes encode()
    {
        if (m_data.empty())
            return {};
        Exiv2::Blob blob;
        Exiv2::ExifParser::encode(blob, order(), m_data);
        return Bytes(blob.begin(), blob.end());
    }

private:
    Exiv2::ByteOrder order() const { return m_tiff.littleEndian() ? Exiv2::littleEndian : Exiv2::bigEndian; }

    void addTag(const TiffEntry& entry, const char* group)
    {
        const Bytes bytes = m_tiff.bytes(entry);
        if (bytes.empty())
            return;
        try {
            const auto value = Exiv2::Value::create(Exiv2::TypeId(entry.type));
            if (value->read(bytes.data(), long(bytes.size()), order()) == 0)
                m_data.add(Exiv2::ExifKey(entry.tag, group), value.get());
        } catch (const std::exception&) {
            // a tag that Exiv2 has no name for in this group: it cannot be carried
        }
    }

    TiffStructure& m_tiff;
    Exiv2::ExifData m_data;
};

Bytes exifOf(TiffStructure& tiff, const TiffStructure::Directory& first)
{
    prepareExiv2();
    try {
        ExifGatherer gatherer(tiff);
        gatherer.add(first, "Image");
        const auto exif = tiff.directory(tiff.number(first, exifPointer, 0));
        gatherer.add(exif, "Photo");
        gatherer.add(tiff.directory(tiff.number(exif, interoperabilityPointer, 0)), "Iop");
        gatherer.add(tiff.directory(tiff.number(first, gpsPointer, 0)), "GPSInfo");
        return gatherer.encode();
    } catch (const std::exception&) {
        return {};
    }
}

Bytes iptcOf(TiffStructure& tiff, const TiffStructure::Directory& first)
{
    constexpr std::uint16_t iptcTag = 33723, photoshopTag = 34377;
    Bytes iptc;
    if (const TiffEntry* entry = first.find(iptcTag)) {
        iptc = tiff.bytes(*entry);
        // Some programs call the bytes 32-bit words and turn them around.
        if (iptc.size() >= 4 && iptc.size() % 4 == 0 && iptc[0] != 0x1c && iptc[3] == 0x1c)
            for (std::size_t i = 0; i < iptc.size(); i += 4)
                std::reverse(iptc.begin() + std::ptrdiff_t(i), iptc.begin() + std::ptrdiff_t(i + 4));
        iptc = iptcDatasets(iptc);
    }
    if (iptc.empty())
        if (const TiffEntry* entry = first.find(photoshopTag))
            iptc = iptcDatasets(tiff.bytes(*entry));
    return iptc;
}

/// Where the directories of the pages begin; one that is there already ends them.
std::vector<std::uint64_t> pagesOf(TiffStructure& tiff)
{
    constexpr std::size_t most = 10'000;
    std::vector<std::uint64_t> pages{tiff.firstDirectory()};
    std::set<std::uint64_t> known(pages.begin(), pages.end());
    while (pages.size() < most) {
        const std::uint64_t next = tiff.directory(pages.back()).next;
        if (next == 0 || !known.insert(next).second || tiff.directory(next).entries.empty())
            break;
        pages.push_back(next);
    }
    return pages;
}

constexpr std::uint16_t newSubfileType = 254, photometricTag = 262, subDirectories = 330, dngVersion = 50706;
constexpr std::uint64_t reduced = 1, colourFilterArray = 32803, linearRaw = 34892;

/// The directory of a RAW's sensor data, which may be the first; nothing where there is none.
std::optional<TiffStructure::Directory> sensorDirectory(TiffStructure& tiff,
                                                        const TiffStructure::Directory& first)
{
    const auto isSensors = [&](const TiffStructure::Directory& directory) {
        const std::uint64_t photometric = tiff.number(directory, photometricTag, 0);
        return photometric == colourFilterArray || photometric == linearRaw;
    };
    if (isSensors(first))
        return first;
    if (const TiffEntry* const children = first.find(subDirectories))
        for (std::uint64_t i = 0; i < std::min<std::uint64_t>(children->count, 8); ++i)
            if (auto child = tiff.directory(tiff.number(*children, i).value_or(0)); isSensors(child))
                return child;
    return std::nullopt;
}

bool isRaw(TiffStructure& tiff, const TiffStructure::Directory& first)
{
    if (first.find(dngVersion))
        return true;
    const auto sensor = sensorDirectory(tiff, first);
    return sensor && (tiff.number(*sensor, photometricTag, 0) == colourFilterArray ||
                      (tiff.number(first, newSubfileType, 0) & reduced));
}

} // namespace

TiffHeader readTiffHeader(const std::filesystem::path& file, int page)
{
    TiffHeader header;
    std::ifstream stream(file, std::ios::binary);
    auto tiff = TiffStructure::open(stream);
    if (!tiff)
        return header;
    const std::vector<std::uint64_t> pages = pagesOf(*tiff);
    header.pages = int(pages.size());
    if (page < 1 || page > header.pages)
        return header;
    const auto first = tiff->directory(pages[std::size_t(page - 1)]);
    header.compression = int(tiff->number(first, 259, 1));
    const bool isOldJpeg = header.compression == 6; // whose programs left out what the JPEG says
    header.photometric = int(tiff->number(first, 262, isOldJpeg ? 6 : 0));
    header.samples = int(tiff->number(first, 277, isOldJpeg && header.photometric >= 2 ? 3 : 1));
    header.bits = int(tiff->number(first, 258, isOldJpeg ? 8 : 1));
    if (const TiffEntry* entry = first.find(258))
        for (std::uint64_t i = 1; i < std::min<std::uint64_t>(entry->count, 16); ++i)
            header.mixedBits |= int(tiff->number(*entry, i).value_or(0)) != header.bits;
    header.sampleFormat = int(tiff->number(first, 339, 1));
    header.inks = int(tiff->number(first, 332, 1));
    header.tiled = first.find(322);
    header.planes = tiff->number(first, 284, 1) == 2;
    const std::uint64_t rows = tiff->number(first, header.tiled ? 323 : 278, ~std::uint64_t(0));
    header.rowsAtOnce = int(std::min(rows, tiff->number(first, 257, 1)));
    if (const auto sensor = sensorDirectory(*tiff, first))
        header.rawCompression = int(tiff->number(*sensor, 259, 1));
    if (header.pages > 1)
        header.notes.push_back(fmt::format("Only page {} of {} was read", page, header.pages));
    for (std::string& note : tiffLosses(first))
        header.notes.push_back(std::move(note));
    if (const TiffEntry* extras = first.find(338))
        for (std::uint64_t i = 0; i < std::min<std::uint64_t>(extras->count, 16); ++i)
            header.extras.push_back(int(tiff->number(*extras, i).value_or(0)));

    if (header.photometric == 1 || header.photometric == 2)
        header.colours = tiffColours(*tiff, first);
    header.metadata.exif = exifOf(*tiff, first);
    header.metadata.iptc = iptcOf(*tiff, first);
    if (const TiffEntry* entry = first.find(700))
        header.metadata.xmp = xmpPacket(tiff->bytes(*entry));
    if (const TiffEntry* entry = first.find(34675))
        header.metadata.icc = tiff->bytes(*entry);
    return header;
}

bool isRawTiff(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    auto tiff = TiffStructure::open(stream);
    return tiff && isRaw(*tiff, tiff->directory(tiff->firstDirectory()));
}

} // namespace enlarger::image
