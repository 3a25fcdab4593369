// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/conv_rows.h"
#include "tests/core/kernels/conv_calls.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace enlarger;
using namespace enlarger::kernels;
using namespace enlarger::tests;

namespace {

constexpr double leastIntegerDecibels = 60;

double leastDecibels(Arithmetic arithmetic)
{
    switch (arithmetic) {
    case Arithmetic::Plain:
        return 120;
    case Arithmetic::Avx2Int16:
    case Arithmetic::AvxVnni:
    case Arithmetic::Avx512Vnni:
        return leastIntegerDecibels;
    case Arithmetic::Avx512Bf16:
    case Arithmetic::AmxBf16:
        return leastBf16Decibels;
    default:
        return 110;
    }
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
        m_calls = allCalls();
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
        const bool isInteger = leastDecibels(Arithmetic(arithmetic)) == leastIntegerDecibels;
        const double lost = isInteger && m_calls[index(number)].second.shift != 0 ? 5 : 0;
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
