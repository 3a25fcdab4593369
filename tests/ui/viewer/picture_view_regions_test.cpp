// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/viewer/picture_view_fixture.h"
#include "tests/ui/viewer/view_events.h"

#include <QTest>

using namespace enlarger;
using tests::ImageLayer;
using tests::isNear;
using tests::moveMouse;

/// Which visible region a view sets on its layer, and when.
class PictureViewRegionsTest : public tests::PictureViewFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { open(); }
    void cleanup() { close(); }

    void tellsTheLayerWhatIsSeen()
    {
        m_view->setLayer(m_red.get());
        m_view->setZoom(1.0);
        m_view->centreOn({1000, 700});
        QVERIFY(m_red->visibleRegions.isEmpty()); // at the next turn of the event loop
        QTRY_COMPARE(m_red->visibleRegions.size(), 1);
        const double ratio = m_view->devicePixelRatioF();
        const ImageLayer::VisibleRegion region = m_red->visibleRegions[0];
        QVERIFY(isNear(region.view.area.width(), 600 * ratio, 1));
        QVERIFY(isNear(region.view.area.center(), {1000, 700}, 1));
        QVERIFY(isNear(region.focus, {1000, 700}, 1));
        QCOMPARE(region.view.scale, 1.0);

        moveMouse(*m_view, {150, 100}); // the focus follows the cursor
        QTRY_VERIFY(
            isNear(m_red->visibleRegions.last().focus, m_view->viewGeometry().mapToImage({150, 100})));
        QCOMPARE(m_red->visibleRegions.last().viewer, region.viewer);
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(m_view.get(), &leave);
        QTRY_VERIFY(isNear(m_red->visibleRegions.last().focus, {1000, 700}, 1));
    }

    void manyMovementsOfOneTurnAreOneNotification()
    {
        m_view->setLayer(m_red.get());
        m_view->setZoom(1.0);
        still();
        QTRY_VERIFY(!m_red->visibleRegions.isEmpty());
        m_red->visibleRegions.clear();
        for (int i = 0; i < 50; ++i)
            m_view->panBy({-1, 0});
        QVERIFY(m_red->visibleRegions.isEmpty());
        QCoreApplication::processEvents();
        QCOMPARE(m_red->visibleRegions.size(), 1);
        QVERIFY(isNear(m_red->visibleRegions[0].focus, m_view->viewGeometry().centre(), 1));
    }

    void aZoomIsReportedWhereItBeginsAndWhereItEnds()
    {
        m_view->setLayer(m_red.get());
        still();
        QTRY_VERIFY(!m_red->visibleRegions.isEmpty());
        m_red->visibleRegions.clear();
        m_view->setZoom(0.5); // a single step needs not wait
        QCoreApplication::processEvents();
        QCOMPARE(m_red->visibleRegions.size(), 1);
        QCOMPARE(m_red->visibleRegions[0].view.scale, 0.5);
        for (int i = 0; i < 10; ++i) {
            m_view->zoomAt({100, 100}, 1.1);
            QCoreApplication::processEvents();
        }
        QVERIFY(m_view->isMoving());
        QCOMPARE(m_red->visibleRegions.size(), 1);
        still();
        QTRY_COMPARE(m_red->visibleRegions.size(), 2);
        QCOMPARE(m_red->visibleRegions[1].view.scale, m_view->viewGeometry().zoom());
    }

    void aJumpAmidMovementIsReportedAtOnce()
    {
        m_view->setLayer(m_red.get());
        m_view->setZoom(0.5);
        m_view->panBy({-10, 0});
        QCoreApplication::processEvents();
        m_red->visibleRegions.clear();
        m_view->setZoom(2.0);
        QVERIFY(m_view->isMoving());
        QCoreApplication::processEvents();
        QCOMPARE(m_red->visibleRegions.size(), 1);
        QCOMPARE(m_red->visibleRegions[0].view.scale, 2.0);
    }

    void hiddenItHasNoVisibleRegion()
    {
        m_view->setLayer(m_red.get());
        QTRY_VERIFY(!m_red->visibleRegions.isEmpty());
        m_view->hide();
        QVERIFY(m_red->visibleRegions.last().view.area.isEmpty());
        m_view->show();
        QTRY_VERIFY(!m_red->visibleRegions.last().view.area.isEmpty());
        m_view->setLayer(m_blue.get());
        QVERIFY(m_red->visibleRegions.last().view.area.isEmpty());
        QTRY_VERIFY(!m_blue->visibleRegions.isEmpty());
        m_view.reset();
        QVERIFY(m_blue->visibleRegions.last().view.area.isEmpty());
    }
};

QTEST_MAIN(PictureViewRegionsTest)
#include "picture_view_regions_test.moc"
