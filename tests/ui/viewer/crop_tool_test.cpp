// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/crop_tool.h"

#include <QImage>
#include <QKeyEvent>
#include <QPainter>
#include <QPalette>
#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <memory>
#include <random>

using enlarger::ui::CropTool;
using enlarger::ui::ViewGeometry;
using Handle = CropTool::Handle;

class CropToolTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_tool = std::make_unique<CropTool>();
        m_tool->setPictureSize({1000, 800});
    }

    void beginsWithTheWholePicture() { QCOMPARE(m_tool->rectangle(), QRectF(0, 0, 1000, 800)); }

    void rectanglesAreWholePixelsWithinThePicture()
    {
        m_tool->setRectangle({10.4, 20.6, 100.2, 50.7});
        QCOMPARE(m_tool->rectangle(), QRectF(10, 21, 100, 51));
        m_tool->setRectangle({-50, 700, 100, 500});
        QCOMPARE(m_tool->rectangle(), QRectF(0, 700, 50, 100));
        m_tool->setRectangle({});
        QCOMPARE(m_tool->rectangle(), QRectF(0, 0, 1000, 800));
    }

    void sidesAreSwapped()
    {
        m_tool->setRectangle({100, 100, 300, 200});
        m_tool->swapSides();
        QCOMPARE(m_tool->rectangle(), QRectF(150, 50, 200, 300));
        m_tool->setRectangle({900, 0, 100, 800}); // within the picture, and no higher than it
        m_tool->swapSides();
        QCOMPARE(m_tool->rectangle(), QRectF(200, 350, 800, 100));
        m_tool->setRatio(2.5);
        m_tool->swapSides();
        QCOMPARE(*m_tool->ratio(), 0.4);
    }

    void tiltIsTold()
    {
        const QSignalSpy tilted(m_tool.get(), &CropTool::tiltChanged);
        m_tool->setTilt(2.5);
        m_tool->setTilt(2.5);
        QCOMPARE(tilted.count(), 1);
        QCOMPARE(m_tool->tilt(), 2.5);
    }

    void aNewOneIsDrawn()
    {
        pull({700, 600}, {200.4, 100.4});
        QCOMPARE(m_tool->rectangle(), QRectF(200, 100, 500, 500));
        // Outside of it one draws again; what goes beyond the picture is cut.
        pull({100, 50}, {-300, 20});
        QCOMPARE(m_tool->rectangle(), QRectF(0, 20, 100, 30));
    }

    void aClickAloneChangesNothing()
    {
        const QSignalSpy changed(m_tool.get(), &CropTool::changed);
        m_tool->press({300, 300}, m_geometry);
        m_tool->release();
        QCOMPARE(changed.count(), 0);
    }

    void everyHandleMovesItsEdges_data()
    {
        QTest::addColumn<QPointF>("from");
        QTest::addColumn<Handle>("handle");
        QTest::addColumn<QRectF>("after"); // 30 to the right and 20 down
        QTest::newRow("left") << QPointF(200, 300) << Handle::Left << QRectF(230, 100, 370, 400);
        QTest::newRow("right") << QPointF(600, 300) << Handle::Right << QRectF(200, 100, 430, 400);
        QTest::newRow("top") << QPointF(400, 100) << Handle::Top << QRectF(200, 120, 400, 380);
        QTest::newRow("bottom") << QPointF(400, 500) << Handle::Bottom << QRectF(200, 100, 400, 420);
        QTest::newRow("top left") << QPointF(200, 100) << Handle::TopLeft << QRectF(230, 120, 370, 380);
        QTest::newRow("top right") << QPointF(600, 100) << Handle::TopRight << QRectF(200, 120, 430, 380);
        QTest::newRow("bottom left") << QPointF(200, 500) << Handle::BottomLeft << QRectF(230, 100, 370, 420);
        QTest::newRow("bottom right")
            << QPointF(600, 500) << Handle::BottomRight << QRectF(200, 100, 430, 420);
        QTest::newRow("inside") << QPointF(400, 300) << Handle::Inside << QRectF(230, 120, 400, 400);
    }

    void everyHandleMovesItsEdges()
    {
        QFETCH(QPointF, from);
        QFETCH(Handle, handle);
        QFETCH(QRectF, after);
        m_tool->setRectangle({200, 100, 400, 400});
        QCOMPARE(m_tool->handleAt(from, m_geometry), handle);
        QVERIFY(CropTool::cursorOf(handle) != Qt::ArrowCursor);
        pull(from + QPointF(2, -3), from + QPointF(32, 17)); // wherever one takes hold, nothing jumps
        QCOMPARE(m_tool->rectangle(), after);
    }

    void pulledOverTheOtherEdgeItTurnsOver()
    {
        m_tool->setRectangle({200, 100, 400, 400});
        pull({600, 500}, {150, 50});
        QCOMPARE(m_tool->rectangle(), QRectF(150, 50, 50, 50));
    }

    void movedItStaysInside()
    {
        m_tool->setRectangle({200, 100, 400, 400});
        pull({400, 300}, {2000, -900});
        QCOMPARE(m_tool->rectangle(), QRectF(600, 0, 400, 400));
    }

    void theRatioHolds()
    {
        std::mt19937 random(3);
        std::uniform_real_distribution<double> place(-100, 1100);
        for (const double ratio : {1.0, 3.0 / 2, 4.0 / 3, 16.0 / 9, 2.0 / 3}) {
            m_tool->setRatio(std::nullopt);
            m_tool->setRectangle({200, 200, 400, 300});
            m_tool->setRatio(ratio);
            for (int i = 0; i < 300; ++i) {
                pull({place(random), place(random)}, {place(random), place(random)});
                const QRectF rectangle = m_tool->rectangle();
                QVERIFY(QRectF(0, 0, 1000, 800).contains(rectangle));
                // Each side is rounded to a pixel.
                QVERIFY(std::abs(rectangle.width() - rectangle.height() * ratio) <= 0.5 + 0.5 * ratio + 1e-9);
                if (rectangle.width() < 20 || rectangle.height() < 20)
                    m_tool->setRectangle({300, 200, std::round(200 * ratio), 200});
            }
        }
    }

    void theRatioIsTakenAboutTheMiddle()
    {
        m_tool->setRectangle({200, 100, 600, 300});
        m_tool->setRatio(1.0);
        QCOMPARE(m_tool->rectangle(), QRectF(350, 100, 300, 300));
    }

    void anEdgeAtARatioGrowsAboutItsMiddle()
    {
        m_tool->setRectangle({200, 300, 200, 200});
        m_tool->setRatio(1.0);
        pull({400, 400}, {500, 400});
        QCOMPARE(m_tool->rectangle(), QRectF(200, 250, 300, 300));
    }

    void keysMoveAndResize()
    {
        m_tool->setRectangle({200, 100, 400, 300});
        QVERIFY(press(Qt::Key_Right));
        QVERIFY(press(Qt::Key_Down, Qt::ShiftModifier));
        QCOMPARE(m_tool->rectangle(), QRectF(201, 110, 400, 300));
        QVERIFY(press(Qt::Key_Left, Qt::ControlModifier));
        QVERIFY(press(Qt::Key_Down, Qt::ControlModifier | Qt::ShiftModifier));
        QCOMPARE(m_tool->rectangle(), QRectF(201, 110, 399, 310));
        for (int i = 0; i < 100; ++i)
            press(Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(m_tool->rectangle(), QRectF(0, 110, 399, 310));
        QVERIFY(!press(Qt::Key_A));
    }

    void enterAcceptsAndEscapeRejects()
    {
        QSignalSpy accepted(m_tool.get(), &CropTool::accepted);
        const QSignalSpy rejected(m_tool.get(), &CropTool::rejected);
        m_tool->setRectangle({200, 100, 400, 300});
        QVERIFY(press(Qt::Key_Return));
        QCOMPARE(accepted.takeFirst().at(0).toRectF(), QRectF(200, 100, 400, 300));
        QVERIFY(press(Qt::Key_Escape));
        QCOMPARE(rejected.count(), 1);
    }

    void anotherSizeScalesIt()
    {
        m_tool->setRectangle({200, 100, 400, 300});
        m_tool->setPictureSize({2000, 1600});
        QCOMPARE(m_tool->rectangle(), QRectF(400, 200, 800, 600));
        m_tool->setPictureSize({500, 400});
        QCOMPARE(m_tool->rectangle(), QRectF(100, 50, 200, 150));
    }

    void outsideIsDarkened()
    {
        m_tool->setRectangle({200, 100, 400, 300});
        QImage image(1000, 800, QImage::Format_RGB32);
        image.fill(Qt::gray);
        QPainter painter(&image);
        m_tool->paint(painter, image.rect(), m_geometry, QPalette());
        painter.end();
        const int grey = qGray(QColor(Qt::gray).rgb());
        QCOMPARE(qGray(image.pixel(260, 150)), grey);
        QVERIFY(qGray(image.pixel(100, 150)) < grey / 2);
        QVERIFY(qGray(image.pixel(700, 700)) < grey / 2);
        QVERIFY(qGray(image.pixel(300, 100)) > grey);            // the border
        QCOMPARE(image.pixelColor(200, 100), QColor(Qt::white)); // a handle
        QVERIFY(CropTool::paintedArea(m_tool->rectangle(), m_geometry).contains(QRect(196, 96, 409, 309)));
    }

private:
    void pull(QPointF from, QPointF to)
    {
        m_tool->press(from, m_geometry);
        m_tool->drag((from + to) / 2, m_geometry);
        m_tool->drag(to, m_geometry);
        m_tool->release();
    }

    bool press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        return m_tool->handleKey(QKeyEvent(QEvent::KeyPress, key, modifiers));
    }

    std::unique_ptr<CropTool> m_tool;
    ViewGeometry m_geometry{{1000, 800}, {1000, 800}, 1.0}; // a pixel of the view is one of the picture
};

QTEST_MAIN(CropToolTest)
#include "crop_tool_test.moc"
