// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/pixels/turn.h"

#include <QTest>

using namespace enlarger::image;

class TurnTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void quartersAddUp()
    {
        QCOMPARE(Turn().plusQuarters(1).quarters, 1);
        QCOMPARE(Turn().plusQuarters(-1).quarters, 3);
        QCOMPARE(Turn({3, 2.0}).plusQuarters(2), Turn({1, 2.0}));
        QCOMPARE(Turn({1, 0.0}).plusQuarters(-9).quarters, 0);
    }

    void rectanglesGoAlong()
    {
        const PixelRect rect{10, 20, 30, 5}; // of 100 x 50
        QCOMPARE(turnedRect(rect, 100, 50, 0), rect);
        QCOMPARE(turnedRect(rect, 100, 50, 1), (PixelRect{25, 10, 5, 30}));
        QCOMPARE(turnedRect(rect, 100, 50, 2), (PixelRect{60, 25, 30, 5}));
        QCOMPARE(turnedRect(rect, 100, 50, 3), (PixelRect{20, 60, 5, 30}));
        QCOMPARE(turnedRect(rect, 100, 50, -1), turnedRect(rect, 100, 50, 3));
        QCOMPARE(turnedRect(turnedRect(rect, 100, 50, 1), 50, 100, 3), rect);
    }

    void wholePictures()
    {
        QCOMPARE(turnedPicture(100, 50, {}), (PixelRect{0, 0, 100, 50}));
        QCOMPARE(turnedPicture(100, 50, {3, 0.0}), (PixelRect{0, 0, 50, 100}));
    }

    void words()
    {
        QCOMPARE(Turn().text(), "");
        QCOMPARE(Turn({1, 0.0}).text(), "rotate 90");
        QCOMPARE(Turn({0, -2.5}).text(), "straighten -2.5");
        QCOMPARE(Turn({3, 0.1}).text(), "rotate 270, straighten 0.1");
    }
};

QTEST_GUILESS_MAIN(TurnTest)
#include "turn_test.moc"
