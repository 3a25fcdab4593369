// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resample/colour_lock.h"

#include "core/image/pixels/row_window.h"
#include "core/image/resample/axis_taps.h"
#include "core/image/resample/gaussian_blur.h"
#include "core/image/resample/resample.h"
#include "core/image/resample/resample_passes.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <iterator>
#include <optional>
#include <vector>

namespace enlarger::image {

namespace {

constexpr double blurSigma = 4.0; // LR pixels
constexpr int blurRadius = colourLockRadius - 1;

/// The lock itself, as rows of both pictures stream by. Whole pictures and runners share it, so that both
/// come out equal.
class ColourLock
{
public:
    ColourLock(int width, int height, int scale, int channels)
        : m_lr(width, height, channels)
        , m_sr(width * scale, height * scale, channels)
        , m_shrink(makeRowResampler(m_sr.width(), m_sr.height(), width, height, {Kernel::Area}))
        , m_blur(makeGaussianBlur(width, height, channels, blurSigma, blurRadius))
        , m_widen(makeRowResampler(width, height, m_sr.width(), height, {Kernel::Linear}))
        , m_lines(height, m_sr.height(), {Kernel::Linear})
        , m_correction(m_sr.width(), height, channels)
    {}

    /// LR rows come no later than the SR rows made of them. Gives the SR rows that are corrected.
    Result<Image> push(Image lr, Image sr, bool last);

private:
    /// What LR has more than SR, of the rows that both are known of.
    Result<Image> difference(const Image& sr, bool last);

    /// The SR rows whose correction is known.
    Image corrected();

    RowWindow m_lr;   // rows that wait for their SR
    RowWindow m_sr;   // rows that wait for their correction
    int m_lrNext = 0; // the next row to compare
    int m_srNext = 0; // the next row to correct
    std::unique_ptr<RowStage> m_shrink;
    std::unique_ptr<RowStage> m_blur;
    std::unique_ptr<RowStage> m_widen;
    AxisTaps m_lines;       // from LR rows to SR rows
    RowWindow m_correction; // LR rows of SR's width
};

Result<Image> ColourLock::difference(const Image& sr, bool last)
{
    Result<Image> rows = m_shrink->push(sr, last);
    if (!rows)
        return rows;
    if (m_lrNext + rows->height() > m_lr.end())
        return Error{ErrorKind::Internal, "enlarged rows came before their source", {}, {}};
    for (int y = 0; y < rows->height(); ++y) {
        const std::span<float> row = rows->row(y);
        std::ranges::transform(m_lr.row(m_lrNext + y), row, row.begin(), std::minus());
    }
    m_lrNext += rows->height();
    m_lr.dropBefore(m_lrNext);
    return rows;
}

Result<Image> ColourLock::push(Image lr, Image sr, bool last)
{
    if (Status fits = m_lr.check(lr, last); !fits)
        return std::move(fits).error();
    if (Status fits = m_sr.check(sr, last); !fits)
        return std::move(fits).error();
    m_lr.append(std::move(lr));
    Result<Image> correction = difference(sr, last);
    m_sr.append(std::move(sr));
    for (RowStage* stage : {m_blur.get(), m_widen.get()})
        if (correction)
            correction = stage->push(std::move(*correction), last);
    if (!correction)
        return correction;
    m_correction.append(std::move(*correction));
    return corrected();
}

Image ColourLock::corrected()
{
    int ready = m_srNext;
    while (ready < m_sr.end() && m_lines.end(ready) <= m_correction.end())
        ++ready;
    Image out(m_sr.width(), ready - m_srNext, m_sr.channels());
    std::vector<const float*> rows;
    std::vector<float> weights;
    for (int y = m_srNext; y < ready; ++y) {
        rows = {m_sr.row(y).data()};
        weights = {1.0f};
        for (int i = m_lines.first(y); i < m_lines.end(y); ++i)
            rows.push_back(m_correction.row(i).data());
        std::ranges::copy(m_lines.weights<float>(y), std::back_inserter(weights));
        sumRows<float>(rows, weights, out.row(y - m_srNext));
    }
    m_srNext = ready;
    m_sr.dropBefore(ready);
    m_correction.dropBefore(ready < m_lines.outSize() ? m_lines.first(ready) : m_correction.end());
    return out;
}

/// Sends the rows through the runner and what comes out through the lock.
class LockedRunner : public RowStage
{
public:
    LockedRunner(std::unique_ptr<RowStage> runner, int width, int height, int scale)
        : m_runner(std::move(runner))
        , m_width(width)
        , m_height(height)
        , m_scale(scale)
    {}

    Result<Image> push(Image rows, bool last) override
    {
        if (!m_lock) {
            if (rows.empty())
                return m_runner->push(std::move(rows), last);
            m_lock.emplace(m_width, m_height, m_scale, rows.channels());
        }
        for (;;) {
            const int channels = rows.channels();
            Result<Image> enlarged = m_runner->push(rows, last);
            if (!enlarged)
                return enlarged;
            const bool mayHaveMore = !enlarged->empty() && !last;
            Result<Image> locked = m_lock->push(std::move(rows), std::move(*enlarged), last);
            if (!locked || !locked->empty() || !mayHaveMore)
                return locked;
            // No rows out would say that the runner has none either.
            rows = Image(m_width, 0, channels);
        }
    }

private:
    std::unique_ptr<RowStage> m_runner;
    int m_width;
    int m_height;
    int m_scale;
    std::optional<ColourLock> m_lock; // once the channels are known
};

} // namespace

Image lockColours(const Image& lr, const Image& sr)
{
    if (lr.empty() || sr.empty())
        return sr;
    const int scale = sr.width() / lr.width();
    assert(sr.width() == lr.width() * scale && sr.height() == lr.height() * scale &&
           sr.channels() == lr.channels());
    constexpr int bandHeight = 16; // LR rows
    ColourLock lock(lr.width(), lr.height(), scale, lr.channels());
    Image whole(sr.width(), sr.height(), sr.channels());
    float* to = whole.data();
    for (int y = 0; y < lr.height(); y += bandHeight) {
        const int rows = std::min(bandHeight, lr.height() - y);
        const Result<Image> band =
            lock.push(lr.crop(0, y, lr.width(), rows), sr.crop(0, y * scale, sr.width(), rows * scale),
                      y + rows == lr.height());
        to = std::copy_n(band->data(), band->size(), to);
    }
    return whole;
}

std::unique_ptr<RowStage> makeColourLock(std::unique_ptr<RowStage> runner, int width, int height, int scale)
{
    return std::make_unique<LockedRunner>(std::move(runner), width, height, scale);
}

} // namespace enlarger::image
