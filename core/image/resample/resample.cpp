// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resample/resample.h"

#include "core/image/pixels/row_window.h"
#include "core/image/resample/axis_taps.h"
#include "core/image/resample/resample_passes.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace enlarger::image {

namespace {

/// The nearest of 0..255, a half going up. NaN becomes 0.
template <class T>
T toEightBits(T value)
{
    return value > T(0) ? std::floor(std::min(value, T(255)) + T(0.5)) : T(0);
}

/// Sums in floats; where results are rounded, in doubles, so that every tie falls as in MATLAB.
template <Rounding rounding>
class RowResampler : public RowStage
{
public:
    RowResampler(int inWidth, int inHeight, int outWidth, int outHeight, const ResampleOptions& options)
        : m_columns(inWidth, outWidth, options)
        , m_lines(inHeight, outHeight, options)
        , m_window(inWidth, inHeight)
    {}

    Result<Image> push(Image rows, bool last) override;

private:
    static constexpr bool rounds = rounding == Rounding::EightBits;
    using Sum = std::conditional_t<rounds, double, float>;

    void makeRow(int y, std::span<float> out);

    AxisTaps m_columns; // along x
    AxisTaps m_lines;   // along y
    RowWindow m_window; // input rows; of 0..255 where results are rounded
    int m_next = 0;     // output row
    std::vector<const float*> m_sources;
    std::vector<Sum> m_line; // between the passes
    std::vector<Sum> m_result;
};

template <Rounding rounding>
Result<Image> RowResampler<rounding>::push(Image rows, bool last)
{
    if (m_columns.outSize() == 0 || m_lines.outSize() == 0)
        return Error{ErrorKind::Internal, "a picture cannot be resampled to less than one pixel", {}, {}};
    if (Status fits = m_window.check(rows, last); !fits)
        return std::move(fits).error();
    if constexpr (rounds)
        std::transform(rows.data(), rows.data() + rows.size(), rows.data(),
                       [](float value) { return toEightBits(value * 255.0f); });
    m_window.append(std::move(rows));

    int ready = m_next;
    while (ready < m_lines.outSize() && m_lines.end(ready) <= m_window.end())
        ++ready;
    Image out(m_columns.outSize(), ready - m_next, m_window.channels());
    for (int y = 0; y < out.height(); ++y)
        makeRow(m_next + y, out.row(y));
    m_next = ready;
    m_window.dropBefore(m_next < m_lines.outSize() ? m_lines.firstFrom(m_next) : m_window.end());
    return out;
}

template <Rounding rounding>
void RowResampler<rounding>::makeRow(int y, std::span<float> out)
{
    m_sources.clear();
    for (int i = m_lines.first(y); i < m_lines.end(y); ++i)
        m_sources.push_back(m_window.row(i).data());
    m_line.resize(m_window.rowSize());
    sumRows<Sum>(m_sources, m_lines.weights<Sum>(y), m_line);
    if constexpr (rounds) {
        std::transform(m_line.begin(), m_line.end(), m_line.begin(), toEightBits<Sum>);
        m_result.resize(out.size());
        resampleRow(m_columns, m_window.channels(), m_line.data(), m_result.data());
        std::transform(m_result.begin(), m_result.end(), out.begin(),
                       [](Sum value) { return float(toEightBits(value) / 255.0); });
    } else {
        resampleRow(m_columns, m_window.channels(), m_line.data(), out.data());
    }
}

} // namespace

std::unique_ptr<RowStage> makeRowResampler(int inWidth, int inHeight, int outWidth, int outHeight,
                                           const ResampleOptions& options)
{
    if (options.rounding == Rounding::EightBits)
        return std::make_unique<RowResampler<Rounding::EightBits>>(inWidth, inHeight, outWidth, outHeight,
                                                                   options);
    return std::make_unique<RowResampler<Rounding::None>>(inWidth, inHeight, outWidth, outHeight, options);
}

Image resize(const Image& picture, int width, int height, const ResampleOptions& options)
{
    if (picture.empty() || width < 1 || height < 1)
        return {};
    constexpr int bandHeight = 64; // few enough rows to stay in a cache, many against what the window copies
    const auto stage = makeRowResampler(picture.width(), picture.height(), width, height, options);
    Image whole(width, height, picture.channels());
    float* to = whole.data();
    for (int y = 0; y < picture.height(); y += bandHeight) {
        const int rows = std::min(bandHeight, picture.height() - y);
        const Result<Image> band =
            stage->push(picture.crop(0, y, picture.width(), rows), y + rows == picture.height());
        to = std::copy_n(band->data(), band->size(), to);
    }
    return whole;
}

} // namespace enlarger::image
