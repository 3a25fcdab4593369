// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/viewer/picture_view_fixture.h"
#include "tests/ui/viewer/view_events.h"
#include "ui/viewer/crop_tool.h"

#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QTest>

using namespace enlarger;
using namespace enlarger::ui;
using tests::isNear;
using tests::moveMouse;
using tests::turnWheel;

/// How a person moves in a view: by wheel, mouse, fingers and keys.
class PictureViewInputTest : public tests::PictureViewFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { open(); }
    void cleanup() { close(); }

    void theWheelZoomsAtTheCursor()
    {
        m_view->setLayer(m_red.get());
        m_view->setZoom(2.0);
        const QPointF cursor(150, 100);
        const QPointF pixel = m_view->viewGeometry().mapToImage(cursor);
        turnWheel(*m_view, cursor, 120);
        QCOMPARE(m_view->viewGeometry().zoom(), 2.5);
        QVERIFY(isNear(m_view->viewGeometry().mapToView(pixel), cursor, 0.6));
        turnWheel(*m_view, cursor, -30); // a fine wheel: a quarter of a notch
        QVERIFY(isNear(m_view->viewGeometry().zoom(), 2.5 / std::pow(1.25, 0.25)));
        turnWheel(*m_view, cursor, 120 * 100);
        QCOMPARE(m_view->viewGeometry().zoom(), 32.0);
    }

    void aNotchStopsAt100Percent()
    {
        m_view->setLayer(m_red.get());
        m_view->setZoom(0.9);
        turnWheel(*m_view, {300, 200}, 120);
        QCOMPARE(m_view->viewGeometry().zoom(), 1.0);
        turnWheel(*m_view, {300, 200}, 120);
        QCOMPARE(m_view->viewGeometry().zoom(), 1.25);
        m_view->setZoom(1.1);
        turnWheel(*m_view, {300, 200}, -120);
        QCOMPARE(m_view->viewGeometry().zoom(), 1.0);
    }

    void fingersOnATouchpadZoom()
    {
        m_view->setLayer(m_red.get());
        m_view->setZoom(1.0);
        const QPointF place(200, 100);
        const QPointF pixel = m_view->viewGeometry().mapToImage(place);
        QNativeGestureEvent apart(Qt::ZoomNativeGesture, QPointingDevice::primaryPointingDevice(), 2, place,
                                  place, m_view->mapToGlobal(place), 0.3, {});
        QCoreApplication::sendEvent(m_view.get(), &apart);
        QVERIFY(isNear(m_view->viewGeometry().zoom(), 1.3));
        QVERIFY(isNear(m_view->viewGeometry().mapToView(pixel), place, 0.6));
        QNativeGestureEvent twice(Qt::SmartZoomNativeGesture, QPointingDevice::primaryPointingDevice(), 2,
                                  place, place, m_view->mapToGlobal(place), 0, {});
        QCoreApplication::sendEvent(m_view.get(), &twice);
        QVERIFY(m_view->isFit());
    }

    void fingersOnTheScreenZoom()
    {
        const std::unique_ptr<QPointingDevice> screen(QTest::createTouchDevice());
        m_view->setLayer(m_red.get());
        m_view->setZoom(1.0);
        QTest::touchEvent(m_view.get(), screen.get()).press(0, {250, 200}).press(1, {350, 200});
        for (int i = 1; i <= 10; ++i)
            QTest::touchEvent(m_view.get(), screen.get())
                .move(0, {250 - 5 * i, 200})
                .move(1, {350 + 5 * i, 200});
        QTest::touchEvent(m_view.get(), screen.get()).release(0, {200, 200}).release(1, {400, 200});
        QVERIFY(isNear(m_view->viewGeometry().zoom(), 2.0));
        QVERIFY(m_view->cursor().shape() != Qt::ClosedHandCursor);
    }

    void oneFingerDragsAndTwoTapsAreADoubleClick()
    {
        const std::unique_ptr<QPointingDevice> screen(QTest::createTouchDevice());
        m_view->setLayer(m_red.get());
        m_view->setZoom(1.0);
        const QPointF centre = m_view->viewGeometry().centre();
        QTest::touchEvent(m_view.get(), screen.get()).press(0, {250, 200});
        QTest::touchEvent(m_view.get(), screen.get()).move(0, {280, 190});
        QTest::touchEvent(m_view.get(), screen.get()).release(0, {280, 190});
        const double ratio = m_view->devicePixelRatioF();
        QVERIFY(isNear(m_view->viewGeometry().centre(), centre + QPointF(-30, 10) * ratio, 1));
        for (int tap = 0; tap < 2; ++tap) {
            QTest::touchEvent(m_view.get(), screen.get()).press(0, {250, 200});
            QTest::touchEvent(m_view.get(), screen.get()).release(0, {250, 200});
        }
        QVERIFY(m_view->isFit());
    }

    void draggingPans()
    {
        m_view->setLayer(m_red.get());
        m_view->setZoom(1.0);
        const QPointF centre = m_view->viewGeometry().centre();
        QTest::mousePress(m_view.get(), Qt::LeftButton, {}, {300, 200});
        QCOMPARE(m_view->cursor().shape(), Qt::ClosedHandCursor);
        moveMouse(*m_view, {320, 190}, Qt::LeftButton);
        moveMouse(*m_view, {350, 180}, Qt::LeftButton);
        const double ratio = m_view->devicePixelRatioF();
        QVERIFY(isNear(m_view->viewGeometry().centre(), centre + QPointF(-50, 20) * ratio, 1e-6));
        QVERIFY(m_view->isMoving());
        QTest::mouseRelease(m_view.get(), Qt::LeftButton, {}, {350, 180});
        QVERIFY(m_view->cursor().shape() != Qt::ClosedHandCursor);
        moveMouse(*m_view, {100, 100});
        QVERIFY(isNear(m_view->viewGeometry().centre(), centre + QPointF(-50, 20) * ratio, 1e-6));
    }

    void keysPanAndZoom()
    {
        m_view->setLayer(m_red.get());
        m_view->setZoom(2.0);
        const auto centre = [this] { return m_view->viewGeometry().centre(); };
        const QPointF before = centre();
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QVERIFY(centre().x() > before.x());
        QTest::keyClick(m_view.get(), Qt::Key_Left);
        QVERIFY(isNear(centre(), before));
        QTest::keyClick(m_view.get(), Qt::Key_Down, Qt::ShiftModifier);
        const double page = 400 * m_view->devicePixelRatioF() / 2.0;
        QVERIFY(isNear(centre().y() - before.y(), 0.9 * page));
        QTest::keyClick(m_view.get(), Qt::Key_Up, Qt::ShiftModifier);
        QVERIFY(isNear(centre(), before));
        QTest::keyClick(m_view.get(), Qt::Key_Plus);
        QCOMPARE(m_view->viewGeometry().zoom(), 3.0);
        QTest::keyClick(m_view.get(), Qt::Key_Minus);
        QCOMPARE(m_view->viewGeometry().zoom(), 2.0);
    }

    void aDoubleClickGoesToAndFro()
    {
        m_view->setLayer(m_red.get());
        const QPointF place(200, 150);
        const QPointF pixel = m_view->viewGeometry().mapToImage(place);
        QTest::mouseDClick(m_view.get(), Qt::LeftButton, {}, place.toPoint());
        QCOMPARE(m_view->viewGeometry().zoom(), 1.0);
        QVERIFY(isNear(m_view->viewGeometry().mapToView(pixel), place, 0.6));
        QTest::mouseDClick(m_view.get(), Qt::LeftButton, {}, place.toPoint());
        QVERIFY(m_view->isFit());
    }

    void tellsThePixelUnderTheCursor()
    {
        m_view->setLayer(m_red.get());
        m_view->setZoom(2.0);
        std::optional<QPoint> pixel;
        connect(m_view.get(), &PictureView::cursorMoved, this,
                [&](std::optional<QPoint> now) { pixel = now; });
        moveMouse(*m_view, {123, 45});
        QVERIFY(pixel);
        QCOMPARE(*pixel, pixelAt({123, 45}));
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(m_view.get(), &leave);
        QVERIFY(!pixel);
    }

    void theCropToolTakesTheMouseAndTheKeys()
    {
        CropTool tool;
        tool.setPictureSize({4000, 3000});
        m_view->setLayer(m_red.get());
        m_view->setCropTool(&tool);
        still();
        const ViewGeometry& geometry = m_view->viewGeometry();
        const QPoint from = geometry.mapToView(QPointF(1000, 1000)).toPoint();
        const QPoint to = geometry.mapToView(QPointF(2000, 2500)).toPoint();
        QTest::mousePress(m_view.get(), Qt::LeftButton, {}, from);
        moveMouse(*m_view, to, Qt::LeftButton);
        QTest::mouseRelease(m_view.get(), Qt::LeftButton, {}, to);
        const double pixel = 1.5 / geometry.zoom() * geometry.pixelRatio();
        QVERIFY(isNear(tool.rectangle().topLeft(), {1000, 1000}, pixel));
        QVERIFY(isNear(tool.rectangle().bottomRight(), {2000, 2500}, pixel));
        QVERIFY(colourAt(geometry.mapToView(QPointF(500, 2000))).red() < 150);
        QCOMPARE(colourAt(geometry.mapToView(QPointF(1200, 1700))), QColor(Qt::red));
        const QRectF before = tool.rectangle();
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QCOMPARE(tool.rectangle(), before.translated(1, 0));
        // The middle button still pans.
        m_view->setZoom(1.0);
        const QPointF centre = geometry.centre();
        QTest::mousePress(m_view.get(), Qt::MiddleButton, {}, {300, 200});
        moveMouse(*m_view, {310, 200}, Qt::MiddleButton);
        QTest::mouseRelease(m_view.get(), Qt::MiddleButton, {}, {310, 200});
        QVERIFY(geometry.centre().x() < centre.x());
        m_view->setCropTool(nullptr);
        QCOMPARE(colourAt({30, 390}), QColor(Qt::red));
    }

    void theFocusIsSeenOnlyWhenItCameByKey()
    {
        m_view->setLayer(m_red.get());
        m_view->setZoom(1.0);
        still();
        m_view->activateWindow();
        QTRY_VERIFY(m_view->isActiveWindow());
        m_view->setFocus(Qt::MouseFocusReason);
        QCOMPARE(colourAt({300, 0}), QColor(Qt::red));
        m_view->clearFocus();
        m_view->setFocus(Qt::TabFocusReason);
        QVERIFY(colourAt({300, 0}) != QColor(Qt::red));
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, {300, 200});
        QCOMPARE(colourAt({300, 0}), QColor(Qt::red));
    }
};

QTEST_MAIN(PictureViewInputTest)
#include "picture_view_input_test.moc"
