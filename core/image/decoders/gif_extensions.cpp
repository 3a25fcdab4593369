// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/gif_extensions.h"

#include "core/image/metadata/metadata_blocks.h"
#include "core/image/photo/read_limits.h"

#include <array>
#include <fstream>

namespace enlarger::image {

namespace {

using namespace std::string_view_literals;

std::size_t tableSize(int flags) // of a palette, in bytes
{
    return flags & 0x80 ? std::size_t(3) << ((flags & 7) + 1) : 0;
}

/// Pieces of at most 255 bytes with their lengths before them, up to one of no length.
class SubBlocks
{
public:
    explicit SubBlocks(std::istream& stream)
        : m_stream(stream)
    {}

    Bytes read(bool withLengths = false)
    {
        Bytes all;
        for (int length = m_stream.get(); length > 0; length = m_stream.get()) {
            if (withLengths)
                all.push_back(std::uint8_t(length));
            const std::size_t before = all.size();
            if (before > largestMetadata)
                return {};
            all.resize(before + std::size_t(length));
            m_stream.read(reinterpret_cast<char*>(all.data()) + before, length);
        }
        return m_stream ? all : Bytes();
    }

    void skip()
    {
        for (int length = m_stream.get(); length > 0; length = m_stream.get())
            m_stream.ignore(length);
    }

private:
    std::istream& m_stream;
};

/// XMP stands there as it is, not in pieces; 257 bytes behind it lead every reader of pieces to
/// the zero that ends them.
Bytes xmpOf(const Bytes& withLengths)
{
    constexpr std::size_t trailer = 257;
    if (withLengths.size() < trailer)
        return {};
    return xmpPacket(ByteView(withLengths).first(withLengths.size() - trailer));
}

void readExtension(std::istream& stream, Metadata& metadata)
{
    constexpr int comment = 0xfe, application = 0xff;
    constexpr std::size_t mostComments = 100;
    const int kind = stream.get();
    SubBlocks blocks(stream);
    if (kind == comment && metadata.texts.size() < mostComments) {
        if (std::string text = textFromFile(asText(blocks.read())); !text.empty())
            metadata.texts.push_back({commentKeyword, std::move(text), {}, {}});
    } else if (kind == application && stream.get() == 11) {
        Bytes name(11);
        stream.read(reinterpret_cast<char*>(name.data()), 11);
        if (asText(name) == "XMP DataXMP"sv && metadata.xmp.empty())
            metadata.xmp = xmpOf(blocks.read(true));
        else
            blocks.skip();
    } else {
        blocks.skip();
    }
}

} // namespace

void readGifExtensions(const std::filesystem::path& file, Metadata& metadata)
{
    constexpr int extension = 0x21, picture = 0x2c;
    std::ifstream stream(file, std::ios::binary);
    std::array<std::uint8_t, 13> head{};
    if (!stream.read(reinterpret_cast<char*>(head.data()), head.size()))
        return;
    // The width of a pixel by its height is (n + 15) / 64.
    if (const int aspect = head[12]; aspect != 0)
        metadata.resolution = pixelShape(64, std::uint32_t(aspect + 15));
    stream.ignore(std::streamsize(tableSize(head[10])));
    for (int kind = stream.get(); stream && (kind == extension || kind == picture); kind = stream.get()) {
        if (kind == extension) {
            readExtension(stream, metadata);
            continue;
        }
        std::array<std::uint8_t, 9> frame{};
        stream.read(reinterpret_cast<char*>(frame.data()), frame.size());
        stream.ignore(std::streamsize(tableSize(frame[8])) + 1); // and the size of LZW's codes
        SubBlocks(stream).skip();
    }
}

} // namespace enlarger::image
