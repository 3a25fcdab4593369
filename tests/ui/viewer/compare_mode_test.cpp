// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/compare_mode.h"

#include "tests/ui/viewer/compare_view_fixture.h"
#include "tests/ui/viewer/view_events.h"
#include "ui/viewer/split_divider.h"

#include <QSignalSpy>
#include <QTest>

using namespace enlarger;
using namespace enlarger::ui;
using tests::ImageLayer;
using tests::isNear;
using tests::moveMouse;
using Mode = CompareMode;

/// What each mode shows, and what stays when it changes.
class CompareModeTest : public tests::CompareViewFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { open(); }
    void cleanup() { close(); }

    void everyModeHasARowOfItsOwn()
    {
        QSet<QString> names;
        QSet<QString> shortcuts;
        for (const CompareModeInfo& info : compareModes()) {
            QVERIFY(&infoOf(info.mode) == &info);
            names.insert(QString::fromLatin1(info.name));
            shortcuts.insert(QString::fromLatin1(info.shortcut));
            QVERIFY(*info.use && *info.icon && info.panes);
        }
        QCOMPARE(names.size(), qsizetype(compareModes().size()));
        QCOMPARE(shortcuts.size(), qsizetype(compareModes().size()));
    }

    void withoutLayersItIsCalm()
    {
        CompareView empty;
        empty.resize(400, 300);
        empty.show();
        QVERIFY(QTest::qWaitForWindowExposed(&empty));
        for (const CompareModeInfo& info : compareModes()) {
            empty.setMode(info.mode);
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

    void titlesAskForAnotherChoice()
    {
        QSignalSpy asked(m_view.get(), &CompareView::choiceRequested);
        QSignalSpy closed(m_view.get(), &CompareView::closeRequested);
        const auto clickAt = [this](int pane, int fromRight) {
            QTest::mouseClick(
                badge(pane), Qt::LeftButton, {},
                QPoint(fromRight ? badge(pane)->width() - fromRight : 12, badge(pane)->height() / 2));
        };
        clickAt(1, 0);
        QCOMPARE(asked.takeFirst()[0].toInt(), 1);
        m_view->setMode(Mode::Split);
        const auto badges = m_view->visibleViews()[0]->findChildren<TitleBadge*>();
        QTest::mouseClick(badges[1], Qt::LeftButton, {}, QPoint(12, 8));
        QCOMPARE(asked.takeFirst()[0].toInt(), 1); // right of the divider
        m_view->setMode(Mode::Grid);
        clickAt(2, 0);
        QCOMPARE(asked.takeFirst()[0].toInt(), 2);
        clickAt(2, 10);
        QCOMPARE(closed.takeFirst()[0].toInt(), 2);
        m_view->setGrid({3});
        clickAt(0, 10); // one alone has no cross
        QVERIFY(closed.isEmpty());
        QCOMPARE(asked.size(), 1);
        ImageLayer difference("Difference", pictureSize, Qt::darkRed);
        m_view->setDifferenceLayers(&difference, nullptr);
        m_view->setMode(Mode::Difference);
        asked.clear();
        clickAt(0, 0); // there is nothing to choose
        QVERIFY(asked.isEmpty());
        m_view->setDifferenceLayers(nullptr, nullptr);
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
        for (const CompareModeInfo& info : compareModes()) {
            auto gone = std::make_unique<ImageLayer>("Gone", pictureSize, Qt::white);
            m_view->setLayers({gone.get(), m_layers[1].get()});
            m_view->setDifferenceLayers(gone.get(), m_layers[1].get());
            m_view->setPair(0, 1);
            m_view->setGrid({0, 1});
            m_view->showCandidate(0);
            m_view->setMode(info.mode);
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
};

QTEST_MAIN(CompareModeTest)
#include "compare_mode_test.moc"
