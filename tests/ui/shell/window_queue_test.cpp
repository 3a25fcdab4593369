// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/shell/window_export_fixture.h"
#include "ui/queue/queue_panel.h"

#include <QDragEnterEvent>
#include <QMenu>
#include <QMimeData>

using namespace enlarger;
namespace fs = std::filesystem;

/// The queue of a window, and what is left of it for the next one.
class WindowQueueTest : public tests::WindowExportFixture
{
    Q_OBJECT

private:
    ui::QueuePanel& panel() const { return *m_bench->window().findChild<ui::QueuePanel*>(); }
    /// Chooses an entry of the menu of those that are selected in the panel; false: it is not there.
    bool choose(const QString& text) const
    {
        QMenu menu;
        panel().view().fillMenu(menu);
        for (QAction* action : menu.actions())
            if (action->text() == text) {
                action->trigger();
                return true;
            }
        return false;
    }
    /// Opens the window anew, as on another day.
    void startAnew() const
    {
        m_bench->stop();
        QVERIFY(m_bench->start());
        QTRY_COMPARE(queue().keeping(), app::JobQueue::Keeping::Kept);
    }

private Q_SLOTS:
    void init() { startWindow(); }
    void cleanup() { stopWindow(); }

    void closingAsksAndGoesOnNextTime()
    {
        startHeldExport();
        QVERIFY(closeAndAnswer(QStringLiteral("Close, and go on next time")));
        QVERIFY(!m_bench->window().isVisible());
        m_hold.reset();
        m_bench->stop();
        QVERIFY(results().empty());
        startAnew();
        QTRY_COMPARE(m_bench->message(), QStringLiteral("1 photo was not finished."));
        QCOMPARE(states(), QStringLiteral("waiting"));
        QTest::mouseClick(m_bench->button(QStringLiteral("Go on")), Qt::LeftButton);
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("a_x4.png was written")));
        QCOMPARE(results(), (std::vector<fs::path>{"a_x4.png"}));
        startAnew();
        QVERIFY(m_bench->message().isEmpty()); // nothing is left
        QCOMPARE(states(), QStringLiteral("done"));
    }

    void whatWasLeftCanBeCleared()
    {
        startHeldExport();
        m_bench->key(Qt::Key_S, Qt::ControlModifier);
        QCOMPARE(jobs().count(), 2);
        QVERIFY(closeAndAnswer(QStringLiteral("Close, and go on next time")));
        m_hold.reset();
        startAnew();
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("not finished")));
        QTest::mouseClick(m_bench->button(QStringLiteral("Clear")), Qt::LeftButton);
        QTRY_VERIFY(m_bench->message().isEmpty());
        QCOMPARE(jobs().countOf(app::JobState::Waiting), 0);
    }

    void moreAreAddedMeanwhile()
    {
        startHeldExport();
        QVERIFY(m_bench->open(m_bench->folder().writePicture("b.png", 24, 16)));
        m_bench->bench().documents.current()->setCrop(image::PixelRect{2, 2, 10, 8});
        m_bench->key(Qt::Key_S, Qt::ControlModifier);
        QCOMPARE(states(), QStringLiteral("running waiting"));
        QVERIFY((jobs().at(1).out == infer::PixelSize{40, 32}));
        QVERIFY(!panel().isVisible()); // one after another needs no panel
        const auto* line = m_bench->button(QStringLiteral("Queue of exports"));
        QTRY_VERIFY(line && line->text().contains(QStringLiteral("1 of 2")));
        m_hold.reset();
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("2 photos were written")));
        QCOMPARE(results(), (std::vector<fs::path>{"a_x4.png", "b_x4.png"}));
        QTRY_VERIFY(!m_bench->button(QStringLiteral("Queue of exports")));
    }

    void thePanelShowsWhatIsAddedTogether()
    {
        QVERIFY(m_bench->open(m_bench->folder().writePicture("b.png", 24, 16)));
        QVERIFY(m_bench->waitUntilIdle());
        m_hold.emplace(m_bench->bench().queue, Urgency::Region);
        m_bench->key(Qt::Key_A, Qt::ControlModifier);
        m_bench->key(Qt::Key_S, Qt::ControlModifier);
        QVERIFY(panel().isVisible());
        QTRY_VERIFY(jobs().at(0).isHeldByScreen);
        ui::JobView& view = panel().view();
        QCOMPARE(view.model()->rowCount(), 2);
        view.selectAll();
        QVERIFY(choose(QStringLiteral("Pause")));
        QCOMPARE(states(), QStringLiteral("paused paused"));
        QVERIFY(choose(QStringLiteral("Resume")));
        view.selectionModel()->setCurrentIndex(view.model()->index(1, 0),
                                               QItemSelectionModel::ClearAndSelect);
        QVERIFY(choose(QStringLiteral("To the top")));
        QCOMPARE(jobs().at(0).source.filename(), fs::path("b.png"));
        m_bench->bench().session.setRequestedSize({.factor = 2.0});
        QVERIFY(choose(QStringLiteral("Use the present settings")));
        m_hold.reset();
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("2 photos were written")));
        QCOMPARE(results(), (std::vector<fs::path>{"a_x4.png", "b_x2.png"}));
        QVERIFY(choose(QStringLiteral("Do again")));
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("b_x2-2.png was written")));
        QTest::keyClick(&view, Qt::Key_Delete);
        QCOMPARE(jobs().count(), 1);
        QTest::mouseClick(m_bench->button(QStringLiteral("Clear finished")), Qt::LeftButton);
        QCOMPARE(jobs().count(), 0);
        QTest::mouseClick(m_bench->button(QStringLiteral("Hide the queue")), Qt::LeftButton);
        QVERIFY(!panel().isVisible());
    }

    void theWholeIsPausedInThePanel()
    {
        startHeldExport();
        m_bench->key(Qt::Key_F7);
        QVERIFY(panel().isVisible());
        QAbstractButton* pause = m_bench->button(QStringLiteral("Pause"));
        QVERIFY(pause && panel().isAncestorOf(pause) && pause->isEnabled());
        pause->click();
        m_hold.reset();
        const auto* progress = m_bench->window().findChild<ui::ExportProgress*>();
        QTRY_VERIFY2(progress->text().contains(QStringLiteral("Paused")), qPrintable(progress->text()));
        QVERIFY(
            m_bench->button(QStringLiteral("Queue of exports"))->text().contains(QStringLiteral("paused")));
        QVERIFY(results().empty());
        m_bench->button(QStringLiteral("Resume"))->click();
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("was written")));
    }

    void otherSettingsDoNotEndThePause()
    {
        QVERIFY(m_bench->open(m_bench->folder().writePicture("b.png", 24, 16)));
        QVERIFY(m_bench->waitUntilIdle());
        m_hold.emplace(m_bench->bench().queue, Urgency::Region);
        m_bench->key(Qt::Key_A, Qt::ControlModifier); // the photos
        m_bench->key(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(jobs().at(0).isHeldByScreen);
        m_bench->button(QStringLiteral("Pause"))->click();
        ui::JobView& view = panel().view();
        view.setFocus();
        QTest::keyClick(&view, Qt::Key_A, Qt::ControlModifier); // the jobs
        QCOMPARE(view.selectedJobs().size(), std::size_t(2));
        m_bench->bench().session.setRequestedSize({.factor = 2.0});
        QVERIFY(choose(QStringLiteral("Use the present settings")));
        QVERIFY(!queue().runner().isStarted());
        QVERIFY((jobs().at(1).out == infer::PixelSize{48, 32}));
        m_hold.reset();
        m_bench->button(QStringLiteral("Resume"))->click();
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("2 photos were written")));
        QCOMPARE(results(), (std::vector<fs::path>{"a_x4.png", "b_x2.png"})); // the first ran already
    }

    void filesAreDroppedOnThePanel()
    {
        m_bench->key(Qt::Key_F7);
        m_bench->bench().documents.current()->setCrop(image::PixelRect{2, 2, 10, 8});
        m_bench->folder().writePicture("shoot/c.png", 24, 16);
        m_bench->folder().writePicture("shoot/deeper/d.png", 24, 16);
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(QString::fromStdString(m_bench->folder().path("a.png").string())),
                      QUrl::fromLocalFile(QString::fromStdString(m_bench->folder().path("shoot").string()))});
        QWidget* target = panel().view().viewport();
        QDragEnterEvent enter(target->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(target, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(target->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(target, &drop);
        QTRY_COMPARE(jobs().count(), 3);
        QCOMPARE(m_bench->bench().documents.count(), 1); // the others were not opened
        QVERIFY((jobs().at(0).in == infer::PixelSize{10, 8}));
        QTRY_VERIFY(fs::exists(m_bench->folder().path("out/deeper/d_x4.png")));
        QTRY_VERIFY(!queue().runner().isStarted());
    }
};

QTEST_MAIN(WindowQueueTest)
#include "window_queue_test.moc"
