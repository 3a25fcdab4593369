// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/heif_boxes.h"

#include "core/image/decoders/iso_boxes.h"
#include "core/image/metadata/light_level_bytes.h"
#include "core/image/photo/read_limits.h"

#include <algorithm>
#include <fstream>
#include <string_view>
#include <vector>

namespace enlarger::image {

namespace {

/// The box "meta", wherever it lies between the others of the file.
Bytes readMeta(std::ifstream& stream)
{
    const auto size = seekBox(stream, "meta");
    Bytes meta(std::size_t(std::min<std::uint64_t>(size.value_or(0), largestMetadata)));
    stream.read(reinterpret_cast<char*>(meta.data()), std::streamsize(meta.size()));
    meta.resize(std::size_t(stream.gcount()));
    return meta;
}

/// Version and flags before the content of many boxes.
constexpr std::size_t fullBoxHead = 4;

/// The item that is the picture; 0 where none is named.
std::uint64_t primaryItem(ByteView meta)
{
    const ByteView box = findBox(meta, "pitm");
    const std::size_t width = !box.empty() && box[0] > 0 ? 4 : 2;
    return box.size() >= fullBoxHead + width ? boxNumber(box, fullBoxHead, width) : 0;
}

/// Which of the properties in "ipco", counted from 1, belong to an item.
std::vector<std::uint64_t> propertiesOf(ByteView properties, std::uint64_t item)
{
    const ByteView box = findBox(properties, "ipma");
    std::vector<std::uint64_t> all;
    if (box.size() < fullBoxHead + 4)
        return all;
    const std::size_t idWidth = box[0] > 0 ? 4 : 2;
    const std::size_t indexWidth = box[3] & 1 ? 2 : 1;
    const std::uint64_t items = boxNumber(box, fullBoxHead, 4);
    std::size_t at = fullBoxHead + 4;
    for (std::uint64_t i = 0; i < items && at + idWidth < box.size(); ++i) {
        const bool isWanted = boxNumber(box, at, idWidth) == item;
        const std::size_t count = box[at + idWidth];
        at += idWidth + 1;
        if (count * indexWidth > box.size() - at)
            break;
        for (std::size_t j = 0; j < count && isWanted; ++j) {
            const std::uint64_t essential = std::uint64_t(1) << (8 * indexWidth - 1);
            all.push_back(boxNumber(box, at + j * indexWidth, indexWidth) & (essential - 1));
        }
        at += count * indexWidth;
    }
    return all;
}

/// The content of "meta", behind its version; empty where there is none.
Bytes metaOf(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    Bytes meta = readMeta(stream);
    meta.erase(meta.begin(), meta.begin() + std::ptrdiff_t(std::min(meta.size(), fullBoxHead)));
    return meta;
}

bool holds(ByteView data, std::string_view words)
{
    return std::string_view(reinterpret_cast<const char*>(data.data()), data.size()).find(words) !=
           std::string_view::npos;
}

} // namespace

LightLevels heifLightLevels(const std::filesystem::path& file)
{
    const Bytes content = metaOf(file);
    LightLevels levels;
    const ByteView properties = findBox(content, "iprp");
    const std::vector<std::uint64_t> own = propertiesOf(properties, primaryItem(content));
    ByteView boxes = findBox(properties, "ipco");
    for (std::uint64_t index = 1; const auto box = takeBox(boxes); ++index) {
        if (std::ranges::find(own, index) == own.end())
            continue;
        if (box->type == "clli")
            levels.content = contentOfProperty(box->content);
        else if (box->type == "mdcv")
            levels.display = displayOfProperty(box->content);
    }
    return levels;
}

bool isMonochromeHeif(const std::filesystem::path& file)
{
    const Bytes meta = metaOf(file);
    ByteView properties = findBox(findBox(meta, "iprp"), "ipco");
    bool any = false;
    while (const auto box = takeBox(properties)) {
        if (box->type == "av1C" && box->content.size() >= 4) {
            any = true;
            if (!(box->content[2] & 0x10)) // monochrome
                return false;
        } else if (box->type == "hvcC" && box->content.size() >= 23) {
            any = true;
            if (box->content[16] & 3) // chroma_format_idc
                return false;
        }
    }
    return any;
}

bool hasGainMap(const std::filesystem::path& file)
{
    const Bytes meta = metaOf(file);
    ByteView items = findBox(meta, "iinf"); // of entries, behind their number
    const std::size_t count = !items.empty() && items[0] > 0 ? 4 : 2;
    items = items.subspan(std::min(items.size(), fullBoxHead + count));
    while (const auto item = takeBox(items)) // version 2 or 3: an identifier, a protection, the type
        if (item->type == "infe" && item->content.size() >= 12) {
            const std::size_t at = fullBoxHead + (item->content[0] > 2 ? 4 : 2) + 2;
            if (holds(item->content.subspan(at, std::min<std::size_t>(4, item->content.size() - at)), "tmap"))
                return true;
        }
    ByteView properties = findBox(findBox(meta, "iprp"), "ipco");
    while (const auto box = takeBox(properties))
        if (box->type == "auxC" && holds(box->content, "hdrgainmap"))
            return true;
    return false;
}

bool hasFrames(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return seekBox(stream, "moov").has_value();
}

bool hasFilmBox(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return seekBox(stream, "mpvd").has_value();
}

} // namespace enlarger::image
