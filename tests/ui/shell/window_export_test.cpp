// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/queue/export_settings.h"
#include "app/queue/job_check.h"
#include "app/session/export_job.h"
#include "tests/support/test_files.h"
#include "tests/ui/shell/window_export_fixture.h"
#include "ui/shell/filmstrip.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QPushButton>

#include <fstream>
#include <iterator>

using namespace enlarger;
namespace fs = std::filesystem;

/// Results on their way to files.
class WindowExportTest : public tests::WindowExportFixture
{
    Q_OBJECT

private:
    static std::string bytesOf(const fs::path& file)
    {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

private Q_SLOTS:
    void init() { startWindow(); }
    void cleanup() { stopWindow(); }

    void writesWhatAnExportJobWrites()
    {
        ui::Workbench& bench = m_bench->bench();
        bench.session.setStrength(0.5);
        bench.documents.current()->setCrop(image::PixelRect{3, 5, 40, 30});
        app::FileHashes hashes;
        const auto checked = app::checkJob(
            *app::exportJob(bench.settings, bench.session, *bench.documents.current()), {}, hashes);
        ENLARGER_VERIFY(checked);
        infer::UpscaleOptions options = checked->options;
        QCOMPARE(options.output.parent_path(), m_bench->folder().path("out"));

        m_bench->key(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("was written")));
        QVERIFY(m_bench->button(QStringLiteral("Show in folder")));
        QVERIFY(!progress().isVisible());
        QVERIFY(m_bench->button(QStringLiteral("Export"))->isEnabled());
        QVERIFY(fs::exists(options.output));
        const auto* strip = m_bench->window().findChild<ui::Filmstrip*>();
        const QList<ui::PhotoBadge> badges = strip->badgesOf(*bench.documents.current());
        QVERIFY(std::ranges::any_of(badges,
                                    [](const auto& one) { return one.text == QLatin1String("Exported"); }));

        const fs::path written = options.output;
        options.output = m_bench->folder().path("job.png");
        app::ExportJob job(options, bench.queue);
        job.start();
        QTRY_VERIFY(job.isFinished());
        QCOMPARE(job.state(), app::ExportJob::State::Done);
        QVERIFY(bytesOf(written) == bytesOf(options.output));
    }

    void allThatAreSelectedAreWritten()
    {
        QVERIFY(m_bench->open(m_bench->folder().writePicture("b.png", 24, 16)));
        QVERIFY(m_bench->open(m_bench->folder().writePicture("c.png", 24, 16)));
        m_bench->key(Qt::Key_A, Qt::ControlModifier);
        QAbstractButton* button = m_bench->button(QStringLiteral("Export 3"));
        QVERIFY(button);
        fs::remove(m_bench->folder().path("b.png")); // while it is not shown: one that fails stops no other
        QTest::mouseClick(button, Qt::LeftButton);
        if (m_bench->message().contains(QStringLiteral("moved or deleted"))) { // it had been read
            m_bench->bench().documents.close(1);
            QTest::mouseClick(m_bench->button(QStringLiteral("Export 2")), Qt::LeftButton);
        }
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("2 ")));
        QTRY_VERIFY(!queue().runner().isStarted());
        QCOMPARE(results(), (std::vector<fs::path>{"a_x4.png", "c_x4.png"}));
    }

    void aSmallerResultIsAskedAbout()
    {
        m_bench->bench().session.setRequestedSize({.factor = 0.5});
        bool wasAsked = false;
        const auto answer = [&](const QString& text) {
            wasAsked = false;
            QTimer::singleShot(0, &m_bench->window(), [&wasAsked, text] {
                auto* question = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
                wasAsked = question && question->text().contains(QStringLiteral("smaller"));
                for (QAbstractButton* button : question ? question->buttons() : QList<QAbstractButton*>())
                    if (button->text().contains(text))
                        return button->click();
            });
            m_bench->button(QStringLiteral("Export"))->click();
        };
        answer(QStringLiteral("Cancel"));
        QVERIFY(wasAsked);
        QVERIFY(results().empty());
        answer(QStringLiteral("Export it smaller"));
        QVERIFY(wasAsked);
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("was written")));
    }

    void replacesNothing()
    {
        for (int i = 1; i <= 3; ++i)
            QTest::mouseClick(m_bench->button(QStringLiteral("Export")), Qt::LeftButton);
        QCOMPARE(jobs().count(), 3);
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("3 photos were written")));
        QCOMPARE(results(), (std::vector<fs::path>{"a_x4-2.png", "a_x4-3.png", "a_x4.png"}));
    }

    void aFolderThatCannotBeWrittenIsNamed()
    {
        m_bench->bench().settings.setExportFolder(
            QString::fromStdString((m_bench->folder().writeText("file", "x") / "sub").string()));
        m_bench->key(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("sub")));
        QTRY_VERIFY(m_bench->button(QStringLiteral("Export"))->isEnabled());
    }

    void saysThatItWaitsForThePreview()
    {
        startHeldExport();
        const auto* shown = m_bench->window().findChild<ui::ExportProgress*>();
        QTRY_VERIFY2(shown->text().contains(QStringLiteral("Waiting for the preview")),
                     qPrintable(shown->text()));
        QVERIFY(!shown->text().contains(QLatin1Char('%'))); // nothing of it is done
        m_hold.reset();
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("was written")));
    }

    void nothingMovesWhenAnExportBegins()
    {
        const auto places = [this] {
            QList<QRect> list;
            for (const auto* field : m_bench->window().findChildren<QWidget*>())
                if (field->isVisible() &&
                    (qobject_cast<const QComboBox*>(field) || qobject_cast<const QAbstractSpinBox*>(field) ||
                     qobject_cast<const QPushButton*>(field)))
                    list << QRect(field->mapTo(&m_bench->window(), QPoint()), field->size());
            return list;
        };
        m_bench->window().resize(1280, 800);
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->bench().session.plan(), 60000);
        const QList<QRect> before = places();
        QVERIFY(before.size() > 5);
        startHeldExport();
        QCOMPARE(places(), before);
        m_hold.reset();
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("was written")));
    }

    void cancelLeavesNothing()
    {
        startHeldExport();
        QTest::mouseClick(m_bench->button(QStringLiteral("Cancel")), Qt::LeftButton);
        QTRY_COMPARE(states(), QStringLiteral("cancelled"));
        QTRY_VERIFY(!progress().isVisible());
        m_hold.reset();
        QVERIFY(results().empty());
        QTRY_VERIFY(m_bench->button(QStringLiteral("Export"))->isEnabled());
        m_bench->key(Qt::Key_S, Qt::ControlModifier); // and again
        QTRY_COMPARE(int(results().size()), 1);
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("was written")));
    }

    void closingAsksAndStays()
    {
        startHeldExport();
        QVERIFY(closeAndAnswer(QStringLiteral("Stay")));
        QVERIFY(m_bench->window().isVisible());
        m_hold.reset();
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("was written")));
        QVERIFY(m_bench->window().isVisible()); // it was not put off
        QVERIFY(!closeAndAnswer({}));           // nothing would be lost: it does not ask
        QVERIFY(!m_bench->window().isVisible());
    }

    // Ctrl+S adds the photo that is shown and starts, also while another one is under way.
    // They need not be open; one that is has its own crop.
    void closingAsksAndFinishesFirst()
    {
        startHeldExport();
        QVERIFY(closeAndAnswer(QStringLiteral("Finish first, then close")));
        QVERIFY(m_bench->window().isVisible());
        m_hold.reset();
        QTRY_VERIFY(!m_bench->window().isVisible());
        QCOMPARE(results(), (std::vector<fs::path>{"a_x4.png"}));
    }

    void itsPhotoMayBeClosedMeanwhile()
    {
        startHeldExport();
        m_bench->key(Qt::Key_W, Qt::ControlModifier);
        QCOMPARE(m_bench->bench().documents.count(), 0);
        m_hold.reset();
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("a_x4.png")));
        QCOMPARE(results(), (std::vector<fs::path>{"a_x4.png"}));
    }

    void theWindowMayGoMeanwhile()
    {
        startHeldExport();
        m_hold.reset(); // or it would outlive the queue
        m_bench->stop();
        QVERIFY(results().size() <= 1);
        for (const fs::path& file : results())
            QCOMPARE(file, fs::path("a_x4.png")); // no half of one
    }
};

QTEST_MAIN(WindowExportTest)
#include "window_export_test.moc"
