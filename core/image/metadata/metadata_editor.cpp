// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/metadata/metadata_editor.h"

#include "core/base/byte_text.h"
#include "core/base/word_list.h"
#include "core/image/colour/icc_profile.h"
#include "core/image/colour/jxl_profile.h"
#include "core/image/colour/made_profile.h"
#include "core/image/colour/srgb_conversion.h"
#include "core/image/metadata/exif_colours.h"
#include "core/image/metadata/exif_editor.h"
#include "core/image/metadata/exiv2_library.h"
#include "core/image/metadata/xmp_editor.h"

#include <exiv2/exiv2.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace enlarger::image {

namespace {

void append(std::vector<std::string>& to, std::vector<std::string> from)
{
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

bool isIptc(const Bytes& block)
{
    if (block.empty() || block[0] != 0x1c)
        return false;
    try {
        Exiv2::IptcData datasets;
        return Exiv2::IptcParser::decode(datasets, block.data(), std::uint32_t(block.size())) == 0 &&
               !datasets.empty();
    } catch (const std::exception&) {
        return false;
    }
}

/// Why a format cannot hold a profile that fits the picture; empty where it can.
std::string iccObstacle(const Bytes& icc, bool grey, PhotoFormat format)
{
    const OutputFormat& limits = outputFormat(format);
    if (grey && !limits.grey)
        return fmt::format("{} has no grey and no room for a grey picture's ICC profile", formatName(format));
    if (limits.icc != 0 && icc.size() > limits.icc)
        return fmt::format("{} has room for ICC profiles of {}", formatName(format),
                           bytesText(static_cast<std::int64_t>(limits.icc)));
    if (format == PhotoFormat::Jxl && !jxlTakesProfile(icc, grey))
        return "The JPEG XL library does not accept this ICC profile";
    return {};
}

/// A profile goes along as it is; where the format cannot hold it, the values are converted.
void placeProfile(const Bytes& icc, int channels, PhotoFormat format, NewMetadata& edited)
{
    const bool grey = channels <= 2;
    const auto colours = iccColours(icc);
    if (!colours) {
        edited.notes.emplace_back("The ICC profile is damaged and is left out");
    } else if (*colours != (grey ? IccColours::Grey : IccColours::Rgb)) {
        edited.notes.push_back(
            fmt::format("The ICC profile does not describe {} and is left out", grey ? "grey" : "RGB"));
    } else if (const std::string obstacle = iccObstacle(icc, grey, format); obstacle.empty()) {
        edited.blocks.icc = icc;
    } else if (SrgbConversion::make(icc, channels)) {
        edited.convertFrom = icc;
        edited.notes.push_back(obstacle + ": the values are converted to sRGB");
    } else {
        edited.notes.push_back(obstacle + " and it cannot be used to convert the values: it is left out");
    }
}

/// "PNG, AVIF and JPEG XL": those that have a place for something.
std::string formatsWith(bool OutputFormat::*place)
{
    std::vector<std::string> names;
    for (const PhotoFormat format : writableFormats())
        if (outputFormat(format).*place)
            names.emplace_back(formatName(format));
    return wordList(names, "and");
}

void placeColours(const PhotoContent& content, PhotoFormat format, NewMetadata& edited)
{
    const Metadata& source = content.metadata;
    const OutputFormat& limits = outputFormat(format);
    if (!source.icc.empty())
        placeProfile(source.icc, content.channels, format, edited);
    if (!edited.convertFrom.empty() || !source.colours.hasNumbers())
        return;
    if (limits.colourNumbers) {
        edited.blocks.colours = source.colours;
    } else if (source.colours.isHdr()) {
        if (source.icc.empty())
            edited.blocks.icc = makeProfile(source.colours, content.channels <= 2 && limits.grey);
        edited.notes.push_back(
            fmt::format("{} has no place for the numbers that mark HDR, which {} keep: the values stay {}, "
                        "{}",
                        formatName(format), formatsWith(&OutputFormat::colourNumbers), source.colours.name,
                        edited.blocks.icc.empty() ? "and nothing says so"
                                                  : "with an ICC profile that few programs show as HDR"));
    }
}

void placeLightLevels(const LightLevels& levels, PhotoFormat format, NewMetadata& edited)
{
    if (outputFormat(format).lightLevels)
        edited.blocks.lightLevels = levels;
    else if (levels.isKnown())
        edited.notes.push_back(
            fmt::format("{} has no place for the light levels of HDR, which {} keep: they are left out",
                        formatName(format), formatsWith(&OutputFormat::lightLevels)));
}

/// Whether the container itself keeps such a text; else it may go into XMP.
bool hasRoomFor(const NamedText& text, const OutputFormat& limits)
{
    constexpr std::size_t segment = 65533; // bytes of a comment in JPEG
    return limits.texts == TextRoom::All || (limits.texts == TextRoom::Comments &&
                                             text.keyword == commentKeyword && text.text.size() <= segment);
}

std::string lostTextsNote(const std::vector<std::string>& keywords, PhotoFormat format)
{
    constexpr std::size_t most = 5; // named
    std::string names;
    for (std::size_t i = 0; i < std::min(keywords.size(), most); ++i)
        names += (i == 0 ? "" : ", ") + ('"' + keywords[i] + '"');
    if (keywords.size() > most)
        names += fmt::format(" and {} more", keywords.size() - most);
    return fmt::format("{} has no place for the text {}: left out (PNG keeps it)", formatName(format), names);
}

} // namespace

NewMetadata editMetadata(const PhotoContent& content, PhotoFormat format)
{
    prepareExiv2();
    const Metadata& source = content.metadata;
    const OutputFormat& limits = outputFormat(format);
    NewMetadata edited;

    placeColours(content, format, edited);
    placeLightLevels(source.lightLevels, format, edited);

    EditedExif exif = editExif(edited.convertFrom.empty() ? source.exif : markedAsSrgb(source.exif),
                               {.width = content.width,
                                .height = content.height,
                                .resolution = source.resolution,
                                .wanted = content.resolution,
                                .swapsSides = content.turn.swapsSides(),
                                .holdsResolutionAlone = !limits.resolution,
                                .limit = limits.exif});
    edited.blocks.exif = std::move(exif.block);
    edited.blocks.resolution = exif.resolution;
    append(edited.notes, std::move(exif.notes));

    XmpEdit xmpEdit{.width = content.width,
                    .height = content.height,
                    .provenance = content.provenance,
                    .resolution = exif.resolution,
                    .limit = limits.xmp};
    for (const NamedText& text : source.texts)
        (hasRoomFor(text, limits) ? edited.blocks.texts : xmpEdit.texts).push_back(text);
    if (!source.iptc.empty()) {
        if (!isIptc(source.iptc)) {
            edited.notes.push_back("The IPTC block is damaged and is left out");
        } else if (limits.iptc) {
            edited.blocks.iptc = source.iptc;
        } else {
            xmpEdit.iptc = source.iptc;
            edited.notes.push_back(
                fmt::format("{} has no place for IPTC: its block is lost, and what has a "
                            "counterpart in XMP (caption, keywords, author ...) moves there",
                            formatName(format)));
        }
    }
    EditedXmp xmp = editXmp(source.xmp, xmpEdit);
    edited.blocks.xmp = std::move(xmp.packet);
    edited.xmpExtension = std::move(xmp.extension);
    append(edited.notes, std::move(xmp.notes));
    if (!xmp.lostTexts.empty())
        edited.notes.push_back(lostTextsNote(xmp.lostTexts, format));
    return edited;
}

} // namespace enlarger::image
