// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/packed_picture.h"

#include "core/image/photo/read_limits.h"
#include "core/image/pixels/sample_rows.h"
#include "core/image/resample/alpha_bleed.h"

#include <algorithm>
#include <cassert>
#include <new>

namespace enlarger::image {

namespace {

constexpr int bandHeight = 64; // rows; its floats stay in a cache between decoding and packing

template <class T>
void unpack(const T* from, std::size_t stride, Image& piece)
{
    for (int y = 0; y < piece.height(); ++y, from += stride)
        rowToFloats(from, piece.rowSize(), 1, 1, -1, piece.row(y).data());
}

std::shared_ptr<PackedPicture> allocate(const PhotoInfo& info)
{
    return std::make_shared<PackedPicture>(info.width, info.height, info.channels, info.bits);
}

} // namespace

PackedPicture::PackedPicture(int width, int height, int channels, int bits)
    : m_width(width)
    , m_height(height)
    , m_channels(channels)
{
    const std::size_t values = std::size_t(width) * std::size_t(height) * std::size_t(channels);
    if (bits == 8)
        m_bytes = std::make_unique_for_overwrite<std::uint8_t[]>(values);
    else
        m_words = std::make_unique_for_overwrite<std::uint16_t[]>(values);
}

Result<std::shared_ptr<const PackedPicture>>
PackedPicture::read(PhotoReader& reader, const std::stop_token& stop, const ProgressSink& progress)
try {
    const PhotoInfo& info = reader.info();
    if (Status fits = checkWhole(info.file, info.width, info.height, info.channels * (info.bits == 8 ? 1 : 2),
                                 info.decodingMemory);
        !fits)
        return std::move(fits).error();
    const std::shared_ptr<PackedPicture> picture = allocate(info);
    const auto bleed = info.hasAlpha() ? makeAlphaBleed(info.width, info.height, info.channels) : nullptr;
    for (int taken = 0, packed = 0; packed < info.height;) {
        if (stop.stop_requested())
            return Error{ErrorKind::Cancelled, "reading was cancelled", info.file, {}};
        Result<Image> rows = reader.read(bandHeight);
        if (!rows)
            return std::move(rows).error();
        if (rows->empty())
            return Error{ErrorKind::Internal,
                         "a picture that was partly read cannot be read as a whole",
                         info.file,
                         {}};
        taken += rows->height();
        if (bleed)
            rows = bleed->push(std::move(*rows), taken == info.height);
        if (!rows)
            return std::move(rows).error();
        picture->setRows(packed, *rows);
        packed += rows->height();
        if (progress)
            progress({packed, info.height});
    }
    return std::shared_ptr<const PackedPicture>(picture);
} catch (const std::bad_alloc&) {
    return tooLargeToHold(reader.info().file);
}

void PackedPicture::setRows(int y, const Image& rows)
{
    assert(rows.empty() ||
           (rows.width() == m_width && rows.channels() == m_channels && y + rows.height() <= m_height));
    const std::size_t begin = std::size_t(y) * std::size_t(m_width) * std::size_t(m_channels);
    if (m_bytes)
        roundHalfUp(rows.data(), m_bytes.get() + begin, rows.size(), 255.0f);
    else
        roundHalfUp(rows.data(), m_words.get() + begin, rows.size(), 65535.0f);
}

Image PackedPicture::piece(const PixelRect& rect) const
{
    assert(rect.intersected({0, 0, m_width, m_height}) == rect);
    Image piece(rect.width, rect.height, m_channels);
    const std::size_t stride = std::size_t(m_width) * std::size_t(m_channels);
    const std::size_t begin = std::size_t(rect.y) * stride + std::size_t(rect.x) * std::size_t(m_channels);
    if (m_bytes)
        unpack(m_bytes.get() + begin, stride, piece);
    else
        unpack(m_words.get() + begin, stride, piece);
    return piece;
}

} // namespace enlarger::image
