// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resample/straighten.h"

#include "core/image/pixels/turn.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <numbers>
#include <vector>

namespace enlarger::image {

namespace {

constexpr int lobes = 3;
constexpr int taps = 2 * lobes;
constexpr int phases = 4096; // of a pixel: a slope of a whole pixel's range is met to 8/65535

using Weights = std::array<float, taps>;

double lanczos(double x)
{
    if (x == 0.0)
        return 1.0;
    const double t = std::numbers::pi * x;
    return std::abs(x) < lobes ? lobes * std::sin(t) * std::sin(t / lobes) / (t * t) : 0.0;
}

/// For positions 0..1 between two pixels: the weights of the three before and the three behind.
const std::vector<Weights>& weightsOfPhases()
{
    static const std::vector<Weights> all = [] {
        std::vector<Weights> weights(phases + 1);
        for (int phase = 0; phase <= phases; ++phase) {
            std::array<double, taps> exact{};
            double sum = 0.0;
            for (int i = 0; i < taps; ++i)
                sum += exact[std::size_t(i)] = lanczos(double(phase) / phases - (i - lobes + 1));
            for (int i = 0; i < taps; ++i)
                weights[std::size_t(phase)][std::size_t(i)] = float(exact[std::size_t(i)] / sum);
        }
        return weights;
    }();
    return all;
}

/// Where the pixels of the turned picture lie in the given one.
struct Slant
{
    int width; // as given
    int height;
    PixelRect turned;
    double c;
    double s;

    Slant(int givenWidth, int givenHeight, double degrees)
        : width(givenWidth)
        , height(givenHeight)
        , turned(turnedPicture(givenWidth, givenHeight, {0, degrees}))
        , c(std::cos(degrees * std::numbers::pi / 180.0))
        , s(std::sin(degrees * std::numbers::pi / 180.0))
    {}

    double x(int column, int row) const { return width / 2.0 + dx(column) * c + dy(row) * s - 0.5; }
    double y(int column, int row) const { return height / 2.0 - dx(column) * s + dy(row) * c - 0.5; }

    /// The first and the last given row that a turned one needs.
    int first(int row) const { return clampedRow(std::min(y(0, row), y(turned.width - 1, row)), 1 - lobes); }
    int last(int row) const { return clampedRow(std::max(y(0, row), y(turned.width - 1, row)), lobes); }

private:
    double dx(int column) const { return column + 0.5 - turned.width / 2.0; }
    double dy(int row) const { return row + 0.5 - turned.height / 2.0; }
    int clampedRow(double position, int off) const
    {
        return std::clamp(int(std::floor(position)) + off, 0, height - 1);
    }
};

class Straightening : public RowStage
{
public:
    Straightening(int width, int height, int channels, double degrees)
        : m_slant(width, height, degrees)
        , m_channels(channels)
    {}

    Result<Image> push(Image rows, bool last) override
    {
        const int count = rows.empty() ? 0 : rows.height();
        const bool fits = count == 0 || (rows.width() == m_slant.width && rows.channels() == m_channels);
        m_end += count;
        if (!fits || m_end > m_slant.height || (last && m_end < m_slant.height))
            return Error{ErrorKind::Internal, "rows came that do not belong to the picture", {}, {}};
        if (count > 0)
            m_bands.push_back(std::move(rows));
        int end = m_y;
        while (end < m_slant.turned.height && m_slant.last(end) < m_end)
            ++end;
        Image turned(m_slant.turned.width, end - m_y, m_channels);
        for (int y = 0; m_y < end; ++y, ++m_y)
            makeRow(turned.row(y).data());
        dropBefore(m_y < m_slant.turned.height ? m_slant.first(m_y) : m_slant.height);
        return turned;
    }

private:
    void dropBefore(int y)
    {
        while (!m_bands.empty() && m_begin + m_bands.front().height() <= y) {
            m_begin += m_bands.front().height();
            m_bands.pop_front();
        }
    }

    void makeRow(float* to)
    {
        const int first = m_slant.first(m_y), last = m_slant.last(m_y);
        m_rows.clear();
        int top = m_begin;
        for (Image& band : m_bands) {
            for (int y = std::max(first, top); y <= std::min(last, top + band.height() - 1); ++y)
                m_rows.push_back(band.row(y - top).data());
            top += band.height();
        }
        switch (m_channels) {
        case 1:
            return makeRow<1>(first, to);
        case 2:
            return makeRow<2>(first, to);
        case 3:
            return makeRow<3>(first, to);
        default:
            return makeRow<4>(first, to);
        }
    }

    template <int channels>
    void makeRow(int firstRow, float* to) const
    {
        const std::vector<Weights>& weights = weightsOfPhases();
        const int lastRow = firstRow + int(m_rows.size()) - 1;
        for (int column = 0; column < m_slant.turned.width; ++column, to += channels) {
            const double x = m_slant.x(column, m_y), y = m_slant.y(column, m_y);
            const int left = int(std::floor(x)), top = int(std::floor(y));
            const Weights& across = weights[std::size_t((x - left) * phases + 0.5)];
            const Weights& down = weights[std::size_t((y - top) * phases + 0.5)];
            std::array<std::size_t, taps> places{};
            for (int i = 0; i < taps; ++i)
                places[std::size_t(i)] =
                    std::size_t(std::clamp(left + i - lobes + 1, 0, m_slant.width - 1)) * channels;
            std::array<const float*, taps> rows{};
            for (int j = 0; j < taps; ++j)
                rows[std::size_t(j)] =
                    m_rows[std::size_t(std::clamp(top + j - lobes + 1, firstRow, lastRow) - firstRow)];
            if constexpr (channels % 2 == 0)
                sampleCovered<channels>(rows, places, across, down, to);
            else
                sample<channels>(rows, places, across, down, to);
        }
    }

    template <int channels>
    static void sample(const std::array<const float*, taps>& rows,
                       const std::array<std::size_t, taps>& places, const Weights& across,
                       const Weights& down, float* to)
    {
        std::array<float, channels> sum{};
        for (std::size_t j = 0; j < taps; ++j) {
            std::array<float, channels> line{};
            for (std::size_t i = 0; i < taps; ++i)
                for (std::size_t c = 0; c < channels; ++c)
                    line[c] += across[i] * rows[j][places[i] + c];
            for (std::size_t c = 0; c < channels; ++c)
                sum[c] += down[j] * line[c];
        }
        for (std::size_t c = 0; c < channels; ++c)
            to[c] = std::clamp(sum[c], 0.0f, 1.0f);
    }

    /// With alpha, the last channel: colours count by it.
    template <int channels>
    static void sampleCovered(const std::array<const float*, taps>& rows,
                              const std::array<std::size_t, taps>& places, const Weights& across,
                              const Weights& down, float* to)
    {
        constexpr std::size_t colours = channels - 1;
        std::array<float, colours> sum{}, plain{};
        float cover = 0.0f;
        for (std::size_t j = 0; j < taps; ++j)
            for (std::size_t i = 0; i < taps; ++i) {
                const float* const pixel = rows[j] + places[i];
                const float weight = across[i] * down[j];
                const float covered = weight * pixel[colours];
                cover += covered;
                for (std::size_t c = 0; c < colours; ++c) {
                    sum[c] += covered * pixel[c];
                    plain[c] += weight * pixel[c];
                }
            }
        constexpr float hardly =
            1e-3f; // nobody sees the colours, and dividing by it would make noise of them
        for (std::size_t c = 0; c < colours; ++c)
            to[c] = std::clamp(cover > hardly ? sum[c] / cover : plain[c], 0.0f, 1.0f);
        to[colours] = std::clamp(cover, 0.0f, 1.0f);
    }

    Slant m_slant;
    int m_channels;
    std::deque<Image> m_bands;        // the given rows that are still needed, as they came
    int m_begin = 0;                  // the first row of them
    int m_end = 0;                    // the given row that comes next
    std::vector<const float*> m_rows; // of the bands, those that one turned row needs
    int m_y = 0;                      // the next turned row
};

} // namespace

std::unique_ptr<RowStage> makeStraightening(int width, int height, int channels, double degrees)
{
    return std::make_unique<Straightening>(width, height, channels, degrees);
}

std::int64_t straighteningMemory(int width, int height, int channels, double degrees)
{
    const Slant slant(width, height, degrees);
    constexpr int bands = 128; // rows that come and go at once
    const int middle = slant.turned.height / 2;
    const int rows = std::min(slant.last(middle) - slant.first(middle) + 1 + bands, height);
    return std::int64_t(rows) * width * channels * std::int64_t(sizeof(float));
}

} // namespace enlarger::image
