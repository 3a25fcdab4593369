// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/kernels/conv_rows.h"
#include "tests/core/kernels/kernel_values.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace enlarger;
using namespace enlarger::kernels;
using namespace enlarger::tests;

namespace {

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
    bool inPlace = false; // writes beside the channels that it reads
    int shift = 0;        // of the columns that are read
    bool renewed = false; // gets its weights when it is there, from another layout
};

constexpr float untouched = 12345; // what lies where nothing is written

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
        const auto conv = makeConv(arithmetic, parallel);
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
            rows.first = {firstRows.data(), m_call.out, 1};
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
    std::unique_ptr<Conv3x3> make(const ConvSpec& spec, Arithmetic arithmetic) const
    {
        return m_call.up ? makeUpConv3x3(spec, arithmetic) : makeConv3x3(spec, arithmetic);
    }

    std::unique_ptr<Conv3x3> makeConv(Arithmetic arithmetic, const ParallelFor& parallel) const
    {
        if (!m_call.renewed)
            return make(spec(), arithmetic);
        const std::vector<float> others(m_weight.size(), 0.5f);
        ConvSpec other = spec();
        other.weight = others.data();
        other.bias = others.data();
        other.slopes = others.data();
        auto conv = make(other, arithmetic);
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

double leastDecibels(Arithmetic arithmetic)
{
    return arithmetic == Arithmetic::Plain ? 120 : arithmetic == Arithmetic::Avx512Vnni ? 60 : 110;
}

void inTurn(int count, const std::function<void(int)>& task)
{
    for (int i = count - 1; i >= 0; --i)
        task(i);
}

void addCalls(std::vector<std::pair<std::string, Call>>& calls)
{
    for (const int width : {1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 37, 130})
        calls.push_back({"width " + std::to_string(width), {.width = width}});
    for (const int rows : {1, 2, 3, 5, 8, 13})
        calls.push_back({"rows " + std::to_string(rows), {.rows = rows, .width = 11}});
    const int channels[][2] = {{3, 64}, {64, 3}, {64, 32}, {96, 32}, {192, 64}, {64, 48}, {48, 48}, {64, 64},
                               {1, 1},  {5, 7},  {17, 33}, {12, 12}, {31, 80},  {52, 52}, {33, 16}};
    for (const auto& [in, out] : channels) {
        const std::string name = std::to_string(in) + " to " + std::to_string(out);
        calls.push_back({name, {.in = in, .out = out, .rows = 6, .width = 21, .above = false}});
        calls.push_back({name + " behind upsampling",
                         {.in = in, .out = out, .rows = 3, .width = 9, .below = false, .up = true}});
    }
    calls.push_back({"no rows around", {.above = false, .below = false}});
    calls.push_back({"one pixel", {.rows = 1, .width = 1, .above = false, .below = false}});
    calls.push_back(
        {"one pixel behind upsampling", {.rows = 1, .width = 1, .above = false, .below = false, .up = true}});
    for (const int shift : {-3, -1, 2, 3, 6})
        for (const int width : {1, 4, 5, 23}) {
            const std::string name =
                "shifted by " + std::to_string(shift) + ", width " + std::to_string(width);
            calls.push_back({name, {.in = 20, .out = 5, .width = width, .shift = shift}});
            calls.push_back({name + ", behind upsampling",
                             {.in = 3, .out = 18, .width = width, .up = true, .shift = shift}});
        }
    calls.push_back({"leaky", {.activation = Activation::LeakyRelu}});
    calls.push_back({"prelu", {.out = 20, .activation = Activation::Prelu}});
    calls.push_back({"silu", {.out = 20, .activation = Activation::Silu}});
    calls.push_back({"silu of large values", {.activation = Activation::Silu, .scale = 3}});
    calls.push_back({"no bias", {.bias = false}});
    calls.push_back({"wide pixels", {.in = 20, .out = 12, .spareIn = 7, .spareOut = 5}});
    calls.push_back({"an addend", {.scale = 0.2f, .first = true}});
    calls.push_back(
        {"two addends", {.out = 21, .rows = 5, .width = 13, .scale = 0.2f, .first = true, .second = true}});
    calls.push_back({"the second addend alone", {.activation = Activation::LeakyRelu, .second = true}});
    calls.push_back({"renewed", {.in = 70, .out = 52, .activation = Activation::Prelu, .renewed = true}});
    calls.push_back({"renewed without bias", {.in = 17, .out = 5, .bias = false, .renewed = true}});
    calls.push_back(
        {"renewed behind upsampling",
         {.in = 20, .out = 40, .activation = Activation::LeakyRelu, .up = true, .renewed = true}});
    calls.push_back({"in place",
                     {.in = 64,
                      .out = 32,
                      .rows = 9,
                      .width = 37,
                      .spareIn = 96,
                      .activation = Activation::LeakyRelu,
                      .inPlace = true}});
}

} // namespace

class ConvRowsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesAreThoseOfTheFormula_data()
    {
        QTest::addColumn<int>("arithmetic");
        QTest::addColumn<int>("number");
        addCalls(m_calls);
        for (const Arithmetic arithmetic : availableArithmetics()) {
            for (std::size_t i = 0; i < m_calls.size(); ++i)
                QTest::addRow("%s, %s", std::string(arithmeticName(arithmetic)).c_str(),
                              m_calls[i].first.c_str())
                    << int(arithmetic) << int(i);
        }
    }

    void valuesAreThoseOfTheFormula()
    {
        QFETCH(int, arithmetic);
        QFETCH(int, number);
        Scene scene(m_calls[index(number)].second);
        const auto formula = scene.formula();
        const auto values = scene.run(Arithmetic(arithmetic), inTurn);
        const double decibel = decibels(values, formula, formula.size());
        // Of a shifted tile of integers little may be left but the rounding.
        const double lost = m_calls[index(number)].second.shift != 0 ? 5 : 0;
        QVERIFY2(decibel >= leastDecibels(Arithmetic(arithmetic)) - lost, std::to_string(decibel).c_str());
        if (arithmetic == int(Arithmetic::Plain))
            return;
        // Nothing else is written.
        const auto plain = scene.run(Arithmetic::Plain, inTurn);
        QVERIFY(std::equal(values.begin() + std::ptrdiff_t(formula.size()), values.end(),
                           plain.begin() + std::ptrdiff_t(formula.size()), plain.end()));
    }

    void whatIsNotANumberStaysSo()
    {
        for (const Arithmetic arithmetic : availableArithmetics()) {
            for (const float value : {std::numeric_limits<float>::infinity(), std::nanf("")}) {
                Scene scene({.in = 20, .rows = 12, .width = 40, .activation = Activation::LeakyRelu});
                scene.setInput(7, 25, value); // at row 6 of the outputs
                const auto values = scene.run(arithmetic, inTurn);
                const auto at = [&](int row, int column) { return values[index((row * 40 + column) * 16)]; };
                for (int row = 5; row <= 7; ++row) {
                    for (int column = 24; column <= 26; ++column)
                        QVERIFY(!std::isfinite(at(row, column)));
                }
                QVERIFY(std::isfinite(at(0, 0)));
                QVERIFY(std::isfinite(at(11, 39)));
            }
        }
    }

    void sizesMayBeExtreme()
    {
        for (const Arithmetic arithmetic : availableArithmetics()) {
            for (const float size : {0.0f, 1e-30f, 1e20f}) {
                Scene scene({.in = 20, .bias = false});
                scene.scaleInput(size);
                const auto formula = scene.formula();
                const auto values = scene.run(arithmetic, inTurn);
                if (size > 0)
                    QVERIFY(decibels(values, formula, formula.size()) >= leastDecibels(arithmetic));
                else
                    QVERIFY(std::all_of(values.begin(), values.begin() + std::ptrdiff_t(formula.size()),
                                        [](float value) { return value == 0; }));
            }
        }
    }

    void threadsChangeNothing()
    {
        for (const Arithmetic arithmetic : availableArithmetics()) {
            Scene scene({.in = 64, .out = 64, .rows = 12, .width = 150});
            QCOMPARE(scene.run(arithmetic, onThreads), scene.run(arithmetic, inTurn));
        }
    }

    void whatParallelThrowsIsThrown()
    {
        for (const Arithmetic arithmetic : availableArithmetics()) {
            Scene scene({.in = 64, .out = 64, .rows = 12, .width = 150});
            QVERIFY_THROWS_EXCEPTION(std::runtime_error, scene.run(arithmetic, [](int, const auto&) {
                throw std::runtime_error("stopped");
            }));
        }
    }

private:
    std::vector<std::pair<std::string, Call>> m_calls;
};

QTEST_APPLESS_MAIN(ConvRowsTest)
#include "conv_rows_test.moc"
