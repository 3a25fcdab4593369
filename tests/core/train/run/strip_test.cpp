// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/pixels/small_text.h"
#include "core/train/run/strip.h"

#include <QTest>

#include <algorithm>

using namespace enlarger;
using namespace enlarger::train;

namespace {

image::Image grey(int width, int height, float value)
{
    image::Image picture(width, height, 3);
    std::fill_n(picture.data(), picture.size(), value);
    return picture;
}

int darkIn(const image::Image& picture, int x, int y, int width, int height, float below = 0.9F)
{
    int dark = 0;
    for (int row = y; row < y + height; ++row)
        for (int column = x; column < x + width; ++column)
            dark += picture.at(column, row, 1) < below;
    return dark;
}

} // namespace

class StripTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lettersAreDrawn()
    {
        image::Image picture = grey(60, 20, 1.0F);
        image::SmallText{1, 0.0F}.draw(picture, 2, 3, 50, "l-");
        QCOMPARE(darkIn(picture, 0, 0, 60, 20), 10 + 5); // a line with its feet, and a dash
        QCOMPARE(darkIn(picture, 8, 6, 5, 1), 5);        // the dash, in the middle
        image::Image two = grey(60, 20, 1.0F);
        image::SmallText{2, 0.0F}.draw(two, 2, 3, 50, "l-");
        QCOMPARE(darkIn(two, 0, 0, 60, 20), 4 * (10 + 5));
        image::Image cut = grey(60, 20, 1.0F);
        image::SmallText{1, 0.0F}.draw(cut, 0, 0, 20, "lllllll"); // "l.." is what fits
        QCOMPARE(darkIn(cut, 0, 0, 60, 20), 10 + 4 + 4);
        image::SmallText{2, 0.0F}.draw(cut, 55, 15, 100, "WW"); // beyond the border
    }

    void columnsHaveLabelsAndASecondRow()
    {
        StripRow row{grey(160, 160, 0.2F), grey(160, 160, 0.4F), grey(160, 160, 0.6F)};
        for (int y = 96; y < 112; ++y) // where the last two differ more
            for (int x = 100; x < 116; ++x)
                for (int c = 0; c < 3; ++c)
                    row[2].at(x, y, c) = 0.8F;
        const image::Image strip = drawStrip({row, row}, {"one", "two", "three"}, 1, 2);
        constexpr int bar = 14 + 8;
        QCOMPARE(strip.width(), 3 * 160 + 2 * 4);
        QCOMPARE(strip.height(), bar + 2 * (160 + bar + 160 + 4) - 4);
        for (const int left : {0, 164, 328}) {
            const int letters = 160 * bar - darkIn(strip, left, 0, 160, bar, 0.5F);
            QVERIFY2(letters > 50 && letters < 160 * bar / 4, qPrintable(QString::number(letters)));
        }
        QCOMPARE(strip.at(170, bar + 80, 0), 0.4F);
        // At 200 % the place covers 32 x 32 pixels, and all of it is there.
        int bright = 0;
        for (int y = bar + 160 + bar; y < bar + 160 + bar + 160; ++y)
            for (int x = 328; x < 488; ++x)
                bright += strip.at(x, y, 0) == 0.8F;
        QCOMPARE(bright, 32 * 32);
        QVERIFY(drawStrip({}, {"one"}, 0, 0).empty());
    }
};

QTEST_GUILESS_MAIN(StripTest)
#include "strip_test.moc"
