// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/image/pixels/image.h"
#include "core/image/pixels/pixel_rect.h"
#include "core/image/read/photo_reader.h"

#include <cstdint>
#include <memory>
#include <stop_token>

namespace enlarger::image {

/// A whole decoded picture as it waits in memory: 8 bits a channel, or 16 where the file has more. Reading it
/// from several threads at once is safe. Pixels that were not set are not initialised.
class PackedPicture
{
public:
    PackedPicture(int width, int height, int channels, int bits);

    /// Reads all that `reader` has, band by band. Colours under transparent pixels are bled (makeAlphaBleed),
    /// so that pieces can be enlarged as they are. Progress counts rows. Errors: those of the reader,
    /// Cancelled, OutOfMemory.
    static Result<std::shared_ptr<const PackedPicture>>
    read(PhotoReader& reader, const std::stop_token& stop = {}, const ProgressSink& progress = {});

    /// Packs rows from row `y` on; values are clamped and rounded half up.
    void setRows(int y, const Image& rows);

    int width() const { return m_width; }
    int height() const { return m_height; }
    int channels() const { return m_channels; } // as in Image
    int bits() const { return m_words ? 16 : 8; }
    std::int64_t bytes() const { return std::int64_t(m_width) * m_height * m_channels * (bits() / 8); }

    /// The rectangle, which must lie inside, as floats 0..1.
    Image piece(const PixelRect& rect) const;

private:
    int m_width = 0;
    int m_height = 0;
    int m_channels = 0;
    std::unique_ptr<std::uint8_t[]> m_bytes; // one of the two is there
    std::unique_ptr<std::uint16_t[]> m_words;
};

} // namespace enlarger::image
