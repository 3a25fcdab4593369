// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resample/gaussian_blur.h"

#include "core/image/pixels/row_window.h"
#include "core/image/resample/resample_passes.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace enlarger::image {

namespace {

std::vector<float> gaussian(double sigma, int radius)
{
    std::vector<double> weights;
    double sum = 0.0;
    for (int i = -radius; i <= radius; ++i) {
        weights.push_back(std::exp(-0.5 * i * i / (sigma * sigma)));
        sum += weights.back();
    }
    std::vector<float> normalised;
    for (const double weight : weights)
        normalised.push_back(float(weight / sum));
    return normalised;
}

class GaussianBlur : public RowStage
{
public:
    GaussianBlur(int width, int height, int channels, double sigma, int radius)
        : m_radius(radius)
        , m_weights(gaussian(sigma, radius))
        , m_window(width, height, channels)
        , m_padded(m_window.rowSize() + 2 * std::size_t(radius) * std::size_t(channels))
        , m_sources(m_weights.size())
    {}

    Result<Image> push(Image rows, bool last) override;

private:
    void blurAlong(std::span<float> row);
    void blurDown(int y, std::span<float> out);

    int m_radius;
    std::vector<float> m_weights;
    RowWindow m_window; // rows that are blurred along x
    int m_next = 0;     // the next row to give out
    std::vector<float> m_padded;
    std::vector<const float*> m_sources;
};

Result<Image> GaussianBlur::push(Image rows, bool last)
{
    if (Status fits = m_window.check(rows, last); !fits)
        return std::move(fits).error();
    for (int y = 0; y < rows.height(); ++y)
        blurAlong(rows.row(y));
    m_window.append(std::move(rows));

    const int ready =
        m_window.end() == m_window.height() ? m_window.height() : std::max(m_next, m_window.end() - m_radius);
    Image out(m_window.width(), ready - m_next, m_window.channels());
    for (int y = 0; y < out.height(); ++y)
        blurDown(m_next + y, out.row(y));
    m_next = ready;
    m_window.dropBefore(m_next - m_radius);
    return out;
}

/// In place: the row, lengthened by its border, is summed with itself shifted pixel by pixel.
void GaussianBlur::blurAlong(std::span<float> row)
{
    const auto step = std::size_t(m_window.channels());
    float* to = m_padded.data();
    for (int i = 0; i < m_radius; ++i)
        to = std::copy_n(row.data(), step, to);
    to = std::copy_n(row.data(), row.size(), to);
    for (int i = 0; i < m_radius; ++i)
        to = std::copy_n(row.data() + row.size() - step, step, to);
    for (std::size_t k = 0; k < m_sources.size(); ++k)
        m_sources[k] = m_padded.data() + k * step;
    sumRows<float>(m_sources, m_weights, row);
}

void GaussianBlur::blurDown(int y, std::span<float> out)
{
    for (std::size_t k = 0; k < m_sources.size(); ++k)
        m_sources[k] = m_window.row(std::clamp(y - m_radius + int(k), 0, m_window.height() - 1)).data();
    sumRows<float>(m_sources, m_weights, out);
}

} // namespace

std::unique_ptr<RowStage> makeGaussianBlur(int width, int height, int channels, double sigma, int radius)
{
    return std::make_unique<GaussianBlur>(width, height, channels, sigma, radius);
}

} // namespace enlarger::image
