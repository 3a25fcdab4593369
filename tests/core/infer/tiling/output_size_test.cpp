// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/tiling/output_size.h"
#include "tests/support/test_files.h"

#include <QTest>
#include <cmath>

using namespace enlarger::infer;
using enlarger::ErrorKind;

class OutputSizeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRequest();
    void requestsThatAreNone();
    void passes();
};

void OutputSizeTest::everyRequest()
{
    const PixelSize source{776, 909};
    QCOMPARE(*outputSizeOf({}, source, 4), (PixelSize{3104, 3636}));
    QCOMPARE(*outputSizeOf({.factor = 2.5}, source, 4), (PixelSize{1940, 2273}));
    QCOMPARE(*outputSizeOf({.factor = 0.0001}, source, 4), (PixelSize{1, 1}));
    QCOMPARE(*outputSizeOf({.width = 1000}, source, 4), (PixelSize{1000, 1171}));
    QCOMPARE(*outputSizeOf({.height = 1000}, source, 4), (PixelSize{854, 1000}));
    QCOMPARE(*outputSizeOf({.longSide = 4000}, source, 4), (PixelSize{3415, 4000}));
    QCOMPARE(*outputSizeOf({.longSide = 4000}, {909, 776}, 4), (PixelSize{4000, 3415}));
    const auto megapixels = *outputSizeOf({.megapixels = 12.0}, source, 4);
    QVERIFY(std::abs(double(megapixels.width) * megapixels.height - 12e6) < 5000.0);
    // The wanted side is met to the pixel, whatever the proportions.
    for (int width = 1; width < 3000; width += 7)
        QCOMPARE(outputSizeOf({.width = width}, {1237, 811}, 4)->width, width);
    // Gigapixels do not overflow.
    QCOMPARE(*outputSizeOf({.factor = 16.0}, {60000, 50000}, 4), (PixelSize{960000, 800000}));
}

void OutputSizeTest::requestsThatAreNone()
{
    const PixelSize source{100, 50};
    const OutputSize requests[] = {{.factor = 0.0},
                                   {.factor = -2.0},
                                   {.factor = std::nan("")},
                                   {.factor = INFINITY},
                                   {.factor = 1e9},
                                   {.width = 0},
                                   {.height = -5},
                                   {.longSide = 0},
                                   {.megapixels = -1.0},
                                   {.megapixels = 1e12},
                                   {.factor = 2.0, .width = 200}};
    for (const auto& request : requests) {
        const auto size = outputSizeOf(request, source, 4);
        QVERIFY(!size.ok());
        QCOMPARE(size.error().kind, ErrorKind::BadInput);
        QVERIFY(!size.error().advice.empty());
    }
}

void OutputSizeTest::passes()
{
    const PixelSize source{100, 50};
    QCOMPARE(passesFor(source, {10, 5}, 4), 1);
    QCOMPARE(passesFor(source, {400, 200}, 4), 1);
    QCOMPARE(passesFor(source, {420, 210}, 4), 1);
    QCOMPARE(passesFor(source, {430, 215}, 4), 2);
    QCOMPARE(passesFor(source, {1600, 800}, 4), 2);
    QCOMPARE(passesFor(source, {9000, 4500}, 4), 2);
    QCOMPARE(passesFor(source, {400, 200}, 2), 2);
    QCOMPARE(passesFor(source, {400, 200}, 1), 1); // a network that only repairs
}

QTEST_GUILESS_MAIN(OutputSizeTest)
#include "output_size_test.moc"
