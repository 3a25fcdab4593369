// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/inflate.h"

#include <zlib.h>

namespace enlarger::image {

Inflated inflateUpTo(std::size_t most, ByteView data)
{
    Inflated out;
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK)
        return out;
    stream.next_in = const_cast<Bytef*>(data.data()); // zlib does not write to it
    stream.avail_in = uInt(data.size());
    int state = Z_OK;
    Bytes piece(65536);
    while (state == Z_OK && out.bytes.size() <= most) {
        stream.next_out = piece.data();
        stream.avail_out = uInt(piece.size());
        state = inflate(&stream, Z_NO_FLUSH);
        out.bytes.insert(out.bytes.end(), piece.begin(), piece.end() - stream.avail_out);
    }
    inflateEnd(&stream);
    out.isWhole = state == Z_STREAM_END;
    return out;
}

} // namespace enlarger::image
