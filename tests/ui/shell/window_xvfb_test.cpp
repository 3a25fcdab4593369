// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/finetune/photo_folder.h"
#include "tests/ui/shell/window_bench.h"
#include "ui/finetune/finetune_workspace.h"
#include "ui/shell/compare_pane.h"
#include "ui/shell/sample_photo.h"

#include <QDrag>
#include <QGuiApplication>
#include <QMimeData>
#include <QProcess>
#include <QTest>

#include <cmath>

using namespace enlarger;
using Mode = ui::CompareView::Mode;

namespace {

/// A small window that files can be dragged out of, as a file manager is.
class DragSource : public QWidget
{
public:
    explicit DragSource(const std::filesystem::path& file)
        : QWidget(nullptr, Qt::ToolTip)
        , m_file(QUrl::fromLocalFile(QString::fromStdString(file.string())))
    {
        resize(40, 40);
    }

protected:
    void mousePressEvent(QMouseEvent*) override
    {
        auto* content = new QMimeData;
        content->setUrls({m_file});
        auto* drag = new QDrag(this);
        drag->setMimeData(content);
        drag->exec(Qt::CopyAction);
    }

private:
    QUrl m_file;
};

} // namespace

/// The main flow on a real X server, with events as a mouse and a keyboard send them. under-xvfb makes the
/// server.
class WindowXvfbTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<tests::WindowBench> m_bench;

    // Runs xdotool while the window goes on working.
    static bool xdotool(const QStringList& words)
    {
        QProcess process;
        process.start(QStringLiteral("xdotool"), words);
        return QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 30'000) &&
               process.exitCode() == 0;
    }
    static bool key(const char* name) { return xdotool({"key", QString::fromLatin1(name)}); }
    static bool moveTo(const QWidget& widget, QPoint place)
    {
        const QPoint at = widget.mapToGlobal(place);
        return xdotool({"mousemove", QString::number(at.x()), QString::number(at.y())});
    }
    static bool click(const QWidget& widget)
    {
        return moveTo(widget, widget.rect().center()) && xdotool({"click", "1"});
    }
    ui::CompareView& view() const { return m_bench->view(); }
    QPointF centre() const { return view().visibleViews()[0]->viewGeometry().centre(); }

private Q_SLOTS:
    void initTestCase()
    {
        if (QGuiApplication::platformName() != QLatin1String("xcb"))
            QSKIP("this needs an X server: run it by under-xvfb");
        tests::refuseWindowWarnings();
        m_bench = std::make_unique<tests::WindowBench>();
        m_bench->start(); // without a window manager nobody makes it active
        m_bench->window().move(0, 0);
        QVERIFY(xdotool({"windowfocus", QString::number(m_bench->window().winId())}));
        QTRY_VERIFY(m_bench->window().isActiveWindow());
        QTRY_VERIFY(m_bench->bench().session.network());
    }
    void cleanupTestCase() { m_bench = nullptr; }

    void aClickOpensTheSample()
    {
        if (ui::samplePhoto().empty())
            QSKIP("the sample photo is not beside this program");
        QVERIFY(click(*m_bench->button(QStringLiteral("Or try the sample photo"))));
        QTRY_VERIFY(m_bench->shows(ui::samplePhoto()));
    }

    void theWheelZoomsAtTheCursor()
    {
        ui::PictureView& pane = *view().visibleViews()[0];
        const QPoint place(pane.width() / 4, pane.height() / 2);
        const double before = view().zoom();
        QVERIFY(moveTo(pane, place));
        QTRY_VERIFY(pane.cursorPoint());
        const QPointF under = *pane.cursorPoint();
        QVERIFY(xdotool({"click", "--repeat", "5", "4"}));
        QTRY_VERIFY(view().zoom() > 1.5 * before);
        QVERIFY((*pane.cursorPoint() - under).manhattanLength() < 3.0);
        QVERIFY(key("ctrl+1"));
        QTRY_COMPARE(view().zoom(), 1.0);
        QVERIFY(m_bench->waitUntilIdle());
    }

    void aDragMovesThePicture()
    {
        ui::PictureView& pane = *view().visibleViews()[0];
        const QPointF before = centre();
        QVERIFY(moveTo(pane, pane.rect().center()));
        QVERIFY(xdotool({"mousedown", "1"}));
        for (int step = 1; step <= 5; ++step)
            QVERIFY(moveTo(pane, pane.rect().center() - QPoint(8 * step, 4 * step)));
        QVERIFY(xdotool({"mouseup", "1"}));
        QTRY_VERIFY((centre() - before - QPointF(40, 20)).manhattanLength() < 2.0);
        QCOMPARE(view().visibleViews()[1]->viewGeometry().centre(), centre()); // as one
    }

    void keysChooseModesAndCandidates()
    {
        const QPointF place = centre();
        for (const auto& [name, mode] : {std::pair("F3", Mode::Split), std::pair("F5", Mode::Grid),
                                         std::pair("F6", Mode::Difference), std::pair("F4", Mode::Flip)}) {
            QVERIFY(key(name));
            QTRY_COMPARE(view().mode(), mode);
            QVERIFY((centre() - place).manhattanLength() < 2.0);
        }
        QVERIFY(key("2"));
        QTRY_COMPARE(view().candidate(), 1);
        QVERIFY(xdotool({"keydown", "space"}));
        QTRY_COMPARE(view().visibleViews()[0]->layer(), m_bench->bench().candidates.find("original"));
        QVERIFY(xdotool({"keyup", "space"}));
        QTRY_COMPARE(view().visibleViews()[0]->layer(), m_bench->bench().candidates.find("nearest"));
        QVERIFY(key("F2"));
        QTRY_COMPARE(view().mode(), Mode::SideBySide);
    }

    void aCropIsTakenByEnter()
    {
        QVERIFY(key("c"));
        QTRY_VERIFY(view().hasCropTool());
        QVERIFY(key("ctrl+shift+Left"));
        QVERIFY(key("Return"));
        QTRY_VERIFY(!view().hasCropTool());
        QVERIFY(m_bench->bench().documents.current()->crop());
        QVERIFY(key("shift+c"));
        QTRY_VERIFY(!m_bench->bench().documents.current()->crop());
    }

    void exportIsAClick()
    {
        const auto out = m_bench->folder().path("out");
        std::filesystem::create_directory(out);
        m_bench->bench().settings.setExportFolder(QString::fromStdString(out.string()));
        QVERIFY(click(*m_bench->button(QStringLiteral("Export"))));
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->message().contains(QStringLiteral("was written")), 30'000);
        QVERIFY(!std::filesystem::is_empty(out));
    }

    // From a dropped folder to the tuned model in use.
    void aDroppedFolderTeachesAModel()
    {
        tests::writePhotos(m_bench->folder().path("learn"), 6);
        app::FineTuneSession& session = m_bench->bench().fineTune;
        QVERIFY(key("alt+2"));
        const QWidget& workspace = *m_bench->window().findChild<ui::FineTuneWorkspace*>();
        QTRY_VERIFY(workspace.isVisible());
        DragSource source(m_bench->folder().path("learn"));
        source.move(m_bench->window().mapToGlobal(QPoint(300, 300)));
        source.show();
        QVERIFY(QTest::qWaitForWindowExposed(&source));
        const QPoint from = source.mapToGlobal(QPoint(20, 20));
        QStringList gesture{"mousemove", QString::number(from.x()), QString::number(from.y()), "mousedown",
                            "1"};
        for (int step = 1; step <= 10; ++step)
            gesture << "sleep"
                    << "0.05"
                    << "mousemove_relative"
                    << "12"
                    << "8";
        QVERIFY(xdotool(gesture << "sleep"
                                << "0.3"
                                << "mouseup"
                                << "1"));
        QTRY_COMPARE_WITH_TIMEOUT(session.photos().size(), std::size_t(1), 30'000);
        source.hide();
        QTRY_VERIFY_WITH_TIMEOUT(!session.check().isRunning(), 30'000);
        session.setMinutes(0.15);
        const QString name = session.name();
        QVERIFY(click(*m_bench->button(QStringLiteral("Start"))));
        QTRY_VERIFY_WITH_TIMEOUT(session.job() && !session.job()->isRunning(), 120'000);
        QTRY_VERIFY(m_bench->button(QStringLiteral("Use it now")));
        QVERIFY(click(*m_bench->button(QStringLiteral("Use it now"))));
        QTRY_COMPARE_WITH_TIMEOUT(m_bench->bench().session.model(), name, 30'000);
        QTRY_VERIFY(!workspace.isVisible());
    }

    void theWindowIsClosedByKey()
    {
        QVERIFY(key("ctrl+q"));
        QTRY_VERIFY(!m_bench->window().isVisible());
    }
};

QTEST_MAIN(WindowXvfbTest)
#include "window_xvfb_test.moc"
