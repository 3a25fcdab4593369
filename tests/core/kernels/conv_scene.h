// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/kernels/conv_rows.h"
#include "tests/core/kernels/kernel_values.h"

#include <algorithm>
#include <cmath>

namespace enlarger::tests {

using namespace kernels;

/// One call, as a data table has it.
struct Call
{
    int in = 16;
    int out = 16;
    int rows = 4;
    int width = 16;
    int spareIn = 0;   // floats of a pixel beyond the channels
    int spareOut = 0;  // the same
    bool above = true; // whether there is a row above the first, and below the last
    bool below = true;
    Activation activation = Activation::None;
    bool bias = true;
    float scale = 1;
    bool first = false; // addends
    bool second = false;
    bool up = false;
    bool inPlace = false;    // writes beside the channels that it reads
    int shift = 0;           // of the columns that are read
    bool ontoItself = false; // `first` is what is written
    bool renewed = false;    // gets its weights when it is there, from another layout
};

inline constexpr float untouched = 12345; // what lies where nothing is written

/// Makes a convolution, or one behind nearest upsampling by 2.
using ConvMaker = std::function<std::unique_ptr<Conv3x3>(const ConvSpec& spec, bool up)>;

/// Pixels of random numbers, smooth waves among them, and calls on them.
class Scene
{
public:
    explicit Scene(const Call& call)
        : m_call(call)
        , m_inStride(call.in + call.spareIn + (call.inPlace ? call.out : 0))
        , m_outStride(call.inPlace ? m_inStride : call.out + call.spareOut)
        , m_factor(call.up ? 2 : 1)
    {
        Random random(7);
        m_weight = numbers(random, 9 * call.in * call.out, 1 / std::sqrt(3.0 * call.in));
        m_bias = numbers(random, call.out, 0.5);
        m_slopes = numbers(random, call.out, 0.5);
        m_in = numbers(random, (call.rows + 2) * call.width * m_inStride, 1);
        for (int i = 0; i < int(m_in.size()); ++i) {
            const int pixel = i / m_inStride;
            m_in[index(i)] += float(std::sin(pixel * 0.3 + i % 5));
        }
        m_first = numbers(random, outputs() * m_call.out, 1);
        m_second = numbers(random, outputs() * (m_call.out + 3), 1);
    }

    /// In all channels of a pixel; row 0 lies above the outputs.
    void setInput(int row, int column, float value)
    {
        std::fill_n(&m_in[index((row * m_call.width + column) * m_inStride)], m_call.in, value);
    }

    void scaleInput(float factor)
    {
        for (float& value : m_in)
            value *= factor;
    }

    ConvSpec spec() const
    {
        ConvSpec spec;
        spec.in = m_call.in;
        spec.out = m_call.out;
        spec.weight = m_weight.data();
        spec.bias = m_call.bias ? m_bias.data() : nullptr;
        spec.activation = m_call.activation;
        spec.slopes = m_call.activation == Activation::Prelu ? m_slopes.data() : nullptr;
        return spec;
    }

    /// Every output value, row by row, and behind these all that lies between them.
    std::vector<float> run(Arithmetic arithmetic, const ParallelFor& parallel)
    {
        return run(
            [arithmetic](const ConvSpec& spec, bool up) {
                return up ? makeUpConv3x3(spec, arithmetic) : makeConv3x3(spec, arithmetic);
            },
            parallel);
    }

    /// The same by a convolution that `maker` makes.
    std::vector<float> run(const ConvMaker& maker, const ParallelFor& parallel)
    {
        const auto conv = makeConv(maker, parallel);
        std::vector<float> in = m_in;
        std::vector<float> out(index(outputs() * m_outStride), untouched);
        std::vector<const float*> inRows;
        inRows.reserve(index(m_call.rows + 2));
        for (int row = 0; row < m_call.rows + 2; ++row)
            inRows.push_back(&in[index(row * m_call.width * m_inStride)]);
        std::vector<float*> outRows;
        std::vector<const float*> firstRows;
        std::vector<const float*> secondRows;
        for (int row = 0; row < m_factor * m_call.rows; ++row) {
            const int pixel = row * m_factor * m_call.width;
            outRows.push_back(m_call.inPlace ? &in[index((pixel + m_call.width) * m_inStride + m_call.in)]
                                             : &out[index(pixel * m_outStride)]);
            firstRows.push_back(&m_first[index(pixel * m_call.out)]);
            secondRows.push_back(&m_second[index(pixel * (m_call.out + 3))]);
        }
        if (m_call.ontoItself)
            for (std::size_t row = 0; row < outRows.size(); ++row) {
                for (int pixel = 0; pixel < m_factor * m_call.width; ++pixel)
                    std::copy_n(firstRows[row] + pixel * m_call.out, m_call.out,
                                outRows[row] + pixel * m_outStride);
                firstRows[row] = outRows[row];
            }
        if (!m_call.above)
            inRows.front() = nullptr;
        if (!m_call.below)
            inRows.back() = nullptr;
        ConvRows rows;
        rows.in = inRows.data();
        rows.inStride = m_inStride;
        rows.out = outRows.data();
        rows.outStride = m_outStride;
        rows.rows = m_call.rows;
        rows.width = m_call.width;
        rows.shift = m_call.shift;
        rows.scale = m_call.scale;
        if (m_call.first)
            rows.first = {firstRows.data(), m_call.ontoItself ? m_outStride : m_call.out, 1};
        if (m_call.second)
            rows.second = {secondRows.data(), m_call.out + 3, 0.25f};
        conv->run(rows, parallel);

        std::vector<float> values;
        for (float* row : outRows) {
            for (int pixel = 0; pixel < m_factor * m_call.width; ++pixel) {
                float* at = row + pixel * m_outStride;
                values.insert(values.end(), at, at + m_call.out);
                std::fill_n(at, m_call.out, untouched);
            }
        }
        const auto& rest = m_call.inPlace ? in : out;
        values.insert(values.end(), rest.begin(), rest.end());
        return values;
    }

    /// The formula, in double precision.
    std::vector<double> formula() const
    {
        std::vector<double> values;
        for (int pixel = 0; pixel < outputs(); ++pixel) {
            for (int channel = 0; channel < m_call.out; ++channel) {
                const int width = m_factor * m_call.width;
                double value = m_call.scale * activated(sum(pixel / width, pixel % width, channel), channel);
                if (m_call.first)
                    value += double(m_first[index(pixel * m_call.out + channel)]);
                if (m_call.second)
                    value += 0.25 * double(m_second[index(pixel * (m_call.out + 3) + channel)]);
                values.push_back(value);
            }
        }
        return values;
    }

private:
    std::unique_ptr<Conv3x3> makeConv(const ConvMaker& maker, const ParallelFor& parallel) const
    {
        if (!m_call.renewed)
            return maker(spec(), m_call.up);
        const std::vector<float> others(m_weight.size(), 0.5f);
        ConvSpec other = spec();
        other.weight = others.data();
        other.bias = others.data();
        other.slopes = others.data();
        auto conv = maker(other, m_call.up);
        // Taps in the opposite order, input by output channels each: as of a gradient's weights.
        const int tapSize = m_call.in * m_call.out;
        std::vector<float> turned(m_weight.size());
        for (int at = 0; at < 9 * tapSize; ++at) {
            const int tap = at % 9;
            const int in = at / 9 % m_call.in;
            const int out = at / 9 / m_call.in;
            turned[index((8 - tap) * tapSize + in * m_call.out + out)] = m_weight[index(at)];
        }
        ConvSpec again = spec();
        again.weight = &turned[index(8 * tapSize)];
        again.strides = WeightStrides{.out = 1, .in = m_call.out, .row = -3 * tapSize, .column = -tapSize};
        conv->setWeights(again, parallel);
        return conv;
    }

    static std::vector<float> numbers(Random& random, int count, double size)
    {
        std::vector<float> values(index(count));
        for (float& value : values)
            value = float(random.uniform(-size, size));
        return values;
    }

    int outputs() const { return m_factor * m_factor * m_call.rows * m_call.width; } // pixels

    double sum(int row, int column, int channel) const
    {
        double sum = m_call.bias ? double(m_bias[index(channel)]) : 0;
        for (int tap = 0; tap < 9; ++tap) {
            const int y = row + tap / 3 - 1;
            const int x = column + tap % 3 - 1 + m_factor * m_call.shift;
            if (x < 0 || x >= m_factor * m_call.width || (y < 0 && !m_call.above) ||
                (y >= m_factor * m_call.rows && !m_call.below))
                continue;
            const int pixel = (y + m_factor) / m_factor * m_call.width + x / m_factor;
            for (int in = 0; in < m_call.in; ++in)
                sum += double(m_in[index(pixel * m_inStride + in)]) *
                       double(m_weight[index((channel * m_call.in + in) * 9 + tap)]);
        }
        return sum;
    }

    double activated(double x, int channel) const
    {
        switch (m_call.activation) {
        case Activation::None:
            break;
        case Activation::LeakyRelu:
            return x > 0 ? x : double(0.2f) * x;
        case Activation::Prelu:
            return x > 0 ? x : double(m_slopes[index(channel)]) * x;
        case Activation::Silu:
            return x / (1 + std::exp(-x));
        }
        return x;
    }

    Call m_call;
    int m_inStride;
    int m_outStride;
    int m_factor;
    std::vector<float> m_weight;
    std::vector<float> m_bias;
    std::vector<float> m_slopes;
    std::vector<float> m_in;
    std::vector<float> m_first;
    std::vector<float> m_second;
};

} // namespace enlarger::tests
