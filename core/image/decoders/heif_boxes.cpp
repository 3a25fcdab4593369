// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/heif_boxes.h"

#include "core/image/metadata/light_level_bytes.h"
#include "core/image/photo/read_limits.h"

#include <algorithm>
#include <fstream>
#include <string_view>
#include <vector>

namespace enlarger::image {

namespace {

struct Box
{
    std::string_view type;
    ByteView content;
};

std::uint64_t number(ByteView data, std::size_t at, std::size_t size)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value = value << 8 | data[at + i];
    return value;
}

/// Cuts the first box off the data. Nothing at the end, or where a box is longer than what holds it.
std::optional<Box> takeBox(ByteView& data)
{
    if (data.size() < 8)
        return std::nullopt;
    std::uint64_t size = number(data, 0, 4);
    std::size_t head = 8;
    if (size == 1 && data.size() >= 16) {
        size = number(data, 8, 8);
        head = 16;
    } else if (size == 0) { // up to the end
        size = data.size();
    }
    if (size < head || size > data.size())
        return std::nullopt;
    const Box box{{reinterpret_cast<const char*>(data.data()) + 4, 4}, data.subspan(head, size - head)};
    data = data.subspan(size);
    return box;
}

ByteView find(ByteView data, std::string_view type)
{
    while (const auto box = takeBox(data))
        if (box->type == type)
            return box->content;
    return {};
}

/// Goes to the content of the first box of that type at the top of the file, and says how many bytes it has.
std::optional<std::uint64_t> seekBox(std::ifstream& stream, std::string_view type)
{
    Bytes head(16);
    for (int count = 0; count < 64; ++count) {
        const auto start = stream.tellg();
        if (!stream.read(reinterpret_cast<char*>(head.data()), 8))
            return std::nullopt;
        std::uint64_t size = number(head, 0, 4), headSize = 8;
        if (size == 1 && stream.read(reinterpret_cast<char*>(head.data()) + 8, 8)) {
            size = number(head, 8, 8);
            headSize = 16;
        }
        if (size < headSize || size > std::uint64_t(1) << 40)
            return std::nullopt;
        if (std::string_view(reinterpret_cast<const char*>(head.data()) + 4, 4) == type)
            return size - headSize;
        stream.seekg(start + std::streamoff(size));
    }
    return std::nullopt;
}

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
    const ByteView box = find(meta, "pitm");
    const std::size_t width = !box.empty() && box[0] > 0 ? 4 : 2;
    return box.size() >= fullBoxHead + width ? number(box, fullBoxHead, width) : 0;
}

/// Which of the properties in "ipco", counted from 1, belong to an item.
std::vector<std::uint64_t> propertiesOf(ByteView properties, std::uint64_t item)
{
    const ByteView box = find(properties, "ipma");
    std::vector<std::uint64_t> all;
    if (box.size() < fullBoxHead + 4)
        return all;
    const std::size_t idWidth = box[0] > 0 ? 4 : 2;
    const std::size_t indexWidth = box[3] & 1 ? 2 : 1;
    const std::uint64_t items = number(box, fullBoxHead, 4);
    std::size_t at = fullBoxHead + 4;
    for (std::uint64_t i = 0; i < items && at + idWidth < box.size(); ++i) {
        const bool isWanted = number(box, at, idWidth) == item;
        const std::size_t count = box[at + idWidth];
        at += idWidth + 1;
        if (count * indexWidth > box.size() - at)
            break;
        for (std::size_t j = 0; j < count && isWanted; ++j) {
            const std::uint64_t essential = std::uint64_t(1) << (8 * indexWidth - 1);
            all.push_back(number(box, at + j * indexWidth, indexWidth) & (essential - 1));
        }
        at += count * indexWidth;
    }
    return all;
}

} // namespace

LightLevels heifLightLevels(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    const Bytes meta = readMeta(stream);
    LightLevels levels;
    if (meta.size() < fullBoxHead)
        return levels;
    const ByteView content = ByteView(meta).subspan(fullBoxHead);
    const ByteView properties = find(content, "iprp");
    const std::vector<std::uint64_t> own = propertiesOf(properties, primaryItem(content));
    ByteView boxes = find(properties, "ipco");
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
    std::ifstream stream(file, std::ios::binary);
    const Bytes meta = readMeta(stream);
    if (meta.size() < fullBoxHead)
        return false;
    ByteView properties = find(find(ByteView(meta).subspan(fullBoxHead), "iprp"), "ipco");
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

bool hasFilmBox(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return seekBox(stream, "mpvd").has_value();
}

} // namespace enlarger::image
