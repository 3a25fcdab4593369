// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/finetune/photo_folder.h"
#include "tests/ui/shell/window_bench.h"
#include "ui/finetune/curve_plot.h"
#include "ui/finetune/finetune_workspace.h"
#include "ui/finetune/run_dialog.h"
#include "ui/finetune/run_list.h"
#include "ui/finetune/strip_view.h"
#include "ui/finetune/training_menu.h"
#include "ui/queue/queue_panel.h"

#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>
#include <QTimer>

using namespace enlarger;
using namespace enlarger::tests;
using State = app::TrainingJob::State;

namespace {
constexpr int patience = 120'000; // ms: a machine may be busy
}

class FineTuneWorkspaceTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<WindowBench> m_bench;

    app::FineTuneSession& session() { return m_bench->bench().fineTune; }
    ui::FineTuneWorkspace& workspace() { return *m_bench->window().findChild<ui::FineTuneWorkspace*>(); }
    void drop(const std::filesystem::path& file)
    {
        QMimeData content;
        content.setUrls({QUrl::fromLocalFile(QString::fromStdString(file.string()))});
        QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &content, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&m_bench->window(), &enter);
        QDropEvent event(QPointF(20, 20), Qt::CopyAction, &content, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&m_bench->window(), &event);
    }
    void click(const char* button)
    {
        QAbstractButton* found = m_bench->button(QString::fromLatin1(button));
        QVERIFY2(found && found->isEnabled(), button);
        found->click();
    }

    bool wasTold(const QString& words)
    {
        for (const QLabel* label : workspace().findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(words))
                return true;
        return false;
    }

private Q_SLOTS:
    void init()
    {
        refuseWindowWarnings();
        m_bench = std::make_unique<WindowBench>();
        writePhotos(m_bench->folder().path("learn"), 12);
        QVERIFY(m_bench->start());
    }
    void cleanup() { m_bench = nullptr; }

    void keysLeadThereAndBack()
    {
        QVERIFY(!workspace().isVisible());
        m_bench->key(Qt::Key_2, Qt::AltModifier);
        QVERIFY(workspace().isVisible());
        QCOMPARE(m_bench->window().focusWidget(), workspace().findChild<ui::CurvePlot*>()); // no field
        m_bench->key(Qt::Key_1, Qt::AltModifier);
        QVERIFY(!workspace().isVisible());
    }

    void keysOfPhotosWorkWhereTheyAreSeen()
    {
        QVERIFY(m_bench->open(m_bench->folder().path("learn/photo-1.png")));
        m_bench->key(Qt::Key_R);
        QTRY_VERIFY(m_bench->bench().documents.current()->wantedTurn() != image::Turn());
        const image::Turn turned = m_bench->bench().documents.current()->wantedTurn();
        m_bench->key(Qt::Key_2, Qt::AltModifier);
        m_bench->key(Qt::Key_R);
        m_bench->key(Qt::Key_Z, Qt::ControlModifier);
        m_bench->key(Qt::Key_W, Qt::ControlModifier);
        QCOMPARE(m_bench->bench().documents.count(), 1);
        QVERIFY(m_bench->bench().documents.current()->wantedTurn() == turned);
        QVERIFY(workspace().isVisible());
        m_bench->key(Qt::Key_1, Qt::AltModifier);
        m_bench->key(Qt::Key_W, Qt::ControlModifier);
        QTRY_COMPARE(m_bench->bench().documents.count(), 0);
    }

    void theQueueIsShownFromThere()
    {
        QVERIFY(m_bench->open(m_bench->folder().path("learn/photo-1.png")));
        std::optional<DeviceQueue::Claim> hold(std::in_place, m_bench->bench().queue, Urgency::Region);
        m_bench->key(Qt::Key_S, Qt::ControlModifier);
        m_bench->key(Qt::Key_2, Qt::AltModifier);
        QTRY_VERIFY(m_bench->button(QStringLiteral("Queue of exports")));
        m_bench->button(QStringLiteral("Queue of exports"))->click();
        QVERIFY(!workspace().isVisible());
        QVERIFY(m_bench->window().findChild<ui::QueuePanel*>()->isVisible());
        hold.reset();
        QTRY_VERIFY_WITH_TIMEOUT(!m_bench->bench().jobs.runner().isStarted(), patience);
    }

    // From dropped photos to a tuned model in use.
    void teachesAModel()
    {
        m_bench->key(Qt::Key_2, Qt::AltModifier);
        drop(m_bench->folder().path("learn"));
        QCOMPARE(session().photos().size(), std::size_t(1));
        QCOMPARE(m_bench->bench().documents.count(), 0); // not opened to be enlarged
        QTRY_VERIFY(!session().check().isRunning());
        session().setMinutes(0.15);
        const QString start = session().from();
        click("Start");
        QTRY_VERIFY_WITH_TIMEOUT(session().job() && session().job()->state() > State::Stopping, patience);
        const auto& error = session().job()->error();
        QVERIFY2(!error, error ? error->text().c_str() : "");
        auto& plot = *workspace().findChild<ui::CurvePlot*>();
        QTRY_VERIFY(plot.curves().find("total"));
        QTRY_VERIFY(plot.curves().find("psnr"));
        auto& strip = *workspace().findChild<ui::StripView*>();
        QTRY_VERIFY(!strip.steps().isEmpty());
        QTRY_VERIFY(!strip.picture().isNull());
        auto& runs = *workspace().findChild<ui::RunList*>();
        QTRY_VERIFY(runs.current());
        const QString made = QString::fromStdString(session().job()->plan().request.name);
        QCOMPARE(runs.current()->name, made);
        QTest::mouseClick(&strip, Qt::LeftButton, {}, QPoint(strip.width() / 2, 30)); // a held-out crop
        QTRY_VERIFY(!workspace().isVisible());
        QTRY_VERIFY(m_bench->bench().candidates.find(QStringLiteral("truth")));
        QVERIFY(m_bench->bench().documents.current()->name().contains(QStringLiteral("crop 1")));
        m_bench->key(Qt::Key_2, Qt::AltModifier);
        click("Use it now");
        QVERIFY(!workspace().isVisible());
        QTRY_COMPARE(m_bench->bench().session.model(), made);
        QVERIFY(m_bench->open(m_bench->folder().path("learn/photo-1.png")));
        const auto views = m_bench->view().visibleViews(); // what it was, and what it has become
        const ui::Candidates& candidates = m_bench->bench().candidates;
        QCOMPARE(views.first()->layer(), candidates.find(QStringLiteral("model:") + start));
        QCOMPARE(views.last()->layer(), candidates.find(QStringLiteral("model")));

        m_bench->key(Qt::Key_2, Qt::AltModifier); // it gets another name, and stays in use
        QTimer::singleShot(0, &workspace(), [this] {
            auto* dialog = workspace().findChild<ui::RunDialog*>();
            dialog->findChild<QLineEdit*>()->setText(QStringLiteral("lawns"));
            dialog->accept();
        });
        Q_EMIT workspace().findChild<ui::TrainingMenu*>()->editRequested();
        QTRY_COMPARE_WITH_TIMEOUT(m_bench->bench().session.model(), QStringLiteral("lawns"), patience);
        QTRY_COMPARE(runs.current() ? runs.current()->name : QString(), QStringLiteral("lawns"));
        QVERIFY(!m_bench->bench().catalog.find(made));
    }

    void stopsAndGoesOn()
    {
        m_bench->key(Qt::Key_2, Qt::AltModifier);
        drop(m_bench->folder().path("learn"));
        session().setMinutes(1000.0);
        click("Start");
        QTRY_VERIFY_WITH_TIMEOUT(session().job() && session().job()->state() == State::Training, patience);
        auto& menu = *workspace().findChild<ui::TrainingMenu*>();
        QTRY_VERIFY(menu.offersAnything());
        Q_EMIT menu.aboutToShow();
        QCOMPARE(menu.actions().size(), 6); // with a separator
        menu.actions()[0]->trigger();       // half the rate
        QTRY_VERIFY_WITH_TIMEOUT(wasTold(QStringLiteral("0.5 times the rate")), patience);
        click("Pause");
        QCOMPARE(session().job()->state(), State::Paused);
        click("Resume");
        click("Stop");
        QTRY_COMPARE_WITH_TIMEOUT(session().job()->state(), State::Ended, patience);
        QVERIFY(!m_bench->button(QStringLiteral("Use it now")));
        auto& runs = *workspace().findChild<ui::RunList*>();
        QTRY_VERIFY(runs.current() && runs.current()->step > 0);
        const std::int64_t step = runs.current()->step;
        Q_EMIT runs.resumeRequested(runs.current()->name);
        QTRY_VERIFY_WITH_TIMEOUT(session().job() && session().job()->progress().step > step, patience);
        QVERIFY(!wasTold(QStringLiteral("0.5 times the rate"))); // that was the other training
    } // the window closes with the training running: it leaves a checkpoint

    // The open photo, by the network as it is, while that goes on learning.
    void isWatchedOnTheOpenPhoto()
    {
        QVERIFY(m_bench->open(m_bench->folder().path("learn/photo-1.png")));
        m_bench->key(Qt::Key_2, Qt::AltModifier);
        drop(m_bench->folder().path("learn"));
        session().setMinutes(1000.0);
        QVERIFY(!m_bench->button(QStringLiteral("Watch on my photo")));
        click("Start");
        QTRY_VERIFY_WITH_TIMEOUT(session().job() && session().job()->state() == State::Training, patience);
        click("Watch on my photo");
        QVERIFY(!workspace().isVisible());
        const ui::Candidates& candidates = m_bench->bench().candidates;
        QTRY_VERIFY_WITH_TIMEOUT(candidates.find(QStringLiteral("now")), patience);
        QTRY_VERIFY(m_bench->view().activeLayer());
        const auto shown = [&] { return m_bench->view().visibleViews().last()->layer(); };
        QCOMPARE(shown(), candidates.find(QStringLiteral("now")));
        QVERIFY(shown()->title().startsWith(QStringLiteral("Now, step ")));
        QTRY_VERIFY_WITH_TIMEOUT(shown()->isComplete(), patience);
        const QString before = shown()->title();
        session().job()->renewSnapshot();
        QTRY_VERIFY_WITH_TIMEOUT(shown()->title() != before, patience);
    }

    void onePhotoIsEnough()
    {
        writePhotos(m_bench->folder().path("one"), 1, 400);
        QVERIFY(m_bench->open(m_bench->folder().path("one/photo-1.png")));
        m_bench->key(Qt::Key_T, Qt::ControlModifier);
        QVERIFY(workspace().isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(session().job() && session().job()->state() == State::Training, patience);
        QCOMPARE(session().from(), m_bench->bench().session.model());
        QTRY_VERIFY(wasTold(QStringLiteral("1 photo, ")));
        session().job()->stop();
        QTRY_COMPARE_WITH_TIMEOUT(session().job()->state(), State::Ended, patience);
        QTRY_VERIFY(wasTold(QStringLiteral("1 photo, ")));
    }
};

QTEST_MAIN(FineTuneWorkspaceTest)
#include "finetune_workspace_test.moc"
