// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/enlarge/print_size.h"

#include <QTest>

using namespace enlarger::app;
using Unit = LengthUnit;

class PrintSizeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsLengths_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("value"); // 0: it is none
        QTest::addColumn<bool>("isInch");
        const auto row = [](const char* text, double value, bool isInch) {
            QTest::newRow(text) << QString::fromLatin1(text) << value << isInch;
        };
        row("40cm", 40.0, false);
        row("40 cm", 40.0, false);
        row("400mm", 40.0, false);
        row("16.5in", 16.5, true);
        row("16\"", 16.0, true);
        for (const char* none : {"", "40", "cm", "0cm", "-3cm", "nancm", "infcm", "40 m", "40cmx", "1e999cm"})
            row(none, 0.0, false);
    }
    void readsLengths()
    {
        QFETCH(QString, text);
        QFETCH(double, value);
        QFETCH(bool, isInch);
        const auto length = lengthFrom(text.toStdString());
        QCOMPARE(length.has_value(), value > 0.0);
        if (length) {
            QCOMPARE(length->value, value);
            QCOMPARE(length->unit == Unit::Inch, isInch);
        }
    }

    void knowsPixels()
    {
        QCOMPARE(pixelsOf(Length{10.0, Unit::Inch}, 300.0), 3000);
        QCOMPARE(pixelsOf(Length{40.0, Unit::Centimetre}, 300.0), 4724);
        QCOMPARE(pixelsOf(Length{0.0001, Unit::Centimetre}, 300.0), 1);
        QCOMPARE(pixelsOf(Length{1e9, Unit::Inch}, 4800.0), enlarger::infer::longestSide);
        QCOMPARE(pixelsOf(PrintSize{PrintSize::Side::Width, {10.0, Unit::Inch}, 240.0}).width,
                 std::optional(2400));
        QCOMPARE(pixelsOf(PrintSize{PrintSize::Side::Height, {10.0, Unit::Inch}, 240.0}).height,
                 std::optional(2400));
        const auto longest = pixelsOf(PrintSize{PrintSize::Side::Long, {10.0, Unit::Inch}, 240.0});
        QCOMPARE(longest.longSide, std::optional(2400));
        QVERIFY(!longest.width && !longest.height && !longest.factor && !longest.megapixels);
    }

    void backAgain()
    {
        for (const Unit unit : {Unit::Centimetre, Unit::Inch})
            QCOMPARE(pixelsOf(lengthOf(7088, unit, 300.0), 300.0), 7088);
        QCOMPARE(printText(7088, 4724, Unit::Centimetre, 300.0), "60.0 x 40.0 cm at 300 dpi");
        QCOMPARE(printText(2400, 3000, Unit::Inch, 300.0), "8.0 x 10.0 in at 300 dpi");
    }
};

QTEST_APPLESS_MAIN(PrintSizeTest)
#include "print_size_test.moc"
