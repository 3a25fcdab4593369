// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/read/packed_picture.h"
#include "tests/ui/shell/window_bench.h"
#include "ui/layers/photo_layer.h"
#include "ui/shell/compare_pane.h"

#include <QApplication>
#include <QClipboard>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace enlarger;
using ui::CompareView;
using ui::Layer;
using Mode = CompareView::Mode;

/// What a person does with an opened photo, by mouse and key, in the whole window.
class WindowComparingTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::WindowBench> m_bench;

    CompareView& view() const { return m_bench->view(); }
    app::Document& photo() const { return *m_bench->bench().documents.current(); }
    void key(int key, Qt::KeyboardModifiers modifiers = {}) const { m_bench->key(key, modifiers); }

    static bool isNear(QPointF one, QPointF other) // output pixels
    {
        return (one - other).manhattanLength() < 1.0;
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWindowWarnings();
        m_bench = std::make_unique<tests::WindowBench>();
        QVERIFY(m_bench->start());
        QVERIFY(m_bench->open(m_bench->folder().writePicture("a.png", 400, 300)));
        view().setFocus();
    }
    void cleanup()
    {
        m_bench = nullptr;
        QApplication::clipboard()->clear();
    }

    void beginsBesideBicubic()
    {
        QCOMPARE(view().mode(), Mode::SideBySide);
        QVERIFY(view().isFit());
        const auto panes = view().visibleViews();
        QCOMPARE(panes.size(), 2);
        QCOMPARE(panes[0]->layer()->title(), QStringLiteral("Bicubic"));
        QCOMPARE(panes[1]->layer(), m_bench->bench().candidates.find("model"));
    }

    void everyModeKeepsZoomAndPlace_data()
    {
        QTest::addColumn<bool>("byKey");
        QTest::newRow("key") << true;
        QTest::newRow("button") << false;
    }
    void everyModeKeepsZoomAndPlace()
    {
        QFETCH(bool, byKey);
        const std::vector<std::tuple<Mode, int, QString>> modes{
            {Mode::Split, Qt::Key_F3, QStringLiteral("Split")},
            {Mode::Flip, Qt::Key_F4, QStringLiteral("Flip")},
            {Mode::Grid, Qt::Key_F5, QStringLiteral("Grid")},
            {Mode::Difference, Qt::Key_F6, QStringLiteral("Difference")},
            {Mode::SideBySide, Qt::Key_F2, QStringLiteral("Side by side")}};
        key(Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(view().zoom(), 1.0);
        key(Qt::Key_Right);
        key(Qt::Key_Down);
        view().visibleViews()[0]->centreOn({700, 500});
        for (const auto& [mode, modeKey, name] : modes) {
            if (byKey) {
                key(modeKey);
            } else {
                QVERIFY(m_bench->button(name));
                QTest::mouseClick(m_bench->button(name), Qt::LeftButton);
            }
            QCOMPARE(view().mode(), mode);
            QCOMPARE(view().zoom(), 1.0);
            for (ui::PictureView* pane : view().visibleViews())
                QVERIFY2(isNear(pane->viewGeometry().centre(), {700, 500}), qPrintable(name));
            QVERIFY(static_cast<QToolButton*>(m_bench->button(name))->isChecked());
            QVERIFY(m_bench->waitUntilIdle());
        }
    }

    void flippingByNumbersAndSpace()
    {
        key(Qt::Key_F4);
        const auto& list = m_bench->bench().candidates.list();
        for (int i = 0; i < int(list.size()); ++i) {
            key(Qt::Key_1 + i);
            QCOMPARE(view().candidate(), i);
            QCOMPARE(view().visibleViews()[0]->layer(), list[std::size_t(i)].layer);
        }
        QWidget* focus = QApplication::focusWidget();
        QTest::keyPress(focus, Qt::Key_Space);
        QCOMPARE(view().visibleViews()[0]->layer(), list[0].layer); // while it is held
        QTest::keyRelease(focus, Qt::Key_Space);
        QCOMPARE(view().visibleViews()[0]->layer(), list.back().layer);
        key(Qt::Key_9); // there are not so many
        QCOMPARE(view().candidate(), int(list.size()) - 1);
    }

    void anotherModelKeepsZoomAndPlace()
    {
        key(Qt::Key_1, Qt::ControlModifier);
        view().visibleViews()[0]->centreOn({700, 500});
        m_bench->bench().session.setModel("other");
        QCOMPARE(view().zoom(), 1.0);
        QVERIFY(isNear(view().visibleViews()[1]->viewGeometry().centre(), {700, 500}));
        QCOMPARE(view().visibleViews()[1]->layer()->title(), QStringLiteral("Title of other"));
        m_bench->bench().candidates.setAddedModels({"photo-x4"});
        QVERIFY(isNear(view().visibleViews()[0]->viewGeometry().centre(), {700, 500}));
        m_bench->bench().session.setRequestedSize({.factor = 2.0}); // the same place at half the size
        QVERIFY(isNear(view().visibleViews()[0]->viewGeometry().centre(), {350, 250}));
        QVERIFY(m_bench->waitUntilIdle());
    }

    void aNetworkThatFailedIsTriedAgain()
    {
        const std::filesystem::path file = m_bench->bench().catalog.find("other")->file;
        const std::filesystem::path aside = m_bench->folder().path("aside");
        std::filesystem::rename(file, aside);
        key(Qt::Key_1, Qt::ControlModifier);
        m_bench->bench().session.setModel("other");
        const QString offer = QStringLiteral("Try again");
        QTRY_VERIFY(m_bench->button(offer));
        QVERIFY(m_bench->message().contains(QString::fromStdString(file.filename().string())));
        const auto isComputed = [this] {
            const auto* layer = static_cast<ui::PhotoLayer*>(m_bench->bench().candidates.find("model"));
            return !m_bench->bench()
                        .regions
                        .tiles(app::RegionService::Kind::Network, layer->content().network->id,
                               {0, 0, 400, 300})
                        .empty();
        };
        QVERIFY(!isComputed());
        std::filesystem::rename(aside, file);
        QTest::mouseClick(m_bench->button(offer), Qt::LeftButton);
        QTRY_VERIFY(isComputed());
        QVERIFY(m_bench->waitUntilIdle());
    }

    void onlyWhatIsShownCanBeCopied()
    {
        const auto copy = [this] {
            for (const QAction* action : m_bench->actions())
                if (action->shortcut() == QKeySequence(QKeySequence::Copy))
                    return action->isEnabled();
            return false;
        };
        QVERIFY(copy());
        m_bench->bench().documents.closeAll();
        QVERIFY(!copy());
        QVERIFY(m_bench->open(m_bench->folder().path("a.png")));
        QVERIFY(copy());
    }

    void zoomingByKey()
    {
        QVERIFY(view().isFit());
        key(Qt::Key_Equal, Qt::ControlModifier);
        QVERIFY(!view().isFit());
        const double zoom = view().zoom();
        key(Qt::Key_Minus, Qt::ControlModifier);
        QVERIFY(view().zoom() < zoom);
        key(Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(view().zoom(), 1.0);
        key(Qt::Key_0, Qt::ControlModifier);
        QVERIFY(view().isFit());
        key(Qt::Key_U);
        QVERIFY(!view().isLocked());
        key(Qt::Key_U);
        QVERIFY(view().isLocked());
        key(Qt::Key_L);
        QVERIFY(view().hasLoupe());
        key(Qt::Key_L);
        QVERIFY(!view().hasLoupe());
    }

    void aCropLimitsTheOutput()
    {
        QCOMPARE(m_bench->bench().session.outputSize(), QSize(1600, 1200));
        key(Qt::Key_C);
        QVERIFY(view().hasCropTool());
        view().cropTool().setRectangle(QRectF(400, 200, 800, 600)); // pixels of the output
        key(Qt::Key_Return);
        QVERIFY(!view().hasCropTool());
        QCOMPARE(photo().crop(), std::optional(image::PixelRect{100, 50, 200, 150}));
        QCOMPARE(m_bench->bench().session.outputSize(), QSize(800, 600));
        QCOMPARE(view().activeLayer()->size(), QSize(800, 600));
        QVERIFY(view().isFit());

        key(Qt::Key_C); // again: it is shown in the whole photo
        QCOMPARE(view().activeLayer()->size(), QSize(1600, 1200));
        QCOMPARE(view().cropTool().rectangle(), QRectF(400, 200, 800, 600));
        key(Qt::Key_Right, Qt::ShiftModifier);
        key(Qt::Key_Escape); // leaves it as it was
        QVERIFY(!view().hasCropTool());
        QCOMPARE(m_bench->bench().session.outputSize(), QSize(800, 600));
        key(Qt::Key_C, Qt::ShiftModifier);
        QVERIFY(!photo().crop());
        QCOMPARE(m_bench->bench().session.outputSize(), QSize(1600, 1200));
        QVERIFY(m_bench->waitUntilIdle());
    }

    void anotherPhotoEndsTheCropTool()
    {
        key(Qt::Key_C);
        QVERIFY(view().hasCropTool());
        QVERIFY(m_bench->open(m_bench->folder().writePicture("b.png")));
        QVERIFY(!view().hasCropTool());
        QVERIFY(!photo().crop());
    }

    void copyTakesWhatIsVisible()
    {
        key(Qt::Key_1, Qt::ControlModifier);
        QVERIFY(m_bench->waitUntilIdle());
        const QSize visible = view().visibleArea().toAlignedRect().size();
        key(Qt::Key_C, Qt::ControlModifier);
        QTRY_COMPARE(QApplication::clipboard()->image().size(), visible);
        QVERIFY(visible.width() < 1600);
        QVERIFY(m_bench->message().contains(QString::number(visible.width())));
        key(Qt::Key_0, Qt::ControlModifier); // fitted: the whole result, at 100 %
        key(Qt::Key_C, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(QApplication::clipboard()->image().size(), QSize(1600, 1200), 60'000);
    }

    void copyFinishesWhatIsNotComputed()
    {
        QVERIFY(view().isFit()); // where nothing of the network is computed
        const Layer* model = m_bench->bench().candidates.find("model");
        QVERIFY(!model->isFinished({0, 0, 1600, 1200}));
        view().visibleViews()[1]->setFocus();
        key(Qt::Key_C, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(QApplication::clipboard()->image().size(), QSize(1600, 1200), 60'000);
        QVERIFY(model->isFinished({0, 0, 1600, 1200}));
        const QImage copied = QApplication::clipboard()->image();
        key(Qt::Key_1, Qt::ControlModifier);
        QVERIFY(m_bench->waitUntilIdle());
        QImage shown(1600, 1200, QImage::Format_RGB32);
        QPainter painter(&shown);
        ui::LayerView whole;
        whole.area = QRectF(0, 0, 1600, 1200);
        m_bench->bench().candidates.find("model")->paint(painter, whole);
        painter.end();
        QCOMPARE(copied.convertToFormat(QImage::Format_RGB32), shown);
    }

    void whatIsTooLargeToCopyIsSaid()
    {
        m_bench->bench().session.setRequestedSize({.factor = 40.0}); // 192 megapixels
        view().visibleViews()[1]->setFocus();
        key(Qt::Key_0, Qt::ControlModifier);
        key(Qt::Key_C, Qt::ControlModifier);
        QVERIFY(m_bench->message().contains(QStringLiteral("192 megapixels")));
        QVERIFY(QApplication::clipboard()->image().isNull());
    }

    void anotherPhotoKeepsZoomAndCandidate()
    {
        key(Qt::Key_F4);
        key(Qt::Key_3);
        key(Qt::Key_1, Qt::ControlModifier);
        view().visibleViews()[0]->centreOn({800, 600});
        QVERIFY(m_bench->open(m_bench->folder().writePicture("b.png", 600, 400)));
        QCOMPARE(view().zoom(), 1.0);
        QVERIFY(isNear(view().visibleViews()[0]->viewGeometry().centre(), {1200, 800}));
        QCOMPARE(view().candidate(), 2);
        key(Qt::Key_0, Qt::ControlModifier);
        key(Qt::Key_PageUp);
        QVERIFY(view().isFit());
    }

    void rememberedNextTime()
    {
        key(Qt::Key_F3);
        m_bench->bench().session.setModel("other");
        m_bench->window().resize(1111, 777);
        m_bench->window().close();
        QVERIFY(m_bench->start());
        QCOMPARE(view().mode(), Mode::Split);
        QCOMPARE(m_bench->bench().session.model(), QStringLiteral("other"));
        QCOMPARE(m_bench->window().size(), QSize(1111, 777));
    }
};

QTEST_MAIN(WindowComparingTest)
#include "window_comparing_test.moc"
