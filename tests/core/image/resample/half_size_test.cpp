// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resample/half_size.h"

#include <QTest>

using namespace enlarger;

class HalfSizeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pixelsAreMeansOfFour()
    {
        const std::vector<std::uint8_t> four{0, 10, 255, 255, 4, 20, 255, 255, // a row
                                             8, 30, 255, 255, 2, 43, 254, 255};
        QCOMPARE(image::halfSize(four, 2, 2), (std::vector<std::uint8_t>{4, 26, 255, 255}));
    }

    void anOddPixelCountsAlone()
    {
        std::vector<std::uint8_t> nine;
        for (const std::uint8_t value : {0, 4, 100, 8, 12, 200, 20, 40, 250})
            nine.insert(nine.end(), 4, value);
        const auto half = image::halfSize(nine, 3, 3);
        QCOMPARE(half.size(), std::size_t(image::halfOf(3)) * std::size_t(image::halfOf(3)) * 4);
        QCOMPARE(int(half[0]), 6);
        QCOMPARE(int(half[4]), 150);
        QCOMPARE(int(half[8]), 30);
        QCOMPARE(int(half[12]), 250);
    }

    void onePixelStays()
    {
        const std::vector<std::uint8_t> one{1, 2, 3, 4};
        QCOMPARE(image::halfSize(one, 1, 1), one);
    }
};

QTEST_APPLESS_MAIN(HalfSizeTest)
#include "half_size_test.moc"
