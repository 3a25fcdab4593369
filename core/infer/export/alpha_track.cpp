// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/export/alpha_track.h"

#include "core/image/resample/resample.h"

#include <algorithm>

namespace enlarger::infer {

using image::Image;

AlphaTrack::AlphaTrack(int width, int height, int outWidth, int outHeight)
{
    if (width != outWidth || height != outHeight)
        m_resampler = image::makeRowResampler(width, height, outWidth, outHeight);
}

void AlphaTrack::push(Image rows, bool last)
{
    m_waiting.push_back({std::move(rows), last});
}

Result<Image> AlphaTrack::join(const Image& colours)
{
    Image joined(colours.width(), colours.height(), colours.channels() + 1);
    const auto channels = std::size_t(colours.channels());
    for (int y = 0; y < colours.height(); ++y) {
        while (m_ready.empty()) {
            if (m_waiting.empty())
                return Error{ErrorKind::Internal, "the rows of alpha ended before those of the colours"};
            Band band = std::move(m_waiting.front());
            m_waiting.pop_front();
            Result<Image> rows = m_resampler ? m_resampler->push(std::move(band.rows), band.last)
                                             : Result<Image>(std::move(band.rows));
            if (!rows)
                return rows;
            if (!rows->empty())
                m_ready.push_back(std::move(*rows));
        }
        const float* alpha = m_ready.front().row(m_readyBegin).data();
        const float* from = colours.row(y).data();
        float* to = joined.row(y).data();
        for (int x = 0; x < colours.width(); ++x, from += channels) {
            to = std::copy_n(from, channels, to);
            *to++ = std::clamp(alpha[x], 0.0f, 1.0f); // bicubic overshoots at hard edges
        }
        if (++m_readyBegin == m_ready.front().height()) {
            m_ready.pop_front();
            m_readyBegin = 0;
        }
    }
    return joined;
}

} // namespace enlarger::infer
