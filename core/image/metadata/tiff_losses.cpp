// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/metadata/tiff_losses.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace enlarger::image {

namespace {

struct Loss
{
    const char* note;
    std::vector<std::uint16_t> tags;
};

const std::vector<Loss>& namedLosses()
{
    static const std::vector<Loss> losses{
        {"The place on a map (GeoTIFF's tags) was left out: it would be wrong for other pixels",
         {33550 /* size of a pixel */, 33922 /* tie points */, 34264 /* transformation */,
          34735 /* keys and their values */, 34736, 34737}},
        {"GDAL's metadata were left out", {42112, 42113 /* the value that means no data */}},
        {"Photoshop's layers were left out", {37724}},
        {"ImageJ's metadata were left out", {50838 /* lengths */, 50839}},
    };
    return losses;
}

// Carried (EXIF, IPTC, XMP, ICC, copyright, Windows's texts), or about the storage of the pixels.
constexpr std::array<std::uint16_t, 24> noLosses{32781 /* name for OPI */,
                                                 32995 /* matteing */,
                                                 32996 /* kind of data */,
                                                 32997 /* depth */,
                                                 32998 /* depth of tiles */,
                                                 33432,
                                                 33723,
                                                 34377 /* Photoshop, with IPTC */,
                                                 34665,
                                                 34675,
                                                 34853,
                                                 37439 /* white of SGI's floats */,
                                                 40091,
                                                 40092,
                                                 40093,
                                                 40094,
                                                 40095,
                                                 40965,
                                                 50341 /* how to print */,
                                                 59932 /* padding */,
                                                 59933,
                                                 34016 /* of IT8 */,
                                                 34022,
                                                 34030};

constexpr std::uint16_t firstPrivate = 32768;

bool contains(std::span<const std::uint16_t> tags, std::uint16_t tag)
{
    return std::ranges::find(tags, tag) != tags.end();
}

} // namespace

std::vector<std::string> tiffLosses(const TiffStructure::Directory& directory)
{
    std::vector<std::string> notes;
    for (const Loss& loss : namedLosses())
        if (std::ranges::any_of(directory.entries,
                                [&](const TiffEntry& entry) { return contains(loss.tags, entry.tag); }))
            notes.emplace_back(loss.note);
    std::vector<std::uint16_t> others;
    for (const TiffEntry& entry : directory.entries)
        if (entry.tag >= firstPrivate && !contains(noLosses, entry.tag) && !contains(others, entry.tag) &&
            std::ranges::none_of(namedLosses(),
                                 [&](const Loss& loss) { return contains(loss.tags, entry.tag); }))
            others.push_back(entry.tag);
    if (!others.empty()) {
        constexpr std::size_t most = 5; // named
        const std::size_t named = std::min(others.size(), most);
        notes.push_back(fmt::format("TIFF tags that other programs use were left out: {}{}",
                                    fmt::join(others.begin(), others.begin() + std::ptrdiff_t(named), ", "),
                                    others.size() > most ? " ..." : ""));
    }
    return notes;
}

} // namespace enlarger::image
