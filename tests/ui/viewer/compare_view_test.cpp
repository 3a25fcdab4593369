// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/compare_view.h"

#include "tests/ui/viewer/compare_view_fixture.h"
#include "tests/ui/viewer/view_events.h"
#include "ui/viewer/navigator.h"

#include <QSignalSpy>
#include <QTest>

using namespace enlarger;
using namespace enlarger::ui;
using tests::addressedImage;
using tests::drag;
using tests::isNear;
using Mode = CompareMode;

/// How the panes of a comparison move together, and what is reached through them.
class CompareViewTest : public tests::CompareViewFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { open(); }
    void cleanup() { close(); }

    void panesMoveAsOne()
    {
        m_view->setZoom(1.0);
        PictureView* const left = m_view->visibleViews()[0];
        PictureView* const right = m_view->visibleViews()[1];
        drag(*right, {200, 300}, {150, 330});
        QVERIFY(isNear(right->viewGeometry().centre(), left->viewGeometry().centre()));
        QVERIFY(!isNear(right->viewGeometry().centre(), {2000, 1500}));
        left->zoomAt({20, 30}, 1.37);
        QVERIFY(isNear(right->viewGeometry().centre(), left->viewGeometry().centre()));
        QCOMPARE(right->viewGeometry().zoom(), left->viewGeometry().zoom());
    }

    void unlockedThenLockedTheyKeepTheirOffset()
    {
        m_view->setZoom(1.0);
        PictureView* const left = m_view->visibleViews()[0];
        PictureView* const right = m_view->visibleViews()[1];
        const auto offset = [&] { return right->viewGeometry().centre() - left->viewGeometry().centre(); };
        const QSignalSpy locked(m_view.get(), &CompareView::lockedChanged);
        m_view->setLocked(false);
        drag(*right, {200, 300}, {160, 310});
        const QPointF moved = offset();
        QVERIFY(isNear(moved, QPointF(40, -10) * m_view->devicePixelRatioF(), 1));
        m_view->setLocked(true);
        QCOMPARE(locked.count(), 2);
        drag(*left, {200, 300}, {300, 350});
        QVERIFY(isNear(offset(), moved));
        left->zoomAt({50, 50}, 2.0);
        QVERIFY(isNear(offset(), moved, 0.5));
        m_view->fit();
        m_view->setZoom(1.0);
        QVERIFY(isNear(offset(), {0, 0}));
    }

    void zoomIsReported()
    {
        QSignalSpy zoom(m_view.get(), &CompareView::zoomChanged);
        m_view->setZoom(1.0);
        QCOMPARE(zoom.last().at(0).toDouble(), 1.0);
        m_view->zoomIn();
        QCOMPARE(zoom.last().at(0).toDouble(), 1.5);
        m_view->zoomOut();
        m_view->zoomOut();
        QCOMPARE(zoom.last().at(0).toDouble(), 2.0 / 3);
        m_view->fit();
        QCOMPARE(zoom.last().at(0).toDouble(), m_view->zoom());
        QCOMPARE(zoom.count(), 5);
    }

    void thePaneOneTurnsToIsActive()
    {
        m_view->setPair(1, 2);
        QSignalSpy active(m_view.get(), &CompareView::activeLayerChanged);
        QCOMPARE(m_view->activeLayer(), m_layers[1].get());
        QTest::mouseClick(m_view->visibleViews()[1], Qt::LeftButton, {}, {200, 300});
        QCOMPARE(m_view->activeLayer(), m_layers[2].get());
        QCOMPARE(active.count(), 1);
        m_view->setMode(Mode::Flip); // its pane is another one
        QCOMPARE(m_view->activeView(), m_view->visibleViews()[0]);
    }

    void theNavigatorShowsAndMovesThePlace()
    {
        auto* const navigator = m_view->findChild<Navigator*>();
        m_view->setMode(Mode::Flip);
        m_view->fit();
        QVERIFY(!navigator->isVisible()); // everything is seen
        m_view->setZoom(1.0);
        QVERIFY(navigator->isVisible());
        QVERIFY(m_view->rect().contains(navigator->geometry()));
        const QRect overview = navigator->rect().adjusted(1, 1, -1, -1);
        QTest::mouseClick(navigator, Qt::LeftButton, {}, overview.topLeft());
        QVERIFY(isNear(m_view->visibleArea().topLeft(), {0, 0}, 1));
        drag(*navigator, overview.topLeft(), overview.center());
        QVERIFY(isNear(m_view->visibleArea().center(), {2000, 1500}, 40));
        // What is seen is bright, the rest is darker.
        m_view->showCandidate(0);
        const QImage image = navigator->grab().toImage();
        QCOMPARE(at(image, overview.center()), QColor(Qt::red));
        QVERIFY(at(image, overview.topLeft() + QPoint(5, 5)).red() < 200);
    }

    void cropIsEditedOverThePanes()
    {
        QSignalSpy edited(m_view.get(), &CompareView::cropAccepted);
        const QSignalSpy rejected(m_view.get(), &CompareView::cropRejected);
        m_view->setCropTool(true);
        m_view->cropTool().setRectangle({1000, 500, 1000, 1000});
        PictureView* const pane = m_view->visibleViews()[1];
        const auto place = [pane](double x, double y) {
            return pane->viewGeometry().mapToView(QPointF(x, y)).toPoint();
        };
        drag(*pane, place(1500, 1000), place(2500, 1000));
        QVERIFY(isNear(m_view->cropTool().rectangle().center(), {2500, 1000}, 12));
        QTest::keyClick(pane, Qt::Key_Return);
        QCOMPARE(edited.count(), 1);
        QCOMPARE(edited[0][0].toRectF(), m_view->cropTool().rectangle());
        QTest::keyClick(pane, Qt::Key_Escape);
        QCOMPARE(rejected.count(), 1);
        m_view->setCropTool(false);
        QVERIFY(!m_view->hasCropTool());
    }

    void anotherSizeOfAllKeepsThePlace()
    {
        m_view->setMode(Mode::Grid);
        m_view->setZoom(2.0);
        m_view->activeView()->centreOn({1000, 800});
        m_view->cropTool().setRectangle({1000, 500, 1000, 1000});
        for (const auto& layer : m_layers)
            layer->setImage(addressedImage(pictureSize / 2));
        for (const PictureView* pane : m_view->visibleViews()) {
            QCOMPARE(pane->viewGeometry().zoom(), 4.0);
            QVERIFY(isNear(pane->viewGeometry().centre(), {500, 400}, 1));
        }
        QCOMPARE(m_view->cropTool().rectangle(), QRectF(500, 250, 500, 500));
    }

    void everyPaneIsReachedByKey()
    {
        m_view->activateWindow();
        QTRY_VERIFY(m_view->isActiveWindow());
        m_view->setMode(Mode::Grid);
        m_view->activeView()->setFocus();
        QSet<QWidget*> reached;
        for (int i = 0; i < 4; ++i) {
            reached.insert(QApplication::focusWidget());
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        for (PictureView* pane : m_view->visibleViews()) {
            QVERIFY(reached.contains(pane));
            QVERIFY(!pane->accessibleName().isEmpty());
        }
    }
};

QTEST_MAIN(CompareViewTest)
#include "compare_view_test.moc"
