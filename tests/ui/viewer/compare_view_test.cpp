// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/viewer/fake_layers.h"
#include "ui/viewer/compare_view.h"
#include "ui/viewer/loupe.h"
#include "ui/viewer/navigator.h"
#include "ui/viewer/split_divider.h"
#include "ui/viewer/title_badge.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <memory>

using namespace enlarger::ui;
using enlarger::tests::addressedImage;
using enlarger::tests::ImageLayer;
using enlarger::tests::TiledLayer;
using Mode = CompareView::Mode;

namespace {

constexpr QSize pictureSize(4000, 3000);

bool isNear(double one, double other, double tolerance = 1e-6)
{
    return std::abs(one - other) <= tolerance;
}

bool isNear(QPointF one, QPointF other, double tolerance = 1e-6)
{
    return isNear(one.x(), other.x(), tolerance) && isNear(one.y(), other.y(), tolerance);
}

void moveMouse(QWidget& widget, QPointF place, Qt::MouseButtons buttons = {})
{
    QMouseEvent event(QEvent::MouseMove, place, widget.mapToGlobal(place), Qt::NoButton, buttons,
                      Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &event);
}

void drag(QWidget& widget, QPoint from, QPoint to)
{
    QTest::mousePress(&widget, Qt::LeftButton, {}, from);
    moveMouse(widget, to, Qt::LeftButton);
    QTest::mouseRelease(&widget, Qt::LeftButton, {}, to);
}

} // namespace

class CompareViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(".*"));
        const QList<QColor> colours{Qt::red, Qt::green, Qt::blue, Qt::yellow, Qt::cyan};
        const QStringList titles{"Original", "Bicubic", "Faithful", "Crisp", "Odd"};
        QList<Layer*> layers;
        for (int i = 0; i < colours.size(); ++i) {
            m_layers.push_back(std::make_unique<ImageLayer>(titles[i], pictureSize, colours[i]));
            layers.append(m_layers.back().get());
        }
        m_view = std::make_unique<CompareView>();
        m_view->resize(801, 601);
        m_view->setLayers(layers);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }

    void cleanup()
    {
        m_view.reset();
        m_layers.clear();
    }

    void withoutLayersItIsCalm()
    {
        CompareView empty;
        empty.resize(400, 300);
        empty.show();
        QVERIFY(QTest::qWaitForWindowExposed(&empty));
        for (const Mode mode : {Mode::Split, Mode::Flip, Mode::Grid, Mode::Difference, Mode::SideBySide}) {
            empty.setMode(mode);
            empty.zoomIn();
            empty.zoomOut();
            empty.fit();
            empty.setLoupe(true);
            QTest::keyClick(&empty, Qt::Key_1);
            QCOMPARE(empty.visibleViews().size(), 1);
            QCOMPARE(at(empty.grab().toImage(), {200, 150}), paletteColour(QPalette::Dark));
        }
        QCOMPARE(empty.candidate(), -1);
        QCOMPARE(empty.activeLayer(), nullptr);
    }

    void sideBySideShowsAPair()
    {
        m_view->setPair(1, 2);
        QCOMPARE(m_view->visibleViews().size(), 2);
        QCOMPARE(m_view->visibleViews()[0]->size(), m_view->visibleViews()[1]->size());
        m_view->setZoom(1.0);
        still();
        const QImage image = m_view->grab().toImage();
        QCOMPARE(at(image, {100, 300}), QColor(Qt::green));
        QCOMPARE(at(image, {390, 300}), QColor(Qt::green));
        QCOMPARE(at(image, {410, 300}), QColor(Qt::blue));
        QCOMPARE(at(image, {400, 300}), paletteColour(QPalette::Mid)); // one thin line
        QCOMPARE(badge(0)->title(), QString("Bicubic"));
        QCOMPARE(badge(1)->title(), QString("Faithful"));
    }

    void oneCandidateHasOnePane()
    {
        m_view->setLayers({m_layers[0].get()});
        QCOMPARE(m_view->visibleViews().size(), 1);
        QCOMPARE(m_view->visibleViews()[0]->width(), 801);
    }

    void widePicturesLieOneAboveTheOther()
    {
        ImageLayer upper("Upper", {4000, 800}, Qt::green);
        ImageLayer lower("Lower", {4000, 800}, Qt::blue);
        m_view->setLayers({&upper, &lower});
        const QList<PictureView*> views = m_view->visibleViews();
        QCOMPARE(views.size(), 2);
        QCOMPARE(views[0]->width(), 801);
        QCOMPARE(views[1]->geometry().top(), views[0]->geometry().bottom() + 2); // one thin line
        m_view->setZoom(1.0);
        still();
        const QImage image = m_view->grab().toImage();
        QCOMPARE(at(image, {400, 200}), QColor(Qt::green));
        QCOMPARE(at(image, {400, 300}), paletteColour(QPalette::Mid));
        QCOMPARE(at(image, {400, 400}), QColor(Qt::blue));
    }

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

    void splitHasADivider()
    {
        m_view->setPair(0, 3);
        m_view->setMode(Mode::Split);
        m_view->setZoom(1.0);
        m_view->setDivider(0.25);
        still();
        const QImage image = m_view->grab().toImage();
        QCOMPARE(at(image, {180, 500}), QColor(Qt::red));
        QCOMPARE(at(image, {220, 500}), QColor(Qt::yellow));
        QCOMPARE(m_view->visibleViews().size(), 1);
        QCOMPARE(m_view->activeLayer(), m_layers[3].get());
        m_view->setMode(Mode::SideBySide);
        QVERIFY(!m_view->findChild<SplitDivider*>()->isVisible());
        m_view->setMode(Mode::Split);
        QCOMPARE(m_view->divider(), 0.25);
    }

    void flipChoosesByKey()
    {
        m_view->setMode(Mode::Flip);
        m_view->setZoom(1.0);
        still();
        QCOMPARE(m_view->candidate(), 4);
        const QSignalSpy changed(m_view.get(), &CompareView::candidateChanged);
        const QSignalSpy active(m_view.get(), &CompareView::activeLayerChanged);
        QTest::keyClick(m_view->activeView(), Qt::Key_2);
        QCOMPARE(m_view->candidate(), 1);
        QCOMPARE(middle(), QColor(Qt::green));
        QTest::keyClick(m_view->activeView(), Qt::Key_9); // there is none
        QCOMPARE(m_view->candidate(), 1);
        m_view->showCandidate(2);
        QCOMPARE(middle(), QColor(Qt::blue));
        QCOMPARE(changed.count(), 2);
        QCOMPARE(active.count(), 2);
        QCOMPARE(m_view->activeLayer(), m_layers[2].get());
    }

    void spaceShowsTheOriginalWhileHeld()
    {
        m_view->setMode(Mode::Flip);
        m_view->setZoom(1.0);
        m_view->showCandidate(3);
        still();
        QTest::keyPress(m_view->activeView(), Qt::Key_Space);
        QCOMPARE(middle(), QColor(Qt::red));
        QCOMPARE(m_view->candidate(), 3);
        QKeyEvent repeated(QEvent::KeyRelease, Qt::Key_Space, Qt::NoModifier, {}, true);
        QCoreApplication::sendEvent(m_view->activeView(), &repeated);
        QCOMPARE(middle(), QColor(Qt::red));
        QTest::keyRelease(m_view->activeView(), Qt::Key_Space);
        QCOMPARE(middle(), QColor(Qt::yellow));
        // Its release may go to another window.
        QTest::keyPress(m_view->activeView(), Qt::Key_Space);
        QEvent deactivated(QEvent::WindowDeactivate);
        QCoreApplication::sendEvent(m_view.get(), &deactivated);
        QCOMPARE(middle(), QColor(Qt::yellow));
    }

    void flippingPaintsNothingBetween()
    {
        m_view->setMode(Mode::Flip);
        m_view->setZoom(1.0);
        m_view->showCandidate(0);
        still();
        QCoreApplication::processEvents();
        for (const auto& layer : m_layers)
            layer->paints.clear();
        m_view->showCandidate(2);
        QTRY_VERIFY(!m_layers[2]->paints.isEmpty());
        for (const int other : {0, 1, 3, 4})
            QVERIFY(m_layers[size_t(other)]->paints.isEmpty());
    }

    void gridShowsUpToFour()
    {
        m_view->setMode(Mode::Grid);
        m_view->setZoom(1.0);
        still();
        QCOMPARE(m_view->visibleViews().size(), 4);
        QImage image = m_view->grab().toImage();
        QCOMPARE(at(image, {200, 150}), QColor(Qt::red));
        QCOMPARE(at(image, {600, 150}), QColor(Qt::green));
        QCOMPARE(at(image, {200, 450}), QColor(Qt::blue));
        QCOMPARE(at(image, {600, 450}), QColor(Qt::yellow));
        m_view->setGrid({4, 1, 7, 0});
        QCOMPARE(m_view->visibleViews().size(), 3);
        image = m_view->grab().toImage();
        QCOMPARE(at(image, {200, 150}), QColor(Qt::cyan));
        QCOMPARE(at(image, {600, 150}), QColor(Qt::green));
        QCOMPARE(at(image, {200, 450}), QColor(Qt::red));
        QCOMPARE(at(image, {600, 450}), paletteColour(QPalette::Dark));
    }

    void differenceShowsItsOwnLayers()
    {
        ImageLayer first("Back to the original", pictureSize, Qt::darkRed);
        ImageLayer second("Against bicubic", pictureSize, Qt::darkBlue);
        m_view->setDifferenceLayers(&first, &second);
        m_view->setMode(Mode::Difference);
        m_view->setZoom(1.0);
        still();
        const QImage image = m_view->grab().toImage();
        QCOMPARE(at(image, {200, 300}), QColor(Qt::darkRed));
        QCOMPARE(at(image, {600, 300}), QColor(Qt::darkBlue));
        m_view->setDifferenceLayers(&first, nullptr);
        QCOMPARE(m_view->visibleViews().size(), 1);
        m_view->setDifferenceLayers(nullptr, nullptr);
    }

    void modesKeepZoomAndPlace()
    {
        const QSignalSpy changed(m_view.get(), &CompareView::modeChanged);
        m_view->setZoom(1.5);
        m_view->activeView()->centreOn({1800, 1300});
        for (const Mode mode : {Mode::Split, Mode::Grid, Mode::Flip, Mode::Difference, Mode::SideBySide}) {
            m_view->setDifferenceLayers(m_layers[0].get(), m_layers[1].get());
            m_view->setMode(mode);
            QCOMPARE(m_view->mode(), mode);
            for (const PictureView* pane : m_view->visibleViews()) {
                QCOMPARE(pane->viewGeometry().zoom(), 1.5);
                QVERIFY(isNear(pane->viewGeometry().centre(), {1800, 1300}));
            }
        }
        QCOMPARE(changed.count(), 5);
        m_view->fit();
        m_view->setMode(Mode::Grid);
        QVERIFY(m_view->isFit());
        QVERIFY(m_view->activeView()->viewGeometry().showsAll());
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

    void candidatesThatStayKeepTheirPanes()
    {
        m_view->setPair(1, 2);
        m_view->setMode(Mode::Flip);
        m_view->showCandidate(2);
        m_view->setLayers({m_layers[0].get(), m_layers[2].get(), m_layers[3].get()});
        QCOMPARE(m_view->candidate(), 1);
        m_view->setMode(Mode::SideBySide);
        QCOMPARE(m_view->visibleViews()[0]->layer(), m_layers[0].get()); // the other is no candidate any more
        QCOMPARE(m_view->visibleViews()[1]->layer(), m_layers[2].get());
        QTRY_VERIFY(m_layers[1]->visibleRegions.isEmpty() ||
                    m_layers[1]->visibleRegions.last().view.area.isEmpty());
    }

    void layersMayGoInEveryMode()
    {
        m_view->setLoupe(true);
        for (const Mode mode : {Mode::SideBySide, Mode::Split, Mode::Flip, Mode::Grid, Mode::Difference}) {
            auto gone = std::make_unique<ImageLayer>("Gone", pictureSize, Qt::white);
            m_view->setLayers({gone.get(), m_layers[1].get()});
            m_view->setDifferenceLayers(gone.get(), m_layers[1].get());
            m_view->setPair(0, 1);
            m_view->setGrid({0, 1});
            m_view->showCandidate(0);
            m_view->setMode(mode);
            m_view->setZoom(1.0);
            moveMouse(*m_view->visibleViews()[0], {100, 100});
            m_view->grab();
            gone.reset();
            m_view->grab();
            QTest::keyClick(m_view->activeView(), Qt::Key_1);
            QTest::keyPress(m_view->activeView(), Qt::Key_Space);
            QTest::keyRelease(m_view->activeView(), Qt::Key_Space);
            m_view->grab();
            QCOMPARE(m_view->layers(), QList<Layer*>{m_layers[1].get()});
        }
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

private:
    static QColor at(const QImage& image, QPointF place)
    {
        return QColor(image.pixel((place * image.devicePixelRatio()).toPoint()));
    }

    QColor paletteColour(QPalette::ColorRole role) const
    {
        return QColor(m_view->palette().color(role).rgb());
    }
    QColor middle() const { return at(m_view->grab().toImage(), {400, 300}); }
    TitleBadge* badge(int pane) const { return m_view->visibleViews()[pane]->findChild<TitleBadge*>(); }
    void still()
    {
        for (const PictureView* pane : m_view->visibleViews())
            QTRY_VERIFY(!pane->isMoving());
    }

    std::vector<std::unique_ptr<ImageLayer>> m_layers;
    std::unique_ptr<CompareView> m_view;
};

QTEST_MAIN(CompareViewTest)
#include "compare_view_test.moc"
