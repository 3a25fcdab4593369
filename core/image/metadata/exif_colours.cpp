// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/metadata/exif_colours.h"

#include <bit>
#include <cstring>
#include <sstream>

namespace enlarger::image {

namespace {

constexpr std::uint16_t transferFunctionTag = 301, whitePointTag = 318, primariesTag = 319;
constexpr std::uint16_t interoperabilityIndexTag = 1, colourSpaceTag = 40961, gammaTag = 42240;
constexpr std::uint64_t srgbSpace = 1, adobeRgbSpace = 2, uncalibrated = 65535;

std::istringstream streamOf(const Bytes& block)
{
    return std::istringstream(std::string(block.begin(), block.end()));
}

template <class Number>
Number numberAt(const Bytes& bytes, std::size_t at, bool littleEndian)
{
    Number value = 0;
    for (std::size_t i = 0; i < sizeof(Number); ++i) {
        const std::size_t shift = 8 * (littleEndian ? i : sizeof(Number) - 1 - i);
        value = Number(value | Number(Number(bytes[at + i]) << shift));
    }
    return value;
}

/// The values of a tag of RATIONALs; none where it has another type, another count or a division by zero.
std::vector<double> rationals(TiffStructure& tiff, const TiffStructure::Directory& directory,
                              std::uint16_t tag, std::uint64_t count)
{
    const TiffEntry* const entry = directory.find(tag);
    constexpr std::uint16_t rational = 5;
    if (!entry || entry->type != rational || entry->count != count)
        return {};
    const Bytes bytes = tiff.bytes(*entry);
    std::vector<double> values;
    for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
        const auto under = numberAt<std::uint32_t>(bytes, at + 4, tiff.littleEndian());
        if (under == 0)
            return {};
        values.push_back(double(numberAt<std::uint32_t>(bytes, at, tiff.littleEndian())) / double(under));
    }
    return values.size() == count ? values : std::vector<double>();
}

/// One table, or one a channel, of 2^bits entries each.
std::optional<TransferCurve> transferFunction(TiffStructure& tiff, const TiffStructure::Directory& directory)
{
    const TiffEntry* const entry = directory.find(transferFunctionTag);
    constexpr std::uint16_t isShort = 3;
    if (!entry || entry->type != isShort)
        return std::nullopt;
    const std::uint64_t channels = std::has_single_bit(entry->count) ? 1 : 3;
    const std::uint64_t steps = entry->count / channels;
    if (steps < 2 || steps > 65536 || !std::has_single_bit(steps) || steps * channels != entry->count)
        return std::nullopt;
    const Bytes bytes = tiff.bytes(*entry);
    if (bytes.size() != entry->count * 2)
        return std::nullopt;
    std::vector<std::vector<std::uint16_t>> tables(channels, std::vector<std::uint16_t>(steps));
    for (std::size_t i = 0; i < entry->count; ++i)
        tables[i / steps][i % steps] = numberAt<std::uint16_t>(bytes, 2 * i, tiff.littleEndian());
    return TransferCurve::ofTables(std::move(tables));
}

std::optional<Chromaticities> chromaticities(TiffStructure& tiff, const TiffStructure::Directory& directory)
{
    const auto white = rationals(tiff, directory, whitePointTag, 2);
    const auto colours = rationals(tiff, directory, primariesTag, 6);
    if (white.empty() && colours.empty())
        return std::nullopt;
    Chromaticities corners = srgbChromaticities;
    if (!white.empty())
        corners.white = {white[0], white[1]};
    if (!colours.empty()) {
        corners.red = {colours[0], colours[1]};
        corners.green = {colours[2], colours[3]};
        corners.blue = {colours[4], colours[5]};
    }
    return corners;
}

/// The directories of an EXIF block in which colours are described.
struct ExifDirectories
{
    std::istringstream stream;
    std::optional<TiffStructure> tiff;
    TiffStructure::Directory first, exif, interoperability;

    explicit ExifDirectories(const Bytes& block)
        : stream(streamOf(block))
        , tiff(TiffStructure::open(stream))
    {
        if (!tiff)
            return;
        first = tiff->directory(tiff->firstDirectory());
        if (const std::uint64_t at = tiff->number(first, exifPointer, 0))
            exif = tiff->directory(at);
        if (const std::uint64_t at = tiff->number(exif, interoperabilityPointer, 0))
            interoperability = tiff->directory(at);
    }

    bool saysAdobeRgb()
    {
        const TiffEntry* const index = interoperability.find(interoperabilityIndexTag);
        const Bytes text = index ? tiff->bytes(*index) : Bytes();
        return text.size() >= 3 && std::memcmp(text.data(), "R03", 3) == 0;
    }
};

} // namespace

std::optional<ColourClaim> tiffColours(TiffStructure& tiff, const TiffStructure::Directory& directory)
{
    ColourClaim claim;
    claim.source = "TIFF tags";
    claim.chromaticities = chromaticities(tiff, directory);
    claim.curve = transferFunction(tiff, directory);
    if (!claim.isMeasured())
        return std::nullopt;
    if (!claim.curve) // TIFF's default
        claim.curve = TransferCurve::ofPower(2.2);
    return claim;
}

std::optional<ColourClaim> exifColours(const Bytes& exif)
{
    const std::string source = "EXIF";
    if (exif.empty())
        return std::nullopt;
    ExifDirectories directories(exif);
    if (!directories.tiff)
        return std::nullopt;
    TiffStructure& tiff = *directories.tiff;
    const std::uint64_t space = tiff.number(directories.exif, colourSpaceTag, 0);
    if (space == srgbSpace)
        return ColourClaim::srgb(source);
    if (space == adobeRgbSpace || directories.saysAdobeRgb())
        return ColourClaim::adobeRgb(source);
    if (space != uncalibrated)
        return std::nullopt;
    ColourClaim claim;
    claim.source = source;
    claim.chromaticities = chromaticities(tiff, directories.first);
    claim.curve = transferFunction(tiff, directories.first);
    if (const auto gamma = rationals(tiff, directories.exif, gammaTag, 1); !claim.curve && !gamma.empty())
        claim.curve = TransferCurve::ofPower(gamma.front());
    return claim.isMeasured() ? std::optional(claim) : std::nullopt;
}

Bytes markedAsSrgb(Bytes exif)
{
    if (exif.empty())
        return exif;
    ExifDirectories directories(exif);
    if (!directories.tiff)
        return exif;
    const bool little = directories.tiff->littleEndian();
    if (const TiffEntry* const space = directories.exif.find(colourSpaceTag);
        space && space->size() == 2 && space->at + 2 <= exif.size()) {
        exif[space->at] = little ? 1 : 0;
        exif[space->at + 1] = little ? 0 : 1;
    }
    if (const TiffEntry* const index = directories.interoperability.find(interoperabilityIndexTag);
        directories.saysAdobeRgb() && index->at + 3 <= exif.size())
        std::memcpy(&exif[index->at], "R98", 3);
    return exif;
}

} // namespace enlarger::image
