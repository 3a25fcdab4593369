// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/photo/resolution.h"

#include <QTest>

#include <limits>

using namespace enlarger::image;
using Unit = Resolution::Unit;

class ResolutionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void perMetreMeansWholeInches()
    {
        QCOMPARE(resolutionPerMetre(11811, 11811), (Resolution{300, 300, Unit::Inch}));
        QCOMPARE(resolutionPerMetre(2835, 2835), (Resolution{72, 72, Unit::Inch}));
        QCOMPARE(resolutionPerMetre(11811, 5906), (Resolution{300, 150, Unit::Inch}));
        QCOMPARE(resolutionPerMetre(10000, 10000), (Resolution{254, 254, Unit::Inch}));
        QCOMPARE(resolutionPerMetre(11800, 11800), (Resolution{118, 118, Unit::Centimetre}));
        QVERIFY(!resolutionPerMetre(0, 0).isKnown());
        QVERIFY(!resolutionPerMetre(11811, 0).isKnown());
    }

    void nonsenseIsUnknown()
    {
        QVERIFY(!Resolution().isKnown());
        QVERIFY(!(Resolution{-300, 300, Unit::Inch}).isKnown());
        QVERIFY(!(Resolution{std::numeric_limits<double>::infinity(), 300, Unit::Inch}).isKnown());
        QVERIFY(!(Resolution{std::numeric_limits<double>::quiet_NaN(), 300, Unit::Inch}).isKnown());
        QVERIFY(!(Resolution{1, 1, Unit::None}).isKnown());
        QVERIFY(!pixelShape(72, 72).isKnown());
        QVERIFY(pixelShape(2, 1).isKnown());
    }

    void oneOfSeveral_data()
    {
        QTest::addColumn<double>("own");
        QTest::addColumn<double>("exif");
        QTest::addColumn<double>("chosen");
        QTest::newRow("only the container") << 300.0 << 0.0 << 300.0;
        QTest::newRow("only EXIF") << 0.0 << 240.0 << 240.0;
        QTest::newRow("the container first") << 300.0 << 180.0 << 300.0;
        QTest::newRow("EXIF's 72 stands for unknown") << 300.0 << 72.0 << 300.0;
        QTest::newRow("and so does the container's") << 72.0 << 300.0 << 300.0;
        QTest::newRow("72 where nothing else is said") << 0.0 << 72.0 << 72.0;
        QTest::newRow("neither") << 0.0 << 0.0 << 0.0;
    }
    void oneOfSeveral()
    {
        QFETCH(double, own);
        QFETCH(double, exif);
        QFETCH(double, chosen);
        QCOMPARE(chooseResolution({{own, own, Unit::Inch}, {exif, exif, Unit::Inch}}).x, chosen);
    }

    void aUnitComesBeforeAShape()
    {
        QCOMPARE(chooseResolution({pixelShape(2, 1), {72, 72, Unit::Inch}}),
                 (Resolution{72, 72, Unit::Inch}));
        QCOMPARE(chooseResolution({pixelShape(2, 1), {}}), (Resolution{2, 1, Unit::None}));
        // 72 per inch in the other unit
        QCOMPARE(chooseResolution({{28.35, 28.35, Unit::Centimetre}, {300, 300, Unit::Inch}}).x, 300.0);
    }

    void wholeNumbersTakeTheUnitThatRoundsLess()
    {
        const auto check = [](const Resolution& resolution, int x, int y, Unit unit) {
            const WholeDensity density = wholeDensity(resolution);
            QCOMPARE(int(density.x), x);
            QCOMPARE(int(density.y), y);
            QCOMPARE(density.unit, unit);
        };
        check({300, 300, Unit::Inch}, 300, 300, Unit::Inch);
        check({118, 118, Unit::Centimetre}, 118, 118, Unit::Centimetre);
        check({118.1102, 118.1102, Unit::Centimetre}, 300, 300, Unit::Inch);
        check({299.72, 299.72, Unit::Inch}, 118, 118, Unit::Centimetre);
        check({300, 150, Unit::Inch}, 300, 150, Unit::Inch);
        check({2, 1, Unit::None}, 2, 1, Unit::None);
        check({}, 1, 1, Unit::None);
        check({1e6, 1e6, Unit::Inch}, 1, 1, Unit::None); // beyond 16 bits
        check({0.01, 0.01, Unit::Inch}, 1, 1, Unit::None);
    }
};

QTEST_GUILESS_MAIN(ResolutionTest)
#include "resolution_test.moc"
