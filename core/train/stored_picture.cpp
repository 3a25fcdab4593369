// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/stored_picture.h"

#include "core/train/rgb_reader.h"

#include <algorithm>
#include <limits>
#include <new>

namespace enlarger::train {

using image::Image;

namespace {

template <class T>
void appendAs(std::vector<T>& values, const Image& band)
{
    constexpr float most = float(std::numeric_limits<T>::max());
    const std::size_t begin = values.size();
    values.resize(begin + band.size()); // within what was reserved
    std::transform(band.data(), band.data() + band.size(), values.begin() + std::ptrdiff_t(begin),
                   [](float value) { return T(std::clamp(value, 0.0f, 1.0f) * most + 0.5f); });
}

template <class T>
void copyRow(const T* from, std::span<float> to)
{
    constexpr float most = float(std::numeric_limits<T>::max());
    std::transform(from, from + to.size(), to.begin(), [](T value) { return float(value) / most; });
}

} // namespace

StoredPicture::StoredPicture(int width, int height, int bits)
    : m_width(width)
    , m_height(height)
{
    const std::size_t values = std::size_t(width) * std::size_t(height) * 3;
    if (bits == 8)
        m_bytes.reserve(values);
    else
        m_words.reserve(values);
}

Result<StoredPicture> StoredPicture::read(const std::filesystem::path& file)
{
    try {
        Result<RgbReader> reader = RgbReader::open(file);
        if (!reader)
            return std::move(reader).error();
        const image::PhotoInfo& info = reader->info();
        StoredPicture picture(info.width, info.height, info.bits);
        const bool deep = info.bits > 8;
        for (;;) {
            const Result<Image> band = reader->next();
            if (!band)
                return band.error();
            if (band->empty())
                return picture;
            if (deep)
                appendAs(picture.m_words, *band);
            else
                appendAs(picture.m_bytes, *band);
        }
    } catch (const std::bad_alloc&) {
        return Error{ErrorKind::OutOfMemory, "there is not enough memory to decode this picture", file,
                     "Take it out of the training set, or cut it into smaller ones"};
    }
}

Image StoredPicture::crop(int x, int y, int width, int height) const
{
    Image piece(width, height, 3);
    for (int row = 0; row < height; ++row) {
        const std::size_t from = (std::size_t(y + row) * std::size_t(m_width) + std::size_t(x)) * 3;
        if (m_words.empty())
            copyRow(m_bytes.data() + from, piece.row(row));
        else
            copyRow(m_words.data() + from, piece.row(row));
    }
    return piece;
}

} // namespace enlarger::train
