// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/plain_conv.h"

#include "core/kernels/output_values.h"

#include <algorithm>
#include <cmath>

namespace enlarger::kernels {
namespace {

constexpr int pixelsOfTask = 64; // in a row

class PlainConv final : public Conv3x3
{
public:
    PlainConv(const ConvSpec& spec, bool doubled)
        : m_in(spec.in)
        , m_out(spec.out)
        , m_factor(doubled ? 2 : 1)
        , m_activation(spec.activation)
        , m_weights(std::size_t(9 * spec.in) * std::size_t(spec.out))
        , m_bias(std::size_t(spec.out))
        , m_slopes(std::size_t(spec.out))
    {
        PlainConv::setWeights(spec, {});
    }

    void setWeights(const ConvSpec& spec, const ParallelFor& /*parallel*/) override
    {
        copyOutputValues(spec, m_bias, m_slopes);
        const WeightStrides strides = stridesOf(spec);
        auto to = m_weights.begin(); // tap x in x out: the innermost loop is over neighbours
        for (int tap = 0; tap < 9; ++tap) {
            for (int in = 0; in < m_in; ++in) {
                for (int out = 0; out < m_out; ++out)
                    *to++ = spec.weight[out * strides.out + in * strides.in + tap / 3 * strides.row +
                                        tap % 3 * strides.column];
            }
        }
    }

    void run(const ConvRows& rows, const ParallelFor& parallel) const override
    {
        const int width = m_factor * rows.width;
        const int across = (width + pixelsOfTask - 1) / pixelsOfTask;
        const int tasks = across * m_factor * rows.rows;
        if (tasks <= 0)
            return;
        parallel(tasks, [&](int task) {
            const int first = task % across * pixelsOfTask;
            runPixels(rows, task / across, first, std::min(first + pixelsOfTask, width));
        });
    }

    int rowMultiple() const override { return 1; }

private:
    void runPixels(const ConvRows& rows, int row, int first, int end) const
    {
        std::vector<float> sums;
        for (int column = first; column < end; ++column) {
            sums = m_bias;
            for (int tap = 0; tap < 9; ++tap)
                addTap(rows, row + tap / 3 - 1, column + tap % 3 - 1 + m_factor * rows.shift, tap,
                       sums.data());
            for (int channel = 0; channel < m_out; ++channel)
                finish(rows, row, column, channel, sums[std::size_t(channel)]);
        }
    }

    /// `row` and `column` of the picture that is convolved, which may lie beyond its edges.
    void addTap(const ConvRows& rows, int row, int column, int tap, float* sums) const
    {
        if (column < 0 || column >= m_factor * rows.width)
            return;
        const float* from = rows.in[(row + m_factor) / m_factor]; // the first is the one above row 0
        if (from == nullptr)
            return;
        from += std::size_t(column / m_factor) * std::size_t(rows.inStride);
        const float* weights = &m_weights[std::size_t(tap * m_in) * std::size_t(m_out)];
        for (int in = 0; in < m_in; ++in, weights += m_out) {
            const float value = from[in];
            for (int out = 0; out < m_out; ++out)
                sums[out] += value * weights[out];
        }
    }

    void finish(const ConvRows& rows, int row, int column, int channel, float sum) const
    {
        const auto added = [&](const Addend& addend) {
            return addend.rows == nullptr
                       ? 0.0f
                       : addend.scale * addend.rows[row][std::size_t(column) * std::size_t(addend.stride) +
                                                         std::size_t(channel)];
        };
        rows.out[row][std::size_t(column) * std::size_t(rows.outStride) + std::size_t(channel)] =
            rows.scale * activated(sum, channel) + added(rows.first) + added(rows.second);
    }

    float activated(float x, int channel) const
    {
        switch (m_activation) {
        case Activation::None:
            break;
        case Activation::LeakyRelu:
        case Activation::Prelu:
            return x > 0 ? x : m_slopes[std::size_t(channel)] * x;
        case Activation::Silu:
            return x / (1 + std::exp(-x));
        }
        return x;
    }

    int m_in;
    int m_out;
    int m_factor;
    Activation m_activation;
    std::vector<float> m_weights;
    std::vector<float> m_bias;
    std::vector<float> m_slopes;
};

} // namespace

std::unique_ptr<Conv3x3> makePlainConv(const ConvSpec& spec, bool doubled)
{
    return std::make_unique<PlainConv>(spec, doubled);
}

} // namespace enlarger::kernels
