// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/metadata/metadata_editor.h"

#include "core/base/byte_text.h"
#include "core/image/colour/icc_profile.h"
#include "core/image/colour/jxl_profile.h"
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

/// Why a profile cannot be written; empty where it can.
std::string iccObstacle(const Bytes& icc, bool grey, PhotoFormat format)
{
    const auto colours = iccColours(icc);
    if (!colours)
        return "The ICC profile is damaged and is left out";
    if (*colours != (grey ? IccColours::Grey : IccColours::Rgb))
        return fmt::format("The ICC profile does not describe {} and is left out", grey ? "grey" : "RGB");
    const std::size_t limit = outputFormat(format).icc;
    if (limit != 0 && icc.size() > limit)
        return fmt::format("{} has room for ICC profiles of {}: this one is left out", formatName(format),
                           bytesText(static_cast<std::int64_t>(limit)));
    if (format == PhotoFormat::Jxl && !jxlTakesProfile(icc, grey))
        return "The JPEG XL library does not accept this ICC profile: it is left out";
    return {};
}

} // namespace

NewMetadata editMetadata(const PhotoContent& content, PhotoFormat format)
{
    prepareExiv2();
    const Metadata& source = content.metadata;
    const OutputFormat& limits = outputFormat(format);
    NewMetadata edited;

    if (!source.icc.empty()) {
        std::string obstacle = iccObstacle(source.icc, content.channels <= 2 && limits.grey, format);
        if (obstacle.empty())
            edited.blocks.icc = source.icc;
        else
            edited.notes.push_back(std::move(obstacle));
    }

    EditedExif exif = editExif(source.exif, content.width, content.height, limits.exif);
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
