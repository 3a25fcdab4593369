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

/// "PNG, AVIF and JPEG XL".
std::string formatsWithNumbers()
{
    std::vector<std::string> names;
    for (const PhotoFormat format : writableFormats())
        if (outputFormat(format).colourNumbers)
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
                        formatName(format), formatsWithNumbers(), source.colours.name,
                        edited.blocks.icc.empty() ? "and nothing says so"
                                                  : "with an ICC profile that few programs show as HDR"));
    }
}

} // namespace

NewMetadata editMetadata(const PhotoContent& content, PhotoFormat format)
{
    prepareExiv2();
    const Metadata& source = content.metadata;
    const OutputFormat& limits = outputFormat(format);
    NewMetadata edited;

    placeColours(content, format, edited);

    EditedExif exif = editExif(edited.convertFrom.empty() ? source.exif : markedAsSrgb(source.exif),
                               content.width, content.height, limits.exif);
    edited.blocks.exif = std::move(exif.block);
    edited.pixelsPerInch = exif.pixelsPerInch;
    append(edited.notes, std::move(exif.notes));

    XmpEdit xmpEdit{content.width, content.height, content.provenance, {}, limits.xmp};
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
    return edited;
}

} // namespace enlarger::image
