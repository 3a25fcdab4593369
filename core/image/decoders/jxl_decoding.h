// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/photo/photo.h"

#include <jxl/decode.h>

#include <fstream>
#include <memory>

namespace enlarger::image {

/// libjxl's decoder over a file, fed piece by piece.
class JxlStream
{
public:
    /// `events` as JxlDecoderSubscribeEvents() takes them.
    JxlStream(const std::filesystem::path& file, int events);

    JxlDecoder* decoder() { return m_decoder.get(); }

    /// The next event; JXL_DEC_NEED_MORE_INPUT means that the file ends too early.
    JxlDecoderStatus next();

private:
    struct Destroy
    {
        void operator()(JxlDecoder* decoder) const { JxlDecoderDestroy(decoder); }
    };

    std::unique_ptr<JxlDecoder, Destroy> m_decoder;
    std::ifstream m_file;
    Bytes m_buffer;
    bool m_ended = false;
};

/// Gathers the boxes "Exif" and "xml " as they come by, unpacked where they are packed with Brotli.
class JxlBoxes
{
public:
    explicit JxlBoxes(JxlDecoder* decoder);

    /// For JXL_DEC_BOX and JXL_DEC_BOX_NEED_MORE_OUTPUT. False: give up.
    bool handle(JxlDecoderStatus event);
    /// For the end of a box, or of the file: then `complete` says whether all boxes ended before it.
    void end(bool complete);

    Bytes exif; // as in the box, its offset before it
    Bytes xmp;

private:
    bool grow();

    JxlDecoder* m_decoder;
    Bytes m_box;
    Bytes* m_target = nullptr;
    bool m_openEnded = false; // the last box, which says no length
};

} // namespace enlarger::image
