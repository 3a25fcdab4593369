// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_placement.h"

#include <QGuiApplication>
#include <QScreen>
#include <QTest>
#include <QWidget>

using namespace enlarger;

class WindowPlacementTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstTimeSomeOfTheScreenIsLeft()
    {
        QCOMPARE(ui::firstWindowSize({1400, 880}, {2560, 1440}), QSize(1400, 880));
        QCOMPARE(ui::firstWindowSize({1400, 880}, {1280, 800}), QSize(1152, 720));
        QCOMPARE(ui::firstWindowSize({1400, 880}, {1366, 768}), QSize(1229, 691));
    }

    void allOfItLiesOnTheScreen_data()
    {
        QTest::addColumn<QRect>("window");
        QTest::addColumn<QRect>("placed");
        QTest::newRow("fits") << QRect(100, 100, 800, 600) << QRect(100, 100, 800, 600);
        QTest::newRow("from a larger screen") << QRect(3000, 200, 2000, 1200) << QRect(2, 30, 1276, 768);
        QTest::newRow("too far down") << QRect(100, 700, 800, 600) << QRect(100, 198, 800, 600);
        QTest::newRow("above") << QRect(-50, -40, 800, 600) << QRect(2, 30, 800, 600);
    }
    void allOfItLiesOnTheScreen()
    {
        QFETCH(QRect, window);
        const QRect screen(0, 0, 1280, 800);
        const QMargins frame(2, 30, 2, 2);
        QTEST(ui::placedWithin(window, frame, screen), "placed");
        QVERIFY(screen.contains(ui::placedWithin(window, frame, screen).marginsAdded(frame)));
    }

    void savedPlacesAreKeptWhereTheyCanBe()
    {
        QWidget before;
        before.setGeometry(100, 120, 700, 500);
        QWidget window;
        ui::placeWindow(window, {1400, 880}, before.saveGeometry());
        QCOMPARE(window.geometry(), QRect(100, 120, 700, 500));

        before.setGeometry(9000, 5000, 4000, 3000);
        ui::placeWindow(window, {1400, 880}, before.saveGeometry());
        QVERIFY(QGuiApplication::primaryScreen()->availableGeometry().contains(window.geometry()));
    }
};

QTEST_MAIN(WindowPlacementTest)
#include "window_placement_test.moc"
