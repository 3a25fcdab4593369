// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/row_source.h"

#include "core/image/metadata/exif_colours.h"

#include <fmt/format.h>

#include <iterator>

namespace enlarger::image {

void describeColours(SourceInfo& info)
{
    if (info.model != ColourModel::Grey && info.model != ColourModel::Rgb)
        return; // they are converted
    if (auto claim = exifColours(info.metadata.exif))
        info.colourClaims.push_back(std::move(*claim));
    ResolvedColours colours =
        resolveColours(info.colourClaims, std::move(info.metadata.icc), info.model == ColourModel::Grey);
    info.metadata.icc = std::move(colours.icc);
    info.metadata.colours = std::move(colours.description);
    info.fullRange = colours.fullRange;
    info.notes.insert(info.notes.end(), std::make_move_iterator(colours.notes.begin()),
                      std::make_move_iterator(colours.notes.end()));
    if (info.floating && info.metadata.icc.empty() && info.metadata.colours.name.empty())
        info.notes.emplace_back("Nothing says what the floating-point values are: they were taken as sRGB, "
                                "not as linear light");
}

Status checkPage(const std::filesystem::path& file, int page, int pages)
{
    if (page <= pages)
        return {};
    return Error{ErrorKind::BadInput,
                 pages == 1
                     ? fmt::format("the file holds one picture, and number {} was asked for", page)
                     : fmt::format("the file holds {} pictures, and number {} was asked for", pages, page),
                 file, "Choose a page that it has"};
}

void notePage(SourceInfo& info, const char* what, int page)
{
    if (info.pages > 1)
        info.notes.push_back(fmt::format("Only {} {} of {} was read", what, page, info.pages));
}

} // namespace enlarger::image
