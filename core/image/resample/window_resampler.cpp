// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resample/window_resampler.h"

#include "core/image/resample/resample_passes.h"

#include <algorithm>
#include <cassert>

namespace enlarger::image {

namespace {

/// One past the last input position that any output needs.
int endOf(const AxisTaps& taps)
{
    int end = 0;
    for (int i = 0; i < taps.outSize(); ++i)
        end = std::max(end, taps.end(i));
    return end;
}

} // namespace

WindowResampler::WindowResampler(int inWidth, int inHeight, int outWidth, int outHeight,
                                 const PixelRect& window, const ResampleOptions& options)
    : m_columns(inWidth, outWidth, options, window.x, window.right())
    , m_lines(inHeight, outHeight, options, window.y, window.bottom())
{
    assert(!window.empty() && options.rounding == Rounding::None);
    const int x = m_columns.firstFrom(0);
    const int y = m_lines.firstFrom(0);
    m_needed = {x, y, endOf(m_columns) - x, endOf(m_lines) - y};
    m_columns.moveOrigin(x);
    m_lines.moveOrigin(y);
}

Image WindowResampler::run(const Image& piece) const
{
    assert(piece.width() == m_needed.width && piece.height() == m_needed.height);
    Image out(m_columns.outSize(), m_lines.outSize(), piece.channels());
    std::vector<const float*> sources;
    std::vector<float> line(piece.rowSize());
    for (int y = 0; y < out.height(); ++y) {
        sources.clear();
        for (int i = m_lines.first(y); i < m_lines.end(y); ++i)
            sources.push_back(piece.row(i).data());
        sumRows<float>(sources, m_lines.weights<float>(y), line);
        resampleRow(m_columns, piece.channels(), line.data(), out.row(y).data());
    }
    return out;
}

} // namespace enlarger::image
