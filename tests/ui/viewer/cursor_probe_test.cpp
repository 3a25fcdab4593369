// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/cursor_probe.h"

#include "tests/ui/viewer/compare_view_fixture.h"
#include "tests/ui/viewer/view_events.h"
#include "ui/viewer/loupe.h"

#include <QTest>

#include <algorithm>

using namespace enlarger;
using namespace enlarger::ui;
using tests::addressedImage;
using tests::ImageLayer;
using tests::isNear;
using tests::moveMouse;
using tests::TiledLayer;
using Mode = CompareMode;

/// What is reported of the place under the cursor, and the loupe over it.
class CursorProbeTest : public tests::CompareViewFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { open(); }
    void cleanup() { close(); }

    void theCursorTellsTheValuesOfAllPanes()
    {
        ImageLayer addressed("Addressed", addressedImage(pictureSize));
        TiledLayer missing("Missing", pictureSize, Qt::green);
        m_view->setLayers({&addressed, &missing});
        m_view->setPair(0, 1);
        m_view->setZoom(2.0);
        std::optional<QPoint> pixel;
        QList<PaneValue> values;
        connect(m_view.get(), &CompareView::cursorMoved, this,
                [&](std::optional<QPoint> now, const auto& all) {
                    pixel = now;
                    values = all;
                });
        moveMouse(*m_view->visibleViews()[0], {100, 200});
        QVERIFY(pixel);
        const QPointF expected = m_view->visibleViews()[0]->viewGeometry().mapToImage({100, 200});
        QCOMPARE(*pixel, QPoint(int(expected.x()), int(expected.y())));
        QCOMPARE(values.size(), 2);
        QCOMPARE(values[0].title, QString("Addressed"));
        QCOMPARE(values[0].value->red(), pixel->x() % 256);
        QVERIFY(!values[1].value);
        missing.complete(QRect(*pixel, QSize(1, 1))); // known as soon as it is computed
        QVERIFY(values[1].value);
        QCOMPARE(*values[1].value, QColor(Qt::green));
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(m_view->visibleViews()[0], &leave);
        QVERIFY(!pixel);
        QVERIFY(values.isEmpty());
        m_view->setLayers({});
    }

    void bothPanesReportTheCursorAsTheirFocus()
    {
        m_view->setPair(0, 1);
        m_view->setZoom(1.0);
        moveMouse(*m_view->visibleViews()[1], {50, 60});
        const QPointF focus = m_view->visibleViews()[1]->viewGeometry().mapToImage({50, 60});
        QTRY_VERIFY(!m_layers[0]->visibleRegions.isEmpty() &&
                    isNear(m_layers[0]->visibleRegions.last().focus, focus, 1));
        QTRY_VERIFY(isNear(m_layers[1]->visibleRegions.last().focus, focus, 1));
        QVERIFY(m_layers[0]->visibleRegions.last().viewer != m_layers[1]->visibleRegions.last().viewer);
    }

    void theLoupeShowsBothAtTheCursor()
    {
        auto* const loupe = m_view->findChild<Loupe*>();
        m_view->setPair(0, 2);
        m_view->setZoom(0.5);
        m_view->setLoupe(true);
        QVERIFY(!loupe->isVisible()); // there is no cursor
        moveMouse(*m_view->visibleViews()[0], {250, 300});
        QVERIFY(loupe->isVisible());
        QVERIFY(isNear(QRectF(loupe->geometry()).center(), {250, 300}, 1));
        const QImage image = loupe->grab().toImage();
        QCOMPARE(at(image, {loupe->width() / 4.0, 50}), QColor(Qt::red));
        QCOMPARE(at(image, {loupe->width() * 3 / 4.0, 50}), QColor(Qt::blue));
        // It shows more pixels of the screen for a pixel than the view does.
        QTRY_VERIFY(
            std::any_of(m_layers[0]->visibleRegions.begin(), m_layers[0]->visibleRegions.end(),
                        [](const ImageLayer::VisibleRegion& region) { return region.view.scale == 2.0; }));
        m_view->setMode(Mode::Flip);
        moveMouse(*m_view->activeView(), {250, 300});
        QVERIFY(loupe->width() < 300); // one lens
        m_view->setLoupe(false);
        QVERIFY(!loupe->isVisible());
        QVERIFY(m_layers[0]->visibleRegions.last().view.area.isEmpty());
    }

    void theLoupeMagnifiesThePlaceUnderTheCursor()
    {
        ImageLayer addressed("Addressed", addressedImage(pictureSize));
        m_view->setLayers({&addressed});
        m_view->setZoom(1.0);
        m_view->setLoupe(true);
        PictureView* const pane = m_view->activeView();
        moveMouse(*pane, {400.3, 300.3});
        auto* const loupe = m_view->findChild<Loupe*>();
        const QImage image = loupe->grab().toImage();
        const QPointF pixel = *pane->cursorPoint();
        const QColor colour = at(image, {loupe->width() / 2.0, loupe->height() / 2.0});
        QVERIFY(std::abs(colour.red() - int(pixel.x()) % 256) <= 1);
        QVERIFY(std::abs(colour.green() - int(pixel.y()) % 256) <= 1);
        const QColor beside = at(image, {loupe->width() / 2.0 + 40, loupe->height() / 2.0});
        const double step = 40 * m_view->devicePixelRatioF() / 4;
        QVERIFY(std::abs(beside.red() - int(pixel.x() + step) % 256) <= 1);
        m_view->setLayers({});
    }
};

QTEST_MAIN(CursorProbeTest)
#include "cursor_probe_test.moc"
