// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/shell/window_bench.h"
#include "ui/layers/photo_layer.h"
#include "ui/shell/compare_pane.h"
#include "ui/shell/filmstrip.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QTest>

using namespace enlarger;
using ui::CompareView;
using Mode = CompareView::Mode;

/// The same part of two photos beside each other.
class WindowTwoPhotosTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::WindowBench> m_bench;

    CompareView& view() const { return m_bench->view(); }
    app::DocumentList& documents() const { return m_bench->bench().documents; }
    ui::Candidates& candidates() const { return m_bench->bench().candidates; }
    ui::Filmstrip& strip() const { return *m_bench->window().findChild<ui::Filmstrip*>(); }
    QString title(int pane) const { return view().visibleViews()[pane]->layer()->title(); }
    const ui::PhotoLayer::Content& content(int pane) const
    {
        return static_cast<ui::PhotoLayer*>(view().visibleViews()[pane]->layer())->content();
    }

    // The menu that the right button opens over a thumbnail.
    QMenu* menuAt(int row) const
    {
        const QPoint place = strip().visualRect(documents().index(row)).center();
        QTest::mousePress(strip().viewport(), Qt::RightButton, {}, place);
        QContextMenuEvent event(QContextMenuEvent::Mouse, place, strip().viewport()->mapToGlobal(place));
        QApplication::sendEvent(strip().viewport(), &event);
        QTest::mouseRelease(strip().viewport(), Qt::RightButton, {}, place);
        return qobject_cast<QMenu*>(QApplication::activePopupWidget());
    }
    bool take(QMenu* menu, const QString& text) const
    {
        if (!menu)
            return false;
        for (QAction* action : menu->actions())
            if (action->text() == text) {
                action->trigger();
                menu->close();
                return true;
            }
        menu->close();
        return false;
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWindowWarnings();
        m_bench = std::make_unique<tests::WindowBench>();
        QVERIFY(m_bench->start());
        m_bench->bench().session.setModel("other");
        for (const char* name : {"c.png", "b.png", "a.png"})
            QVERIFY(m_bench->open(m_bench->folder().writePicture(name, 400, 300)));
        documents().setCurrentRow(2);
        QTRY_VERIFY(m_bench->shows(m_bench->folder().path("a.png")));
    }
    void cleanup() { m_bench = nullptr; }

    void theMenuOfAThumbnailBringsAnotherPhoto()
    {
        m_bench->key(Qt::Key_1, Qt::ControlModifier);
        view().visibleViews()[0]->centreOn({700, 500});
        QVERIFY(take(menuAt(1), QStringLiteral("Compare with this photo")));
        QCOMPARE(documents().currentRow(), 2); // stays
        QTRY_COMPARE(title(1), QStringLiteral("b.png · Title of other"));
        QCOMPARE(title(0), QStringLiteral("a.png · Title of other"));
        QCOMPARE(content(1).picture, documents().at(1)->picture());
        for (const ui::PictureView* pane : view().visibleViews()) { // the same place
            QCOMPARE(pane->viewGeometry().zoom(), 1.0);
            QVERIFY((pane->viewGeometry().centre() - QPointF(700, 500)).manhattanLength() < 1.0);
        }
        QVERIFY(m_bench->waitUntilIdle());
        QVERIFY(candidates().find(QStringLiteral("photo"))->isComplete());
        QVERIFY(take(menuAt(0), QStringLiteral("Stop comparing with b.png")));
        QVERIFY(!documents().compared());
        QCOMPARE(title(0), QStringLiteral("Bicubic")); // as it was
        QCOMPARE(title(1), QStringLiteral("Title of other"));
    }

    void theCropIsTheSame()
    {
        documents().current()->setCrop(image::PixelRect{40, 60, 200, 100});
        m_bench->key(Qt::Key_T); // the photo before, since this is the last one
        QTRY_VERIFY(candidates().find(QStringLiteral("photo")));
        QCOMPARE(documents().compared(), documents().at(1));
        QCOMPARE(content(1).placement.source(), (image::PixelRect{40, 60, 200, 100}));
        QCOMPARE(content(1).placement.output(), content(0).placement.output());
        m_bench->key(Qt::Key_Escape);
        QVERIFY(!documents().compared());
        QCOMPARE(title(1), QStringLiteral("Title of other"));
    }

    void theOneThatIsSelectedTooIsTaken()
    {
        const QPoint first = strip().visualRect(documents().index(0)).center();
        QTest::mouseClick(strip().viewport(), Qt::LeftButton, Qt::ControlModifier, first);
        QTRY_COMPARE(documents().currentRow(), 0);
        m_bench->key(Qt::Key_T);
        QCOMPARE(documents().compared(), documents().at(2));
        QTRY_COMPARE(title(1), QStringLiteral("a.png · Title of other"));
        m_bench->key(Qt::Key_T); // again
        QVERIFY(!documents().compared());
    }

    void everyModeHasIt()
    {
        m_bench->key(Qt::Key_T);
        QTRY_COMPARE(title(1), QStringLiteral("b.png · Title of other"));
        view().setMode(Mode::Split);
        QCOMPARE(view().visibleViews()[0]->secondLayer()->title(), QStringLiteral("b.png · Title of other"));
        view().setMode(Mode::Flip);
        QCOMPARE(title(0), QStringLiteral("b.png · Title of other"));
        m_bench->key(Qt::Key_5);
        QCOMPARE(title(0), QStringLiteral("a.png · Title of other"));
        view().setMode(Mode::Difference);
        QCOMPARE(view().visibleViews().size(), 1);
        QVERIFY(title(0).startsWith(QStringLiteral("b.png minus this photo")));
    }

    // To and fro with PageUp: the two stay together.
    void theyChangePlaces()
    {
        m_bench->key(Qt::Key_T);
        QTRY_COMPARE(title(1), QStringLiteral("b.png · Title of other"));
        m_bench->key(Qt::Key_PageUp);
        QTRY_COMPARE(title(0), QStringLiteral("b.png · Title of other"));
        QCOMPARE(title(1), QStringLiteral("a.png · Title of other"));
        m_bench->key(Qt::Key_PageUp); // a third one, beside the same
        QTRY_COMPARE(title(0), QStringLiteral("c.png · Title of other"));
        QCOMPARE(title(1), QStringLiteral("a.png · Title of other"));
        documents().close(2);
        QVERIFY(!documents().compared());
        QCOMPARE(title(0), QStringLiteral("Bicubic"));
    }

    void anotherSizeShowsTheSamePart()
    {
        QVERIFY(m_bench->open(m_bench->folder().writePicture("half.png", 200, 150)));
        documents().setCurrentRow(2);
        QTRY_VERIFY(m_bench->shows(m_bench->folder().path("a.png")));
        documents().current()->setCrop(image::PixelRect{200, 150, 100, 60});
        m_bench->window().comparePane().compareWith(documents().at(3));
        QTRY_VERIFY(candidates().find(QStringLiteral("photo")));
        QCOMPARE(content(1).placement.source(), (image::PixelRect{100, 75, 50, 30}));
        QCOMPARE(content(1).placement.output(), content(0).placement.output());
        QCOMPARE(candidates().differences().size(), 2); // of the model: the photos cannot be subtracted
        // One of another shape: its middle.
        QVERIFY(m_bench->open(m_bench->folder().writePicture("wide.png", 900, 300)));
        documents().setCurrentRow(2);
        documents().current()->setCrop(std::nullopt);
        m_bench->window().comparePane().compareWith(documents().at(4));
        QTRY_COMPARE(title(1), QStringLiteral("wide.png · Title of other"));
        QCOMPARE(content(1).placement.source(), (image::PixelRect{250, 0, 400, 300}));
        // One that has all the pixels of the result: as it is.
        QVERIFY(m_bench->open(m_bench->folder().writePicture("large.png", 1600, 1200)));
        documents().setCurrentRow(2);
        m_bench->window().comparePane().compareWith(documents().at(5));
        QTRY_COMPARE(title(1), QStringLiteral("large.png · Original"));
        QVERIFY(!content(1).network);
    }

    void onesThatCannotBeReadAreNotCompared()
    {
        const auto file = m_bench->folder().path("c.png");
        std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
        documents().at(0)->release();
        m_bench->window().comparePane().compareWith(documents().at(0));
        QTRY_VERIFY(!m_bench->message().isEmpty());
        QVERIFY(!documents().compared());
        QCOMPARE(title(0), QStringLiteral("Bicubic"));
    }
};

QTEST_MAIN(WindowTwoPhotosTest)
#include "window_two_photos_test.moc"
