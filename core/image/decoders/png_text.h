// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/metadata/metadata_blocks.h"
#include "core/image/photo/read_limits.h"

namespace enlarger::image {

/// What one text chunk holds, whatever way it is stored. XMP and other blocks travel in texts too.
struct PngText
{
    std::string keyword; // as it stands there
    Bytes value;
    std::string language;
    std::string translatedKeyword;

    /// As a text for people; an empty keyword where the file's own cannot be written again.
    NamedText named() const;
};

/// Reads the text chunks of one PNG, packed ones too, and unpacks so much and no more: a few kilobytes can
/// stand for gigabytes.
class PngTextReader
{
public:
    /// `type` is "tEXt", "zTXt" or "iTXt". Nothing where the chunk is damaged or too large.
    std::optional<PngText> read(std::string_view type, ByteView chunk);

    /// Whether read() gave nothing for a chunk, or another was passed over.
    bool leftSomeOut() const { return m_leftOut; }
    void leaveOut() { m_leftOut = true; }

private:
    std::optional<PngText> parse(std::string_view type, ByteView chunk);
    std::optional<Bytes> unpack(ByteView data);

    std::size_t m_room = largestMetadata; // bytes that texts may still take
    bool m_leftOut = false;
};

} // namespace enlarger::image
