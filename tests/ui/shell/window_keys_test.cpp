// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/shell/window_bench.h"
#include "ui/shell/filmstrip.h"

#include <QApplication>
#include <QDoubleSpinBox>
#include <QKeyEvent>
#include <QTest>

using namespace enlarger;
using Mode = ui::CompareView::Mode;

/// Keys of the picture, wherever the focus is and whatever the keyboard's layout.
class WindowKeysTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::WindowBench> m_bench;

    ui::CompareView& view() const { return m_bench->view(); }
    ui::Layer* shown() const { return view().visibleViews()[0]->layer(); }
    ui::Layer* original() const { return m_bench->bench().candidates.find("original"); }

    // A key by its place, as a platform reports it.
    static void press(quint32 scanCode, int key, const QString& text, Qt::KeyboardModifiers modifiers = {})
    {
        for (const auto type : {QEvent::KeyPress, QEvent::KeyRelease}) {
            QKeyEvent event(type, key, modifiers, scanCode, 0, 0, text);
            QWidget* focus = QApplication::focusWidget();
            QApplication::sendEvent(focus ? focus : QApplication::activeWindow(), &event);
        }
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWindowWarnings();
        m_bench = std::make_unique<tests::WindowBench>();
        QVERIFY(m_bench->start());
        QVERIFY(m_bench->open(m_bench->folder().writePicture("a.png", 400, 300)));
    }
    void cleanup() { m_bench = nullptr; }

    void worksRightAfterOpening()
    {
        m_bench->key(Qt::Key_F4);
        m_bench->key(Qt::Key_1);
        QCOMPARE(shown(), original());
        m_bench->key(Qt::Key_3);
        QVERIFY(shown() != original());
    }

    void worksAfterAClickOnAThumbnail()
    {
        QVERIFY(m_bench->open(m_bench->folder().writePicture("b.png", 400, 300)));
        auto* strip = m_bench->window().findChild<ui::Filmstrip*>();
        QTest::mouseClick(strip->viewport(), Qt::LeftButton, {},
                          strip->visualRect(strip->model()->index(0, 0)).center());
        QVERIFY(m_bench->shows(m_bench->folder().path("a.png")));
        m_bench->key(Qt::Key_F4);
        m_bench->key(Qt::Key_1);
        QCOMPARE(shown(), original());
    }

    void spaceShowsTheOriginalInEveryMode_data()
    {
        QTest::addColumn<int>("mode");
        for (const ui::CompareModeInfo& info : ui::compareModes())
            QTest::newRow(info.name) << int(info.mode);
    }
    void spaceShowsTheOriginalInEveryMode()
    {
        QFETCH(int, mode);
        view().setMode(Mode(mode));
        QList<ui::Layer*> before;
        for (const ui::PictureView* pane : view().visibleViews())
            before << pane->layer();
        QTest::keyPress(QApplication::focusWidget(), Qt::Key_Space);
        for (const ui::PictureView* pane : view().visibleViews()) {
            QCOMPARE(pane->layer(), original());
            QVERIFY(!pane->secondLayer());
        }
        QTest::keyRelease(QApplication::focusWidget(), Qt::Key_Space);
        QList<ui::Layer*> after;
        for (const ui::PictureView* pane : view().visibleViews())
            after << pane->layer();
        QCOMPARE(after, before);
    }

    void typingStaysTyping()
    {
        m_bench->key(Qt::Key_F4);
        const int candidate = view().candidate();
        auto* spin = m_bench->window().findChild<QDoubleSpinBox*>();
        spin->setFocus();
        spin->selectAll();
        QTest::keyClick(spin, Qt::Key_2);
        QTest::keyClick(spin, Qt::Key_Return);
        QCOMPARE(spin->value(), 2.0);
        QCOMPARE(view().candidate(), candidate);
    }

    void digitsByTheirPlace_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("shift");
        QTest::newRow("AZERTY") << int(Qt::Key_Eacute) << QStringLiteral("é") << false;
        QTest::newRow("AZERTY with shift") << int(Qt::Key_2) << QStringLiteral("2") << true;
        QTest::newRow("Czech") << 0x11B << QStringLiteral("ě") << false;
    }
    void digitsByTheirPlace()
    {
#ifndef Q_OS_LINUX
        QSKIP("places of keys are known on Linux alone");
#endif
        QFETCH(int, key);
        QFETCH(QString, text);
        QFETCH(bool, shift);
        m_bench->key(Qt::Key_F4);
        press(11, key, text, shift ? Qt::ShiftModifier : Qt::NoModifier);
        QCOMPARE(view().candidate(), 1);
    }

    void shortcutsByTheirPlaceWithoutLatinLetters()
    {
#ifndef Q_OS_LINUX
        QSKIP("places of keys are known on Linux alone");
#endif
        press(54, 0x421, QStringLiteral("с")); // where C is: crop
        QVERIFY(view().hasCropTool());
        press(9, Qt::Key_Escape, {});
        QVERIFY(!view().hasCropTool());
        press(46, 0x414, QStringLiteral("д")); // L: loupe
        QVERIFY(view().hasLoupe());
    }

    void escapeLeavesWhatWasEnteredLast()
    {
        m_bench->key(Qt::Key_F11);
        QVERIFY(m_bench->window().isFullScreen());
        m_bench->key(Qt::Key_C);
        QVERIFY(view().hasCropTool());
        m_bench->key(Qt::Key_Escape);
        QVERIFY(!view().hasCropTool());
        QVERIFY(m_bench->window().isFullScreen());
        m_bench->key(Qt::Key_Escape);
        QVERIFY(!m_bench->window().isFullScreen());
    }
};

QTEST_MAIN(WindowKeysTest)
#include "window_keys_test.moc"
