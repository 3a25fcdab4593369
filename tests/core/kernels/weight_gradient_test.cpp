// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/kernels/conv_rows.h"
#include "tests/core/kernels/kernel_values.h"

#include <QTest>

#include <cmath>

using namespace enlarger;
using namespace enlarger::kernels;
using namespace enlarger::tests;

namespace {

/// Pictures one below the other, as a batch is: rows of pixels, some of them beyond a picture.
class Scene
{
public:
    Scene(int in, int out, int rows, int width)
    {
        Random random(3);
        m_rows.in = in;
        m_rows.out = out;
        m_rows.inputStride = in + 3;
        m_rows.gradientStride = out + 2;
        m_rows.rows = rows;
        m_rows.width = width;
        fill(random, m_input, (rows + 2) * width * m_rows.inputStride);
        fill(random, m_gradient, rows * width * m_rows.gradientStride);
        for (int row = 0; row < rows + 2; ++row) {
            const bool isBeyond = row == 0 || row == rows + 1 || row % 6 == 0;
            m_inputRows.push_back(isBeyond ? nullptr : &m_input[index(row * width * m_rows.inputStride)]);
            if (row > 0 && row <= rows)
                m_gradientRows.push_back(
                    isBeyond ? nullptr : &m_gradient[index((row - 1) * width * m_rows.gradientStride)]);
        }
        m_rows.input = m_inputRows.data();
        m_rows.gradient = m_gradientRows.data();
    }

    /// out x in x 3 x 3.
    std::vector<float> sum(Arithmetic arithmetic, int tasks) const
    {
        std::vector<float> gradient(index(9 * m_rows.in * m_rows.out), -7.0F);
        sumWeightGradient(m_rows, arithmetic, tasks, onThreads, gradient.data(),
                          {.out = 9 * m_rows.in, .in = 9, .row = 3, .column = 1});
        return gradient;
    }

    /// The same, channels last.
    std::vector<float> sumChannelsLast(Arithmetic arithmetic) const
    {
        std::vector<float> gradient(index(9 * m_rows.in * m_rows.out), -7.0F);
        sumWeightGradient(m_rows, arithmetic, 1, onThreads, gradient.data(),
                          {.out = 9 * m_rows.in, .in = 1, .row = 3 * m_rows.in, .column = m_rows.in});
        return gradient;
    }

private:
    static void fill(Random& random, std::vector<float>& values, int count)
    {
        for (int i = 0; i < count; ++i)
            values.push_back(float(random.uniform(-1, 1) + 0.3));
    }

    GradientRows m_rows;
    std::vector<float> m_input;
    std::vector<float> m_gradient;
    std::vector<const float*> m_inputRows;
    std::vector<const float*> m_gradientRows;
};

} // namespace

class WeightGradientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isTheSumOverAllPixels_data()
    {
        QTest::addColumn<int>("in");
        QTest::addColumn<int>("out");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("width");
        QTest::newRow("compact") << 64 << 64 << 23 << 20;
        QTest::newRow("growing") << 48 << 16 << 23 << 20;
        QTest::newRow("odd channels") << 19 << 37 << 11 << 13;
        QTest::newRow("few channels") << 3 << 5 << 11 << 13;
        QTest::newRow("one pixel") << 16 << 16 << 1 << 1;
        QTest::newRow("narrow") << 16 << 32 << 17 << 3;
        QTest::newRow("many blocks") << 128 << 96 << 47 << 40;
    }
    void isTheSumOverAllPixels()
    {
        QFETCH(int, in);
        QFETCH(int, out);
        QFETCH(int, rows);
        QFETCH(int, width);
        const Scene scene(in, out, rows, width);
        const auto reference = scene.sum(Arithmetic::Plain, 1);
        for (const Arithmetic arithmetic : availableArithmetics())
            for (const int tasks : {1, 3, 5}) {
                const double decibel = decibels(scene.sum(arithmetic, tasks), reference, reference.size());
                QVERIFY2(decibel >= 110, std::to_string(decibel).c_str());
            }
    }

    // One pixel of the picture, one of the gradient: each weight is their product where they meet.
    void tapsAreWherePixelsMeet()
    {
        constexpr int width = 9;
        std::vector<float> input(index(3 * width), 0.0F);
        std::vector<float> gradient(index(width), 0.0F);
        input[index(2 * width + 3)] = 2.0F; // below the row of the gradient, on the left of it
        gradient[4] = 5.0F;
        const float* const inputRows[] = {nullptr, &input[index(width)], &input[index(2 * width)]};
        const float* const gradientRows[] = {gradient.data()};
        const GradientRows rows{.in = 1,
                                .out = 1,
                                .input = inputRows,
                                .inputStride = 1,
                                .gradient = gradientRows,
                                .gradientStride = 1,
                                .rows = 1,
                                .width = width};
        for (const Arithmetic arithmetic : availableArithmetics()) {
            std::vector<float> weights(9);
            sumWeightGradient(rows, arithmetic, 1, onThreads, weights.data(),
                              {.out = 9, .in = 9, .row = 3, .column = 1});
            for (int tap = 0; tap < 9; ++tap)
                QVERIFY(std::abs(weights[index(tap)] - (tap == 6 ? 10.0F : 0.0F)) < 1e-4F);
        }
    }

    void goesToAnyLayout()
    {
        const Scene scene(20, 18, 11, 13);
        for (const Arithmetic arithmetic : availableArithmetics()) {
            const auto plain = scene.sum(arithmetic, 1);
            const auto last = scene.sumChannelsLast(arithmetic);
            for (int out = 0; out < 18; ++out)
                for (int in = 0; in < 20; ++in)
                    for (int tap = 0; tap < 9; ++tap)
                        QCOMPARE(last[index((out * 9 + tap) * 20 + in)],
                                 plain[index((out * 20 + in) * 9 + tap)]);
        }
    }
};

QTEST_APPLESS_MAIN(WeightGradientTest)
#include "weight_gradient_test.moc"
