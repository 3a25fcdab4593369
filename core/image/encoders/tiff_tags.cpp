// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/encoders/tiff_tags.h"

#include <algorithm>
#include <cstring>
#include <tiffio.h>

namespace enlarger::image {

namespace {

/// The encoder sets these, or they point to directories that it places.
bool isEncodersOwn(std::uint16_t tag)
{
    constexpr std::uint16_t own[] = {TIFFTAG_IMAGEWIDTH,     TIFFTAG_IMAGELENGTH, TIFFTAG_ORIENTATION,
                                     TIFFTAG_XRESOLUTION,    TIFFTAG_YRESOLUTION, TIFFTAG_RESOLUTIONUNIT,
                                     TIFFTAG_EXIFIFD,        TIFFTAG_GPSIFD,      TIFFTAG_SAMPLEFORMAT,
                                     TIFFTAG_ICCPROFILE,     TIFFTAG_XMLPACKET,   TIFFTAG_RICHTIFFIPTC,
                                     TIFFTAG_SAMPLESPERPIXEL};
    return std::find(std::begin(own), std::end(own), tag) != std::end(own);
}

void setText(TIFF* file, const ExifEntry& entry)
{
    std::string text(entry.value.begin(), entry.value.end());
    while (!text.empty() && text.back() == '\0')
        text.pop_back();
    // Copyright may hold two strings, photographer's and editor's; libtiff stops at the first one's end.
    std::replace(text.begin(), text.end(), '\0', '\n');
    if (!text.empty())
        TIFFSetField(file, entry.tag, text.c_str());
}

/// A tag that libtiff does not know: ratings, Windows' titles and keywords, print matching.
void setForeign(TIFF* file, const ExifEntry& entry, const ExifBlock& block)
{
    const auto type = TIFFDataType(entry.type);
    if (type != TIFF_BYTE && type != TIFF_ASCII && type != TIFF_SHORT && type != TIFF_UNDEFINED)
        return;
    static char sharedName[] = "Tag"; // libtiff keeps the pointer for its messages, which nobody sees
    const TIFFFieldInfo field = {entry.tag, TIFF_VARIABLE2, TIFF_VARIABLE2, type, FIELD_CUSTOM, 1,
                                 1,         sharedName};
    if (TIFFMergeFieldInfo(file, &field, 1) != 0)
        return;
    if (type != TIFF_SHORT) {
        TIFFSetField(file, entry.tag, entry.count, entry.value.data());
        return;
    }
    std::vector<std::uint16_t> numbers(entry.count); // libtiff wants the machine's own byte order
    for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = block.shortAt(entry.value, i);
    TIFFSetField(file, entry.tag, entry.count, numbers.data());
}

} // namespace

void copyFirstDirectory(tiff* file, const ExifBlock& block)
{
    for (const ExifEntry& entry : block.firstDirectory()) {
        if (isEncodersOwn(entry.tag))
            continue;
        const TIFFField* known = TIFFFindField(file, entry.tag, TIFF_ANY);
        if (!known)
            setForeign(file, entry, block);
        else if (TIFFFieldDataType(known) == TIFF_ASCII && entry.type == TIFF_ASCII &&
                 !TIFFFieldPassCount(known))
            setText(file, entry);
    }
}

void setIptcTag(tiff* file, const Bytes& iptc)
{
    const TIFFField* known = TIFFFindField(file, TIFFTAG_RICHTIFFIPTC, TIFF_ANY);
    if (known && TIFFFieldDataType(known) != TIFF_LONG) {
        TIFFSetField(file, TIFFTAG_RICHTIFFIPTC, std::uint32_t(iptc.size()), iptc.data());
        return;
    }
    // An older libtiff knows the tag as LONGs, though it holds bytes: they are padded to whole LONGs, and
    // swapped here where libtiff will swap them again.
    std::vector<std::uint32_t> words((iptc.size() + 3) / 4);
    std::memcpy(words.data(), iptc.data(), iptc.size());
    if (TIFFIsByteSwapped(file))
        TIFFSwabArrayOfLong(words.data(), tmsize_t(words.size()));
    TIFFSetField(file, TIFFTAG_RICHTIFFIPTC, std::uint32_t(words.size()), words.data());
}

} // namespace enlarger::image
