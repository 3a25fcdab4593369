// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/conv_rows.h"
#include "tests/core/kernels/conv_scene.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace enlarger;
using namespace enlarger::kernels;
using namespace enlarger::tests;

namespace {

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
    calls.push_back(
        {"a sum in place",
         {.in = 20, .out = 21, .rows = 5, .width = 13, .spareOut = 3, .first = true, .ontoItself = true}});
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
        const bool isInteger = arithmetic == int(Arithmetic::Avx512Vnni);
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
