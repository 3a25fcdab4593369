// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/iso_boxes.h"

namespace enlarger::image {

std::uint64_t boxNumber(ByteView data, std::size_t at, std::size_t size)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value = value << 8 | data[at + i];
    return value;
}

std::optional<IsoBox> takeBox(ByteView& data)
{
    if (data.size() < 8)
        return std::nullopt;
    std::uint64_t size = boxNumber(data, 0, 4);
    std::size_t head = 8;
    if (size == 1 && data.size() >= 16) {
        size = boxNumber(data, 8, 8);
        head = 16;
    } else if (size == 0) { // up to the end
        size = data.size();
    }
    if (size < head || size > data.size())
        return std::nullopt;
    const IsoBox box{{reinterpret_cast<const char*>(data.data()) + 4, 4}, data.subspan(head, size - head)};
    data = data.subspan(size);
    return box;
}

ByteView findBox(ByteView data, std::string_view type)
{
    while (const auto box = takeBox(data))
        if (box->type == type)
            return box->content;
    return {};
}

std::optional<std::uint64_t> seekBox(std::ifstream& stream, std::string_view type)
{
    Bytes head(16);
    for (int count = 0; count < 64; ++count) {
        const auto start = stream.tellg();
        if (!stream.read(reinterpret_cast<char*>(head.data()), 8))
            return std::nullopt;
        std::uint64_t size = boxNumber(head, 0, 4), headSize = 8;
        if (size == 1 && stream.read(reinterpret_cast<char*>(head.data()) + 8, 8)) {
            size = boxNumber(head, 8, 8);
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

} // namespace enlarger::image
