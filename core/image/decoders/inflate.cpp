// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/decoders/inflate.h"

#include "core/image/photo/read_limits.h"

#include <zlib.h>

namespace enlarger::image {

Bytes inflateAll(ByteView data)
{
    Bytes out;
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK)
        return {};
    stream.next_in = const_cast<Bytef*>(data.data()); // zlib does not write to it
    stream.avail_in = uInt(data.size());
    int state = Z_OK;
    while (state == Z_OK && out.size() < largestMetadata) {
        const std::size_t before = out.size();
        out.resize(before + 65536);
        stream.next_out = out.data() + before;
        stream.avail_out = 65536;
        state = inflate(&stream, Z_NO_FLUSH);
        out.resize(out.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    return state == Z_STREAM_END ? out : Bytes();
}

} // namespace enlarger::image
