// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/viewer/fake_layers.h"
#include "ui/viewer/crop_tool.h"
#include "ui/viewer/picture_view.h"
#include "ui/viewer/split_divider.h"
#include "ui/viewer/title_badge.h"

#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <cmath>
#include <memory>

using namespace enlarger::ui;
using enlarger::tests::addressedImage;
using enlarger::tests::ImageLayer;
using enlarger::tests::TiledLayer;

namespace {

bool isNear(double one, double other, double tolerance = 1e-6)
{
    return std::abs(one - other) <= tolerance;
}

bool isNear(QPointF one, QPointF other, double tolerance = 1e-6)
{
    return isNear(one.x(), other.x(), tolerance) && isNear(one.y(), other.y(), tolerance);
}

bool isAlike(const QColor& one, const QColor& other, int tolerance)
{
    return std::abs(one.red() - other.red()) <= tolerance &&
           std::abs(one.green() - other.green()) <= tolerance &&
           std::abs(one.blue() - other.blue()) <= tolerance;
}

void turnWheel(QWidget& widget, QPointF place, int angle)
{
    QWheelEvent event(place, widget.mapToGlobal(place), {}, {0, angle}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&widget, &event);
}

void moveMouse(QWidget& widget, QPointF place, Qt::MouseButtons buttons = {})
{
    QMouseEvent event(QEvent::MouseMove, place, widget.mapToGlobal(place), Qt::NoButton, buttons,
                      Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &event);
}

} // namespace

class PictureViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(".*"));
        m_red = std::make_unique<ImageLayer>("Red", QSize(4000, 3000), Qt::red);
        m_blue = std::make_unique<ImageLayer>("Blue", QSize(4000, 3000), Qt::blue);
        m_view = std::make_unique<PictureView>();
        m_view->resize(600, 400);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }

    void cleanup()
    {
        m_view.reset();
        m_red.reset();
        m_blue.reset();
    }

    void showsThePictureOnItsGround()
    {
        m_view->setLayer(m_red.get());
        QVERIFY(m_view->isFit());
        const QRectF picture = m_view->viewGeometry().mapToView(QRectF(0, 0, 4000, 3000));
        QVERIFY(isNear(picture.height(), 400, 1));
        QCOMPARE(colourAt({300, 200}), QColor(Qt::red));
        QCOMPARE(colourAt({picture.left() + 2, 200}), QColor(Qt::red));
        QCOMPARE(colourAt({picture.left() - 2, 200}), ground());
        QCOMPARE(m_view->accessibleName(), QString("Red"));
        QVERIFY(!m_view->accessibleDescription().isEmpty());
    }

    void withoutALayerThereIsTheGround()
    {
        QCOMPARE(colourAt({300, 200}), ground());
        QVERIFY(!badges()[0]->isVisible());
        turnWheel(*m_view, {300, 200}, 120);
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QTest::mouseDClick(m_view.get(), Qt::LeftButton, {}, {300, 200});
    }

    void pixelsAreExactAt100Percent()
    {
        const QImage image = addressedImage({2000, 1500});
        ImageLayer layer("Addressed", image);
        m_view->setLayer(&layer);
        m_view->setZoom(1.0);
        still();
        for (const QPoint place : {QPoint(90, 80), QPoint(301, 199), QPoint(599, 399), QPoint(7, 391)})
            QCOMPARE(colourAt(place), image.pixelColor(pixelAt(place)));
        m_view->setZoom(4.0); // squares
        still();
        for (const QPoint place : {QPoint(90, 80), QPoint(301, 199), QPoint(599, 399), QPoint(7, 391)})
            QCOMPARE(colourAt(place), image.pixelColor(pixelAt(place)));
        m_view->setLayer(nullptr);
    }

    void transparencyShowsACheckerboard()
    {
        ImageLayer glass("Glass", {4000, 3000}, Qt::transparent);
        m_view->setLayer(&glass);
        QSet<QRgb> colours;
        const QImage image = m_view->grab(QRect(200, 200, 64, 64)).toImage();
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                colours.insert(image.pixel(x, y));
        }
        QCOMPARE(colours.size(), 2);
    }

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

    void fitFollowsTheSizeOfTheView()
    {
        m_view->setLayer(m_red.get());
        m_view->resize(300, 200);
        QVERIFY(m_view->viewGeometry().showsAll());
        QVERIFY(isNear(m_view->viewGeometry().zoom(), 200 * m_view->devicePixelRatioF() / 3000, 1e-3));
        m_view->setZoom(1.0);
        m_view->resize(500, 300);
        QCOMPARE(m_view->viewGeometry().zoom(), 1.0);
    }

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

    void aLayerMayGoWhileItIsShown()
    {
        const QSignalSpy gone(m_view.get(), &PictureView::layerDestroyed);
        m_view->setLayer(m_red.get());
        m_view->setSecondLayer(m_blue.get());
        m_blue.reset();
        QCOMPARE(m_view->secondLayer(), nullptr);
        m_red.reset();
        QCOMPARE(gone.count(), 2);
        QCOMPARE(m_view->layer(), nullptr);
        QCOMPARE(colourAt({300, 200}), ground());
    }

    void onlyWhatChangedIsPainted()
    {
        TiledLayer layer("Pieces", {4000, 3000}, Qt::green);
        m_view->setLayer(&layer);
        m_view->setZoom(1.0);
        m_view->centreOn({1000, 1000});
        still();
        QTRY_VERIFY(!badges()[0]->accessibleDescription().isEmpty()); // incomplete, which paints, too
        QCoreApplication::processEvents();
        QCOMPARE(colourAt(m_view->viewGeometry().mapToView(QPointF(1020, 1010))), QColor(Qt::gray));
        layer.paints.clear();
        layer.complete({1000, 1000, 64, 32});
        QTRY_VERIFY(!layer.paints.isEmpty());
        for (const LayerView& painted : std::as_const(layer.paints))
            QVERIFY(QRectF(990, 990, 84, 52).contains(painted.area));
        QCOMPARE(colourAt(m_view->viewGeometry().mapToView(QPointF(1020, 1010))), QColor(Qt::green));
        QCOMPARE(colourAt(m_view->viewGeometry().mapToView(QPointF(980, 1010))), QColor(Qt::gray));
        layer.paints.clear();
        layer.complete({3900, 2900, 64, 32}); // out of sight
        QCoreApplication::processEvents();
        QVERIFY(layer.paints.isEmpty());
        m_view->setLayer(nullptr);
    }

    void partsPaintedOneByOneEqualTheWhole()
    {
        for (const double zoom : {1.0, 0.61, 2.5}) {
            ImageLayer layer("Addressed", addressedImage({2000, 1500}));
            m_view->setLayer(&layer);
            m_view->setZoom(zoom);
            still();
            const QImage whole = m_view->grab().toImage();
            for (int i = 0; i < 40; ++i) { // a part of the view at a time
                const QRect part(13 * i, 9 * i, 57, 43);
                const QImage piece = m_view->grab(part).toImage();
                const QPoint middle = QRect({}, piece.size()).center();
                const double ratio = m_view->devicePixelRatioF();
                const QPoint there = (QPointF(part.topLeft()) * ratio).toPoint() + middle;
                QVERIFY(isAlike(piece.pixelColor(middle), whole.pixelColor(there),
                                ratio == int(ratio) ? 24 : 255));
            }
            m_view->setLayer(nullptr);
        }
    }

    void anIncompleteLayerHasAQuietSign()
    {
        TiledLayer layer("Pieces", {4000, 3000}, Qt::green);
        m_view->setLayer(&layer);
        TitleBadge* const badge = badges()[0];
        QVERIFY(badge->isVisible());
        QCOMPARE(badge->title(), QString("Pieces"));
        QVERIFY(badge->accessibleDescription().isEmpty()); // not at once
        QTRY_VERIFY(!badge->accessibleDescription().isEmpty());
        layer.complete({0, 0, 4000, 3000});
        QVERIFY(badge->accessibleDescription().isEmpty());
        m_view->setLayer(nullptr);
    }

    void anotherSizeKeepsThePlace()
    {
        m_view->setLayer(m_red.get());
        m_view->setZoom(2.0);
        m_view->centreOn({1000, 2000});
        m_red->setImage(addressedImage({2000, 1500}));
        QCOMPARE(m_view->viewGeometry().pictureSize(), QSize(2000, 1500));
        QCOMPARE(m_view->viewGeometry().zoom(), 4.0);
        QVERIFY(isNear(m_view->viewGeometry().centre(), {500, 1000}, 1));
    }

    void nearestNeighbourPixelsAreSquaresWithAGrid()
    {
        QImage halves(100, 100, QImage::Format_RGB32);
        halves.fill(Qt::black);
        for (int y = 0; y < 100; ++y) {
            for (int x = 50; x < 100; ++x)
                halves.setPixelColor(x, y, Qt::white);
        }
        ImageLayer layer("Halves", halves);
        m_view->setLayer(&layer);
        m_view->setZoom(7.0);
        still();
        QVERIFY(m_view->paintsNearestNeighbour());
        QCOMPARE(greysIn(), QSet<int>({0, 255}));
        m_view->setNearestNeighbour(NearestNeighbour::Off);
        QVERIFY(greysIn().size() > 2); // smooth
        m_view->setNearestNeighbour(NearestNeighbour::Auto);
        m_view->setZoom(3.0);
        still();
        QVERIFY(!m_view->paintsNearestNeighbour());
        m_view->setNearestNeighbour(NearestNeighbour::On);
        QVERIFY(m_view->paintsNearestNeighbour());
        QCOMPARE(greysIn(), QSet<int>({0, 255}));
        m_view->setZoom(1.0);
        QVERIFY(!m_view->paintsNearestNeighbour()); // there is nothing to enlarge
        m_view->setZoom(8.0);
        still();
        const QSet<int> greys = greysIn();
        QVERIFY(greys.size() > 2); // the grid
        QVERIFY(greys.contains(0));
        QVERIFY(greys.contains(255));
        m_view->setLayer(nullptr);
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

    void aSplitShowsBoth()
    {
        m_view->setLayer(m_red.get());
        m_view->setSecondLayer(m_blue.get());
        m_view->setZoom(1.0);
        still();
        QVERIFY(divider()->isVisible());
        QCOMPARE(colourAt({100, 300}), QColor(Qt::red));
        QCOMPARE(colourAt({290, 300}), QColor(Qt::red));
        QCOMPARE(colourAt({310, 300}), QColor(Qt::blue));
        m_view->setDivider(0.25);
        QCOMPARE(colourAt({140, 300}), QColor(Qt::red));
        QCOMPARE(colourAt({160, 300}), QColor(Qt::blue));
        // Each layer gets its own visible region.
        const double edge = m_view->viewGeometry().mapToImage(QPointF(150, 0)).x();
        QTRY_VERIFY(isNear(m_red->visibleRegions.last().view.area.right(), edge));
        QTRY_VERIFY(isNear(m_blue->visibleRegions.last().view.area.left(), edge));
        m_view->setSecondLayer(nullptr);
        QVERIFY(!divider()->isVisible());
        QCOMPARE(colourAt({500, 300}), QColor(Qt::red));
    }

    void theDividerMovesByMouseAndKey()
    {
        m_view->setLayer(m_red.get());
        m_view->setSecondLayer(m_blue.get());
        m_view->setZoom(1.0);
        still();
        const QPointF centre = m_view->viewGeometry().centre();
        SplitDivider* const line = divider();
        const QPoint handle = line->rect().center();
        QTest::mousePress(line, Qt::LeftButton, {}, handle);
        moveMouse(*line, QPointF(handle) + QPointF(-150, 30), Qt::LeftButton);
        QTest::mouseRelease(line, Qt::LeftButton, {}, line->rect().center());
        QCOMPARE(m_view->divider(), 0.25);
        QCOMPARE(m_view->viewGeometry().centre(), centre); // the pictures stay
        QTest::keyClick(line, Qt::Key_Right);
        QVERIFY(isNear(m_view->divider(), 0.26));
        QTest::keyClick(line, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(isNear(m_view->divider(), 0.36));
        QTest::keyClick(line, Qt::Key_End);
        QCOMPARE(m_view->divider(), 1.0);
        QCOMPARE(colourAt({590, 300}), QColor(Qt::red));
        QTest::keyClick(line, Qt::Key_Home);
        QCOMPARE(m_view->divider(), 0.0);
        QCOMPARE(colourAt({30, 300}), QColor(Qt::blue));
    }

    void movingTheDividerPaintsWhatItUncovers()
    {
        m_view->setLayer(m_red.get());
        m_view->setSecondLayer(m_blue.get());
        m_view->setZoom(1.0);
        still();
        QTRY_VERIFY(!m_red->paints.isEmpty());
        QCoreApplication::processEvents();
        m_red->paints.clear();
        m_blue->paints.clear();
        m_view->setDivider(0.6);
        QTRY_VERIFY(!m_red->paints.isEmpty());
        const QRectF strip =
            m_view->viewGeometry().mapToImage(QRectF(270, 0, 120, 400)).adjusted(-3, -3, 3, 3);
        for (const LayerView& painted : m_red->paints + m_blue->paints) {
            QVERIFY(painted.area.left() >= strip.left());
            QVERIFY(painted.area.right() <= strip.right());
        }
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

private:
    QColor colourAt(QPointF viewPoint) const
    {
        const QImage image = m_view->grab().toImage();
        return QColor(image.pixel((viewPoint * image.devicePixelRatio()).toPoint()));
    }

    // The pixel of the picture under the middle of the device pixel that colourAt() reads.
    QPoint pixelAt(QPointF viewPoint) const
    {
        const double ratio = m_view->devicePixelRatioF();
        const QPointF middle = QPointF((viewPoint * ratio).toPoint()) + QPointF(0.5, 0.5);
        const QPointF pixel = m_view->viewGeometry().mapToImage(middle / ratio);
        return {int(std::floor(pixel.x())), int(std::floor(pixel.y()))};
    }

    QSet<int> greysIn() const
    {
        const QImage image = m_view->grab(QRect(260, 190, 80, 20)).toImage();
        QSet<int> greys;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                greys.insert(qGray(image.pixel(x, y)));
        }
        return greys;
    }

    QColor ground() const { return QColor(m_view->palette().color(m_view->backgroundRole()).rgb()); }
    void still() { QTRY_VERIFY(!m_view->isMoving()); }
    QList<TitleBadge*> badges() const { return m_view->findChildren<TitleBadge*>(); }
    SplitDivider* divider() const { return m_view->findChild<SplitDivider*>(); }

    std::unique_ptr<ImageLayer> m_red;
    std::unique_ptr<ImageLayer> m_blue;
    std::unique_ptr<PictureView> m_view;
};

QTEST_MAIN(PictureViewTest)
#include "picture_view_test.moc"
