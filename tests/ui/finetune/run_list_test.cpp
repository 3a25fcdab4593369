// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/run_file.h"
#include "app/training/run_marker.h"
#include "core/train/history/history_files.h"
#include "core/train/run/run_lock.h"
#include "tests/support/test_files.h"
#include "tests/ui/shell/window_bench.h"
#include "ui/finetune/curve_plot.h"
#include "ui/finetune/finetune_workspace.h"
#include "ui/finetune/run_dialog.h"
#include "ui/finetune/run_list.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <fstream>

using namespace enlarger;
using namespace enlarger::tests;
namespace fs = std::filesystem;

class RunListTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<WindowBench> m_bench;

    ui::FineTuneWorkspace& workspace() { return *m_bench->window().findChild<ui::FineTuneWorkspace*>(); }
    ui::RunList& runs() { return *workspace().findChild<ui::RunList*>(); }
    QListView& view() { return *runs().findChild<QListView*>(); }
    static fs::path folder(const char* name) { return app::runsFolder(models::ModelStore()) / name; }
    static void makeRun(const char* name)
    {
        fs::create_directories(folder(name));
        std::ofstream(folder(name) / "run.json") << R"({"from": "photo-x4"})";
    }
    bool isListed(const char* name)
    {
        m_bench->bench().runs.reload();
        return QTest::qWaitFor([&] { return runs().order().indexOf(QString::fromLatin1(name)).isValid(); });
    }
    QAction& action(const char* text)
    {
        for (QAction* action : view().actions())
            if (action->text() == QString::fromUtf8(text))
                return *action;
        qFatal("there is no action %s", text);
    }
    /// Answers the dialog that comes next.
    template <class Dialog, class Answer>
    void onDialog(Answer answer)
    {
        auto* timer = new QTimer(&m_bench->window());
        connect(timer, &QTimer::timeout, timer, [timer, answer] {
            if (auto* dialog = qobject_cast<Dialog*>(QApplication::activeModalWidget())) {
                timer->deleteLater();
                answer(*dialog);
            }
        });
        timer->start(20);
    }
    void press(const QString& name)
    {
        onDialog<QMessageBox>([name](QMessageBox& box) {
            for (QAbstractButton* button : box.buttons())
                if (button->text().remove(QLatin1Char('&')) == name)
                    return button->click();
            qFatal("there is no such button");
        });
    }

private Q_SLOTS:
    void init()
    {
        refuseWindowWarnings();
        m_bench = std::make_unique<WindowBench>();
        QVERIFY(m_bench->start());
        m_bench->key(Qt::Key_2, Qt::AltModifier);
    }
    void cleanup() { m_bench = nullptr; }

    void searchesAndSorts()
    {
        for (const char* name : {"beta", "alpha"})
            makeRun(name);
        QVERIFY(isListed("alpha"));
        runs().choose(QStringLiteral("beta"));
        QCOMPARE(runs().current()->name, QStringLiteral("beta"));
        runs().findChild<QComboBox*>()->setCurrentIndex(1);
        QCOMPARE(view().model()->index(0, 0).data().toString(), QStringLiteral("alpha"));
        QLineEdit& search = *runs().findChild<QLineEdit*>();
        search.setText(QStringLiteral("alpha photo-x4"));
        QCOMPARE(view().model()->rowCount(), 1);
        QVERIFY(!runs().current());
        search.clear();
        QCOMPARE(runs().current()->name, QStringLiteral("beta")); // as before
    }

    void removesWhenAsked()
    {
        makeRun("old");
        QVERIFY(isListed("old"));
        runs().choose(QStringLiteral("old"));
        QVERIFY(action("Remove…").isEnabled());
        press(QStringLiteral("Cancel"));
        action("Remove…").trigger();
        QTRY_VERIFY(!QApplication::activeModalWidget());
        QTRY_VERIFY(runs().current());
        QVERIFY(fs::exists(folder("old")));
        bool saysSize = false;
        onDialog<QMessageBox>([&](QMessageBox& box) {
            saysSize = box.text().contains(QStringLiteral("20 B"));
            for (QAbstractButton* button : box.buttons())
                if (box.buttonRole(button) == QMessageBox::DestructiveRole)
                    button->click();
        });
        view().setFocus();
        QTest::keyClick(&view(), Qt::Key_Delete);
        QTRY_VERIFY(!fs::exists(folder("old")));
        QVERIFY(saysSize);
        QTRY_VERIFY(!runs().current());
        QVERIFY(!action("Remove…").isEnabled());
    }

    void keepsNotes()
    {
        makeRun("noted");
        QVERIFY(isListed("noted"));
        runs().choose(QStringLiteral("noted"));
        onDialog<ui::RunDialog>([](ui::RunDialog& dialog) {
            dialog.findChild<QPlainTextEdit*>()->setPlainText(QStringLiteral("softer"));
            dialog.accept();
        });
        action("Name and notes…").trigger();
        QTRY_VERIFY(runs().current() && runs().current()->notes == QStringLiteral("softer"));
        QVERIFY(fs::exists(folder("noted") / "notes.txt"));
    }

    void keepsCurvesForComparison()
    {
        using Kind = train::HistoryPoint::Kind;
        for (const char* name : {"first", "second"}) {
            makeRun(name);
            auto table = train::openHistoryCsv(folder(name) / "history.csv");
            ENLARGER_VERIFY(table);
            (*table)({Kind::Validation, 0, {{"psnr", 27.0}}});
        }
        QVERIFY(isListed("first") && isListed("second"));
        const auto& plot = *workspace().findChild<ui::CurvePlot*>();
        runs().choose(QStringLiteral("first"));
        action("Keep its curves for comparison").trigger();
        QTRY_COMPARE(plot.earlierRuns().size(), std::size_t(1));
        QCOMPARE(plot.earlierRuns().front().name, QStringLiteral("first"));
        runs().choose(QStringLiteral("second"));
        QVERIFY(!action("Keep its curves for comparison").isChecked());
        action("Keep its curves for comparison").trigger();
        QTRY_COMPARE(plot.earlierRuns().size(), std::size_t(2));
        action("Keep its curves for comparison").trigger(); // and no more
        QTRY_COMPARE(plot.earlierRuns().size(), std::size_t(1));
    }

    // It can be looked at as it goes, and left alone.
    void whatAnotherProgramTrainsIsReadOnly()
    {
        makeRun("busy");
        std::optional lock = train::RunLock::take(folder("busy"));
        ENLARGER_VERIFY(*lock);
        std::optional<app::RunMarker> marker(folder("busy"));
        auto table = train::openHistoryCsv(folder("busy") / "history.csv");
        ENLARGER_VERIFY(table);
        using Kind = train::HistoryPoint::Kind;
        (*table)({Kind::Validation, 0, {{"psnr", 27.0}}});
        QVERIFY(isListed("busy"));
        runs().choose(QStringLiteral("busy"));
        QVERIFY(runs().current()->activity == app::RunActivity::InProgress);
        QVERIFY(!action("Resume").isEnabled() && !action("Remove…").isEnabled());
        const ui::CurveSet& curves = workspace().findChild<ui::CurvePlot*>()->curves();
        QTRY_VERIFY(curves.find("psnr"));
        (*table)({Kind::Validation, 50, {{"psnr", 27.5}}});
        QTRY_COMPARE_WITH_TIMEOUT(curves.find("psnr")->values.size(), std::size_t(2), 60'000);
        marker.reset();
        lock.reset();
        QTRY_VERIFY_WITH_TIMEOUT(action("Remove…").isEnabled(), 60'000);
    }
};

QTEST_MAIN(RunListTest)
#include "run_list_test.moc"
