// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/shell/window_bench.h"
#include "ui/enlarge/strength_slider.h"
#include "ui/shell/crop_bar.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace enlarger;
using image::PixelRect;
using image::Turn;

/// Rotating and straightening, in the whole window.
class WindowTurnTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::WindowBench> m_bench;

    ui::CompareView& view() const { return m_bench->view(); }
    ui::CropTool& tool() const { return view().cropTool(); }
    app::Document& photo() const { return *m_bench->bench().documents.current(); }
    void key(int key, Qt::KeyboardModifiers modifiers = {}) const { m_bench->key(key, modifiers); }
    ui::CropBar& bar() const { return *m_bench->window().findChild<ui::CropBar*>(); }
    QDoubleSpinBox& angle() const { return *bar().findChild<QDoubleSpinBox*>(); }
    QSize shownSize() const { return view().visibleViews()[0]->layer()->size(); }

    void chooseRatio(const QString& text) const
    {
        auto* box = bar().findChild<QComboBox*>();
        const int index = box->findText(text);
        QVERIFY(index >= 0);
        box->setCurrentIndex(index);
        Q_EMIT box->activated(index);
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
    void cleanup() { m_bench = nullptr; }

    void keysRotateWhatIsShownAndExported()
    {
        photo().setCrop(PixelRect{10, 20, 100, 50});
        QCOMPARE(shownSize(), QSize(400, 200));
        key(Qt::Key_R);
        QTRY_COMPARE(photo().turn(), (Turn{1, 0.0}));
        QCOMPARE(photo().crop(), std::optional(PixelRect{230, 10, 50, 100}));
        QCOMPARE(shownSize(), QSize(200, 400));
        QVERIFY(view().isFit());
        QCOMPARE(m_bench->bench().session.optionsFor(photo()).turn, photo().turn());
        key(Qt::Key_R, Qt::ShiftModifier);
        QTRY_COMPARE(photo().turn(), Turn());
        key(Qt::Key_BracketRight, Qt::ControlModifier);
        key(Qt::Key_BracketRight, Qt::ControlModifier);
        QTRY_COMPARE(photo().turn(), (Turn{2, 0.0}));
        key(Qt::Key_BracketLeft, Qt::ControlModifier);
        QTRY_COMPARE(photo().turn(), (Turn{1, 0.0}));
        QVERIFY(m_bench->waitUntilIdle());
    }

    void theAngleIsSeenAtOnceAndReadWhenItRests()
    {
        key(Qt::Key_C);
        QVERIFY(bar().isVisible());
        tool().setRectangle({400, 300, 800, 600});
        angle().setValue(5.0);
        QCOMPARE(tool().tilt(), 5.0);
        QCOMPARE(tool().tiltZoom(), 400.0 / image::turnedPicture(400, 300, {0, 5.0}).width);
        QCOMPARE(photo().turn(), Turn());
        QTRY_COMPARE(photo().turn(), (Turn{0, 5.0}));
        QCOMPARE(tool().tilt(), 0.0);
        const PixelRect whole = image::turnedPicture(400, 300, {0, 5.0});
        QCOMPARE(shownSize(), QSize(4 * whole.width, 4 * whole.height));
        QVERIFY(std::abs(tool().rectangle().width() - shownSize().width() / 2.0) <= 1.0);
        QVERIFY(!photo().crop());

        key(Qt::Key_Return);
        QVERIFY(!view().hasCropTool() && !bar().isVisible());
        QCOMPARE(photo().turn(), (Turn{0, 5.0}));
        QVERIFY(photo().crop());
        QVERIFY(std::abs(photo().crop()->width - whole.width / 2) <= 1);
        key(Qt::Key_C); // the angle is where it was left
        QCOMPARE(angle().value(), 5.0);
        auto* slider = bar().findChild<ui::StrengthSlider*>();
        QCOMPARE(slider->value(), 50);
        Q_EMIT slider->defaultRequested();
        QCOMPARE(angle().value(), 0.0);
        key(Qt::Key_Return); // before it is read
        QTRY_COMPARE(photo().turn(), Turn());
        QVERIFY(std::abs(photo().crop()->width - 200) <= 2);
    }

    void aPulledSliderLeavesEnterToTheCrop()
    {
        key(Qt::Key_C);
        auto* slider = bar().findChild<ui::StrengthSlider*>();
        QTest::mouseClick(slider, Qt::LeftButton, {}, QPoint(slider->width() - 4, slider->height() / 2));
        QVERIFY(angle().value() > 20.0);
        angle().setFocus();
        key(Qt::Key_Return); // takes what was typed
        QVERIFY(view().hasCropTool() && !angle().hasFocus());
        key(Qt::Key_Return);
        QVERIFY(!view().hasCropTool());
        QTRY_VERIFY(photo().turn().degrees > 20.0);
    }

    void escapeTakesTurnsBack()
    {
        photo().setCrop(PixelRect{10, 20, 100, 50});
        key(Qt::Key_C);
        key(Qt::Key_R);
        QTRY_COMPARE(photo().turn(), (Turn{1, 0.0}));
        angle().setValue(-3.0);
        QTRY_COMPARE(photo().turn(), (Turn{1, -3.0}));
        key(Qt::Key_Escape);
        QTRY_COMPARE(photo().turn(), Turn());
        QCOMPARE(photo().crop(), std::optional(PixelRect{10, 20, 100, 50}));
        QCOMPARE(shownSize(), QSize(400, 200));
    }

    void theRectangleTurnsWithThePhoto()
    {
        key(Qt::Key_C);
        chooseRatio(QStringLiteral("3 : 2"));
        tool().setRectangle({40, 80, 600, 400});
        key(Qt::Key_R);
        QTRY_COMPARE(photo().turn(), (Turn{1, 0.0}));
        QCOMPARE(tool().rectangle(), QRectF(1200 - 480, 40, 400, 600));
        QCOMPARE(*tool().ratio(), 2.0 / 3.0);
        key(Qt::Key_R);
        key(Qt::Key_R, Qt::ShiftModifier); // back before it has begun
        QCOMPARE(tool().rectangle(), QRectF(1200 - 480, 40, 400, 600));
        key(Qt::Key_R);
        key(Qt::Key_R);
        QTRY_COMPARE(photo().turn(), (Turn{3, 0.0}));
        QCOMPARE(tool().rectangle(), QRectF(80, 1600 - 640, 400, 600));
        key(Qt::Key_Return);
        QCOMPARE(photo().crop(), std::optional(PixelRect{20, 240, 100, 150}));
    }

    void proportionsByName()
    {
        key(Qt::Key_C);
        chooseRatio(QStringLiteral("16 : 9"));
        QCOMPARE(*tool().ratio(), 16.0 / 9.0);
        QCOMPARE(tool().rectangle(), QRectF(0, 150, 1600, 900));
        key(Qt::Key_X);
        QCOMPARE(*tool().ratio(), 9.0 / 16.0);
        QCOMPARE(tool().rectangle().size(), QSizeF(675, 1200));
        bar().findChild<QComboBox*>()->setFocus();
        chooseRatio(QStringLiteral("5 : 4"));                // stays upright
        QVERIFY(!bar().findChild<QComboBox*>()->hasFocus()); // Enter is the crop's
        QCOMPARE(*tool().ratio(), 0.8);
        key(Qt::Key_X);
        chooseRatio(QStringLiteral("Original"));
        QCOMPARE(*tool().ratio(), 4.0 / 3.0);
        chooseRatio(QStringLiteral("Free"));
        QVERIFY(!tool().ratio());
        tool().setRectangle({100, 100, 300, 200});
        key(Qt::Key_X);
        QCOMPARE(tool().rectangle(), QRectF(150, 50, 200, 300));
        key(Qt::Key_X);
        QCOMPARE(tool().rectangle(), QRectF(100, 100, 300, 200)); // nothing is lost by it
        key(Qt::Key_Escape);
        key(Qt::Key_X); // only while cropping
        QVERIFY(!photo().crop());
    }

    void narrowBarsKeepProportionsAndAngle_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("hasSlider");
        QTest::newRow("wide") << 1400 << true;
        QTest::newRow("narrow") << 800 << false;
    }
    void narrowBarsKeepProportionsAndAngle()
    {
        QFETCH(int, width);
        QFETCH(bool, hasSlider);
        m_bench->window().resize(width, 560);
        key(Qt::Key_C);
        QTRY_COMPARE(m_bench->window().width(), width);
        const auto* ratio = bar().findChild<QComboBox*>();
        QTRY_VERIFY(angle().width() >= angle().minimumSizeHint().width());
        QVERIFY(ratio->width() >= ratio->sizeHint().width());
        QCOMPARE(bar().findChild<ui::StrengthSlider*>()->isVisible(), hasSlider);
        QList<QRect> places;
        for (const QWidget* child : bar().findChildren<QWidget*>(Qt::FindDirectChildrenOnly))
            if (child->isVisible())
                places << child->geometry();
        std::ranges::sort(places, {}, &QRect::left);
        for (qsizetype i = 1; i < places.size(); ++i)
            QVERIFY(places[i - 1].right() < places[i].left());
        QVERIFY(!m_bench->button(QStringLiteral("Split"))); // its key stays
        key(Qt::Key_Escape);
        QVERIFY(m_bench->button(QStringLiteral("Split")));
    }

    void anotherPhotoIsNotTurned()
    {
        QVERIFY(m_bench->open(m_bench->folder().writePicture("b.png", 300, 200)));
        key(Qt::Key_R);
        QTRY_COMPARE(photo().turn(), (Turn{1, 0.0}));
        key(Qt::Key_PageUp);
        QTRY_COMPARE(m_bench->bench().documents.currentRow(), 0);
        QCOMPARE(photo().turn(), Turn());
        key(Qt::Key_C);
        QCOMPARE(angle().value(), 0.0);
    }
};

QTEST_MAIN(WindowTurnTest)
#include "window_turn_test.moc"
