// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/picture_view.h"

#include "tests/ui/viewer/picture_view_fixture.h"
#include "tests/ui/viewer/view_events.h"

#include <QSignalSpy>
#include <QTest>

using namespace enlarger;
using namespace enlarger::ui;
using tests::addressedImage;
using tests::ImageLayer;
using tests::isNear;
using tests::moveMouse;
using tests::TiledLayer;
using tests::turnWheel;

namespace {

bool isAlike(const QColor& one, const QColor& other, int tolerance)
{
    return std::abs(one.red() - other.red()) <= tolerance &&
           std::abs(one.green() - other.green()) <= tolerance &&
           std::abs(one.blue() - other.blue()) <= tolerance;
}

} // namespace

/// What a view paints, of one layer or of two under a divider.
class PictureViewTest : public tests::PictureViewFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { open(); }
    void cleanup() { close(); }

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

private:
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
};

QTEST_MAIN(PictureViewTest)
#include "picture_view_test.moc"
