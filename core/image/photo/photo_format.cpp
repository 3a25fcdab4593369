// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/photo/photo_format.h"

#include "core/base/word_list.h"

#include <algorithm>
#include <cmath>

namespace enlarger::image {

namespace {

constexpr bool rowsStandAtTheirValue()
{
    for (std::size_t i = 0; i < formatTable.size(); ++i)
        if (std::size_t(formatTable[i].format) != i)
            return false;
    return formatTable.back().format == PhotoFormat::Gif;
}
static_assert(rowsStandAtTheirValue(), "the rows come in the order of PhotoFormat, one each");

const FormatRow& rowOf(PhotoFormat format)
{
    return formatTable[std::size_t(format)];
}

} // namespace

double jpegBytes(const PixelCoding& coding)
{
    const double colour = 0.08 * std::exp2((coding.quality - 60.0) / 18.0);
    return coding.isGrey() ? 0.7 * colour : colour;
}

double losslessBytes(const PixelCoding& coding)
{
    // The low bytes of 16-bit pixels that a network computed are noise, which does not compress.
    return coding.channels * (coding.isDeep() ? 1.5 : 0.38);
}

double alphaBytes(const PixelCoding& coding)
{
    return coding.hasAlpha() ? 0.05 : 0.0;
}

const char* formatName(PhotoFormat format)
{
    return rowOf(format).name;
}

std::string formatExtension(PhotoFormat format)
{
    return rowOf(format).extension;
}

std::string formatWord(PhotoFormat format)
{
    return std::string(rowOf(format).words.front());
}

std::optional<PhotoFormat> formatFromName(std::string_view nameOrExtension)
{
    std::string plain;
    for (const char c : nameOrExtension) {
        if (c >= 'A' && c <= 'Z')
            plain += char(c - 'A' + 'a');
        else if (c != '.' && c != ' ' && c != '-')
            plain += c;
    }
    if (plain.empty()) // as are the places of `words` that are left over
        return std::nullopt;
    for (const FormatRow& row : formatTable)
        if (std::find(row.words.begin(), row.words.end(), plain) != row.words.end())
            return row.format;
    return std::nullopt;
}

bool canWrite(PhotoFormat format)
{
    return rowOf(format).isWritten();
}

bool hasQuality(PhotoFormat format)
{
    return canWrite(format) && outputFormat(format).quality;
}

PhotoFormat outputFormatFor(PhotoFormat source)
{
    return rowOf(source).writtenAs;
}

const OutputFormat& outputFormat(PhotoFormat format)
{
    return rowOf(format).output;
}

const std::vector<PhotoFormat>& writableFormats()
{
    static const std::vector<PhotoFormat> formats = [] {
        std::vector<PhotoFormat> written;
        for (const FormatRow& row : formatTable)
            if (row.isWritten())
                written.push_back(row.format);
        return written;
    }();
    return formats;
}

std::string readableFormatNames()
{
    std::vector<std::string> names;
    for (const FormatRow& row : formatTable)
        names.emplace_back(row.name);
    return wordList(names, "and");
}

std::string writableFormatNames()
{
    std::vector<std::string> names;
    for (const PhotoFormat format : writableFormats())
        names.emplace_back(formatName(format));
    return wordList(names, "or");
}

} // namespace enlarger::image
