// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/files/path_text.h"
#include "tests/support/test_files.h"
#include "tests/ui/shell/window_bench.h"
#include "ui/shell/empty_state.h"
#include "ui/shell/filmstrip.h"
#include "ui/shell/sample_photo.h"

#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QMenu>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QUrl>

using namespace enlarger;
namespace fs = std::filesystem;

namespace {

QUrl urlOf(const fs::path& file)
{
    return QUrl::fromLocalFile(QString::fromStdString(file.string()));
}

QImage somePicture()
{
    QImage image(30, 20, QImage::Format_RGB32);
    image.fill(Qt::darkGreen);
    return image;
}

} // namespace

/// The ways in which photos and models come into the window.
class WindowOpeningTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::WindowBench> m_bench;

    tests::SessionFolder& folder() const { return m_bench->folder(); }
    app::DocumentList& documents() const { return m_bench->bench().documents; }

    // As a platform does; true: the window takes it.
    bool drop(const QMimeData& data) const
    {
        ui::MainWindow& window = m_bench->window();
        const QPoint place = window.rect().center();
        QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        enter.ignore();
        QApplication::sendEvent(&window, &enter);
        if (!enter.isAccepted())
            return false;
        QDropEvent event(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        event.ignore();
        QApplication::sendEvent(&window, &event);
        return event.isAccepted();
    }
    QStringList names() const
    {
        QStringList names;
        for (int row = 0; row < documents().count(); ++row)
            names << documents().at(row)->name();
        return names;
    }
    template <class Widget>
    bool isSeen() const
    {
        return m_bench->window().findChild<Widget*>()->isVisible();
    }

private Q_SLOTS:
    void init()
    {
        tests::refuseWindowWarnings();
        m_bench = std::make_unique<tests::WindowBench>();
        QVERIFY(m_bench->start());
    }
    void cleanup()
    {
        m_bench = nullptr;
        QApplication::clipboard()->clear();
    }

    void beginsEmpty()
    {
        QVERIFY(isSeen<ui::EmptyState>());
        QVERIFY(!isSeen<ui::Filmstrip>());
        QVERIFY(!m_bench->view().isVisible());
        QCOMPARE(m_bench->window().windowTitle(), QStringLiteral("Enlarger"));
        QCOMPARE(m_bench->message(), QString());
        QVERIFY(!m_bench->button(QStringLiteral("Export"))->isEnabled());
        m_bench->key(Qt::Key_S, Qt::ControlModifier); // nothing to export, copy, close, step or crop
        m_bench->key(Qt::Key_C, Qt::ControlModifier);
        m_bench->key(Qt::Key_W, Qt::ControlModifier);
        m_bench->key(Qt::Key_PageDown);
        m_bench->key(Qt::Key_C);
        for (const int key : {Qt::Key_F2, Qt::Key_F3, Qt::Key_F4, Qt::Key_F5, Qt::Key_F6})
            m_bench->key(key);
        QCOMPARE(m_bench->message(), QString());
        QVERIFY(isSeen<ui::EmptyState>());
    }

    void theSampleIsAClickAway()
    {
        if (ui::samplePhoto().empty())
            QSKIP("the sample photo is not beside this program");
        QAbstractButton* sample = m_bench->button(QStringLiteral("Or try the sample photo"));
        QVERIFY(sample);
        QTest::mouseClick(sample, Qt::LeftButton);
        QTRY_VERIFY(m_bench->shows(ui::samplePhoto()));
        QVERIFY(isSeen<ui::Filmstrip>());
        QVERIFY(m_bench->bench().settings.recentFiles().isEmpty()); // it is no work of theirs
        QVERIFY(m_bench->waitUntilIdle());
        QVERIFY(m_bench->button(QStringLiteral("Export"))->isEnabled());
    }

    void filesAreDropped()
    {
        QMimeData data;
        data.setUrls({urlOf(folder().writePicture("a.png")), urlOf(folder().writePicture("b.jpg"))});
        QVERIFY(drop(data));
        QCOMPARE(names(), QStringList({"a.png", "b.jpg"}));
        QTRY_VERIFY(m_bench->shows(folder().path("a.png")));
        QVERIFY(m_bench->window().windowTitle().startsWith(QStringLiteral("a.png")));
        QCOMPARE(m_bench->message(), QString());
    }

    // A file manager that would move files, with Shift held, keeps them.
    void aDropIsACopy()
    {
        QMimeData data;
        data.setUrls({urlOf(folder().writePicture("a.png"))});
        const QPoint place = m_bench->window().rect().center();
        const Qt::DropActions actions = Qt::CopyAction | Qt::MoveAction;
        QDragEnterEvent enter(place, actions, &data, Qt::LeftButton, Qt::ShiftModifier);
        QApplication::sendEvent(&m_bench->window(), &enter);
        QVERIFY(enter.isAccepted());
        QCOMPARE(enter.dropAction(), Qt::CopyAction);
        QDropEvent event(place, actions, &data, Qt::LeftButton, Qt::ShiftModifier);
        QCOMPARE(event.proposedAction(), Qt::MoveAction);
        QApplication::sendEvent(&m_bench->window(), &event);
        QVERIFY(event.isAccepted());
        QCOMPARE(event.dropAction(), Qt::CopyAction);
        QTRY_VERIFY(m_bench->shows(folder().path("a.png")));
    }

    void aFolderIsDropped()
    {
        folder().writePicture("folder/2.png");
        folder().writePicture("folder/1.png");
        folder().writeText("folder/notes.txt", "text");
        QMimeData data;
        data.setUrls({urlOf(folder().path("folder"))});
        QVERIFY(drop(data));
        QTRY_COMPARE(names(), QStringList({"1.png", "2.png"}));
        QTRY_VERIFY(m_bench->shows(folder().path("folder/1.png")));
    }

    void aPathIsDroppedAsText()
    {
        QMimeData data;
        data.setText(QString::fromStdString(folder().writePicture("a b.png").string()) + QLatin1Char('\n'));
        QVERIFY(drop(data));
        QTRY_VERIFY(m_bench->shows(folder().path("a b.png")));
    }

    void aPictureOfABrowserIsDropped()
    {
        QMimeData data;
        data.setImageData(somePicture());
        data.setUrls({QUrl(QStringLiteral("https://example.org/picture.png"))});
        QVERIFY(drop(data));
        QTRY_COMPARE(documents().count(), 1);
        QTRY_VERIFY(m_bench->bench().candidates.find("model"));
        QCOMPARE(documents().current()->size(), QSize(30, 20));
        QVERIFY(m_bench->bench().settings.recentFiles().isEmpty()); // it has no file of its own
    }

    void whatIsNoFileIsNotTaken()
    {
        QMimeData words;
        words.setText(QStringLiteral("a poem"));
        QVERIFY(!drop(words));
        QCOMPARE(documents().count(), 0);
    }

    void theUnreadableIsNamedAndTheOthersOpen()
    {
        QMimeData data;
        data.setUrls({urlOf(folder().writePicture("a.png")), urlOf(folder().writeText("broken.jpg", "no")),
                      urlOf(folder().path("missing.png")), urlOf(folder().writePicture("c.png"))});
        QVERIFY(drop(data));
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("and 1 more")));
        QVERIFY(m_bench->message().contains(QStringLiteral("broken.jpg")) ||
                m_bench->message().contains(QStringLiteral("missing.png"))); // the tip has both
        QCOMPARE(names(), QStringList({"a.png", "c.png"}));
        QTRY_VERIFY(m_bench->shows(folder().path("a.png")));
        QTest::mouseClick(m_bench->button(QStringLiteral("Close this message")), Qt::LeftButton);
        QCOMPARE(m_bench->message(), QString());
    }

    void onlyUnreadableOnesLeaveItEmpty()
    {
        m_bench->window().openFiles({folder().writeText("broken.png", "no")});
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("broken.png")));
        QTRY_VERIFY(isSeen<ui::EmptyState>());
        QCOMPARE(m_bench->window().windowTitle(), QStringLiteral("Enlarger"));
    }

    void aModelFileBecomesTheModel()
    {
        QVERIFY(m_bench->open(folder().writePicture("a.png")));
        fs::copy_file(tests::dataFile("weights/x4_new_half_zip.pth"), folder().path("my-network.pth"));
        QMimeData data;
        data.setUrls({urlOf(folder().path("my-network.pth"))});
        QVERIFY(drop(data));
        QTRY_COMPARE(m_bench->bench().session.model(), QStringLiteral("my-network"));
        QVERIFY(m_bench->message().contains(QStringLiteral("my-network")));
        QTRY_VERIFY(m_bench->bench().candidates.find("model"));
        QCOMPARE(documents().count(), 1);
        QVERIFY(m_bench->waitUntilIdle());
    }

    void aBrokenModelFileIsNamed()
    {
        m_bench->window().openFiles({folder().writeText("bad.safetensors", "no")});
        QTRY_VERIFY(m_bench->message().contains(QStringLiteral("bad.safetensors")));
        QCOMPARE(m_bench->bench().session.model(), QStringLiteral("photo-x4"));
    }

    void pasting()
    {
        m_bench->key(Qt::Key_V, Qt::ControlModifier);
        QVERIFY(m_bench->message().contains(QStringLiteral("clipboard")));
        QApplication::clipboard()->setImage(somePicture());
        m_bench->key(Qt::Key_V, Qt::ControlModifier);
        QTRY_VERIFY(m_bench->bench().candidates.find("model"));
        QCOMPARE(documents().current()->size(), QSize(30, 20));
        QApplication::clipboard()->setText(QString::fromStdString(folder().writePicture("a.png").string()));
        m_bench->key(Qt::Key_V, Qt::ControlModifier);
        QTRY_VERIFY(m_bench->shows(folder().path("a.png")));
        QApplication::clipboard()->setText(QStringLiteral("a poem"));
        m_bench->key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(documents().count(), 2);
    }

    void recentFilesAreOffered()
    {
        QVERIFY(m_bench->open(folder().writePicture("a.png")));
        QVERIFY(m_bench->open(folder().writePicture("b.png")));
        QVERIFY(m_bench->start()); // another day
        QVERIFY(isSeen<ui::EmptyState>());
        QVERIFY(m_bench->button(QStringLiteral("Open %1").arg(app::toText(folder().path("b.png")))));
        QMenu* recent = nullptr;
        for (auto* button : m_bench->window().findChildren<QToolButton*>())
            if (button->accessibleName() == QStringLiteral("Open photos"))
                recent = button->defaultAction()->menu();
        QVERIFY(recent);
        Q_EMIT recent->aboutToShow();
        const QList<QAction*> offered = recent->actions();
        QVERIFY(offered.size() >= 3);
        QVERIFY(offered[0]->text().endsWith(QStringLiteral("b.png"))); // the newest first
        offered[1]->trigger();
        QTRY_VERIFY(m_bench->shows(folder().path("a.png")));
        QCOMPARE(m_bench->bench().settings.recentFiles().size(), 2);
        Q_EMIT recent->aboutToShow();
        recent->actions().constLast()->trigger();
        QVERIFY(m_bench->bench().settings.recentFiles().isEmpty());
    }

    void steppingAndClosing()
    {
        m_bench->window().openFiles(
            {folder().writePicture("a.png"), folder().writePicture("b.png"), folder().writePicture("c.png")});
        QTRY_VERIFY(m_bench->shows(folder().path("a.png")));
        m_bench->key(Qt::Key_PageUp); // nothing before the first
        QCOMPARE(documents().currentRow(), 0);
        m_bench->key(Qt::Key_PageDown);
        m_bench->key(Qt::Key_PageDown);
        m_bench->key(Qt::Key_PageDown);
        QCOMPARE(documents().currentRow(), 2);
        QTRY_VERIFY(m_bench->shows(folder().path("c.png")));
        m_bench->key(Qt::Key_W, Qt::ControlModifier);
        QTRY_VERIFY(m_bench->shows(folder().path("b.png")));
        m_bench->key(Qt::Key_W, Qt::ControlModifier);
        m_bench->key(Qt::Key_W, Qt::ControlModifier);
        QVERIFY(isSeen<ui::EmptyState>());
        QVERIFY(!isSeen<ui::Filmstrip>());
        QVERIFY(fs::exists(folder().path("b.png"))); // files stay
        QTRY_VERIFY(m_bench->isFree(Urgency::Export));
    }

    void closingAll()
    {
        m_bench->window().openFiles({folder().writePicture("a.png"), folder().writePicture("b.png")});
        QTRY_VERIFY(m_bench->shows(folder().path("a.png")));
        m_bench->key(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(documents().count(), 0);
        QVERIFY(isSeen<ui::EmptyState>());
        QVERIFY(!isSeen<ui::Filmstrip>());
        QCOMPARE(m_bench->message(), QString());
        QVERIFY(fs::exists(folder().path("a.png")) && fs::exists(folder().path("b.png"))); // files stay
        QTRY_VERIFY(m_bench->isFree(Urgency::Export));
        QVERIFY(m_bench->open(folder().path("b.png"))); // and may come back
    }

    void manyAreSteppedThroughQuickly()
    {
        std::vector<fs::path> files;
        for (int i = 0; i < 20; ++i)
            files.push_back(folder().writePicture(std::to_string(100 + i) + ".png", 120 + i, 90));
        m_bench->window().openFiles(files);
        m_bench->view().setZoom(1.0);
        for (int round = 0; round < 3; ++round) {
            for (int i = 0; i < 19; ++i) {
                m_bench->key(Qt::Key_PageDown);
                QCoreApplication::processEvents();
            }
            QCOMPARE(documents().currentRow(), 19);
            for (int i = 0; i < 19; ++i)
                m_bench->key(Qt::Key_PageUp);
        }
        QTRY_VERIFY(m_bench->shows(files.front()));
        QCOMPARE(m_bench->bench().candidates.find("model")->size(), QSize(480, 360));
        QVERIFY(m_bench->waitUntilIdle());
        QCOMPARE(m_bench->message(), QString());
    }
};

QTEST_MAIN(WindowOpeningTest)
#include "window_opening_test.moc"
