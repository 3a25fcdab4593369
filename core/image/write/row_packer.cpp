// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/write/row_packer.h"

#include "core/image/pixels/sample_rows.h"

namespace enlarger::image {

namespace {

template <int colours>
void layOverWhite(const float* from, float* to, std::size_t pixels)
{
    for (std::size_t i = 0; i < pixels; ++i, from += colours + 1, to += colours) {
        const float positive = from[colours] > 0.0f ? from[colours] : 0.0f;
        const float alpha = positive < 1.0f ? positive : 1.0f;
        for (int c = 0; c < colours; ++c) {
            const float colour = from[c] > 0.0f ? from[c] : 0.0f;
            to[c] = alpha * (colour < 1.0f ? colour : 1.0f) + (1.0f - alpha);
        }
    }
}

} // namespace

RowPacker::RowPacker(int width, int channels, int bits, bool overWhite)
    : m_width(width)
    , m_channels(channels)
    , m_bits(bits)
    , m_overWhite(overWhite && channels % 2 == 0)
{}

const void* RowPacker::pack(const Image& rows, int first, int count)
{
    const std::size_t pixels = std::size_t(m_width) * std::size_t(count);
    const float* from = rows.data() + std::size_t(first) * rows.rowSize();
    std::size_t samples = pixels * std::size_t(m_channels);
    if (m_overWhite) {
        samples = pixels * std::size_t(m_channels - 1);
        m_flat.resize(samples);
        if (m_channels == 2)
            layOverWhite<1>(from, m_flat.data(), pixels);
        else
            layOverWhite<3>(from, m_flat.data(), pixels);
        from = m_flat.data();
    }
    if (m_bits == 8) {
        m_bytes.resize(samples);
        roundHalfUp(from, m_bytes.data(), samples, 255.0f);
        return m_bytes.data();
    }
    m_words.resize(samples);
    roundHalfUp(from, m_words.data(), samples, float((1 << m_bits) - 1));
    return m_words.data();
}

} // namespace enlarger::image
