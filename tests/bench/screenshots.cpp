// SPDX-License-Identifier: GPL-3.0-or-later
// Takes the pictures of README and docs from the window itself, offscreen, so that they stay true.
//   enlarger-screenshots FOLDER [--learn-from PHOTO] [NAME...]   writes NAME.jpg (all of them without a name)
// With the sample photo, and the default model of the store (ENLARGER_DATA_DIR). QT_SCALE_FACTOR=2 for 200%.
#include "app/files/path_text.h"
#include "ui/shell/compare_pane.h"
#include "ui/shell/main_window.h"
#include "ui/shell/sample_photo.h"
#include "ui/shell/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QMap>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <functional>

using namespace enlarger;
using Mode = ui::CompareView::Mode;

namespace {

constexpr int patience = 300'000; // ms: what takes longer has failed
constexpr int largestFile = 400 * 1024;

[[noreturn]] void fail(const QString& what)
{
    std::fprintf(stderr, "enlarger-screenshots: %s\n", qPrintable(what));
    std::exit(1);
}

/// A window with the sample photo, all of it computed that is seen.
class Stage
{
public:
    Stage()
    {
        if (ui::samplePhoto().empty())
            fail(QStringLiteral("the sample photo is not beside this program"));
        m_window.show();
        m_window.resize(1400, 880);
        m_window.openFiles({ui::samplePhoto()});
        settle();
        view().setZoom(view().devicePixelRatioF());
    }

    ui::MainWindow& window() { return m_window; }
    ui::Workbench& bench() { return m_window.bench(); }
    ui::CompareView& view() { return m_window.comparePane().view(); }

    void show(Mode mode, double zoom,
              QPointF centre) // zoom in pixels of the window; centre 0..1 of the photo
    {
        view().setMode(mode);
        view().setZoom(zoom * view().devicePixelRatioF());
        const QSize size = view().activeLayer()->size();
        view().visibleViews()[0]->centreOn({centre.x() * size.width(), centre.y() * size.height()});
    }
    void press(Qt::Key key) { QTest::keyClick(&m_window, key); }

    void settle()
    {
        const auto isStill = [&] {
            const ui::Layer* layer = bench().candidates.find(QStringLiteral("model"));
            return layer && layer->isComplete() && bench().regions.progress().waiting == 0 &&
                   bench().session.plan();
        };
        constexpr int turns = 1000; // ms: views say what they see, previews and differences are painted
        QTest::qWait(turns);
        if (!QTest::qWaitFor(isStill, patience))
            fail(QStringLiteral("the window was not ready in time; is there a model in the store?"));
        QTest::qWait(turns);
    }

private:
    ui::MainWindow m_window;
};

const QPointF animal(0.45, 0.42); // of the sample: where there is most to see

void referenceTest(Stage& stage)
{
    stage.press(Qt::Key_P);
    for (auto* button : stage.window().findChildren<QAbstractButton*>())
        if (button->text() == QLatin1String("Run the test"))
            button->click();
    if (!QTest::qWaitFor([&] { return stage.bench().candidates.find(QStringLiteral("truth")); }, patience))
        fail(QStringLiteral("there is no result of the reference test"));
    stage.show(Mode::Grid, 2.0, animal);
}

QString learnFrom; // a photo in place of the sample, which is too small to keep a part of it for validation

// A real run on a photo, far enough that curves and pictures are to be seen.
void fineTune(Stage& stage)
{
    constexpr int enough = 110; // steps
    if (!learnFrom.isEmpty()) {
        stage.window().openFiles({app::toPath(learnFrom)});
        stage.settle();
    }
    app::FineTuneSession& session = stage.bench().fineTune;
    QTest::keyClick(&stage.window(), Qt::Key_T, Qt::ControlModifier);
    const auto hasLearnt = [&] { return session.job() && session.job()->progress().step >= enough; };
    if (!QTest::qWaitFor(hasLearnt, 4 * patience))
        fail(QStringLiteral("the training did not come far enough in time"));
}

const QMap<QString, std::function<void(Stage&)>> scenes{
    {"side-by-side", [](Stage& stage) { stage.show(Mode::SideBySide, 1.0, animal); }},
    {"split", [](Stage& stage) { stage.show(Mode::Split, 1.0, animal); }},
    {"grid", [](Stage& stage) { stage.show(Mode::Grid, 1.0, animal); }},
    {"crop",
     [](Stage& stage) {
         stage.press(Qt::Key_C);
         const QSize size = stage.view().activeLayer()->size();
         stage.view().cropTool().setRectangle(
             QRectF(size.width() * 0.2, size.height() * 0.15, size.width() * 0.55, size.height() * 0.6));
     }},
    {"reference-test", referenceTest},
    {"light",
     [](Stage& stage) {
         stage.bench().settings.setTheme(app::Settings::Theme::Light);
         stage.show(Mode::SideBySide, 1.0, animal);
     }},
    {"fine-tune", fineTune},
    {"small",
     [](Stage& stage) {
         stage.window().resize(1024, 640);
         stage.show(Mode::SideBySide, 1.0, animal);
     }},
};

void take(const QString& name, const QString& file)
{
    const QTemporaryDir configuration; // the settings of a first start, but for its question
    qputenv("ENLARGER_CONFIG_DIR", configuration.path().toUtf8());
    app::Settings().setState(QStringLiteral("networks-offered"), "yes");
    ui::theme::apply(*qApp, app::Settings::Theme::Dark);
    Stage stage;
    scenes[name](stage);
    stage.settle();
    const QImage image = stage.window().grab().toImage().convertToFormat(QImage::Format_RGB32);
    constexpr int quality = 90; // as PNG, what is mostly a photo would be four times as large
    if (!image.save(file, "JPG", quality))
        fail(file + QStringLiteral(" cannot be written"));
    std::printf("%s: %d x %d, %lld KB\n", qPrintable(file), image.width(), image.height(),
                static_cast<long long>(QFileInfo(file).size() / 1024));
    if (QFileInfo(file).size() > largestFile)
        std::printf("  (larger than a page wants)\n");
}

} // namespace

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QStringList names = application.arguments().mid(1);
    if (names.isEmpty())
        fail(QStringLiteral("enlarger-screenshots FOLDER [--learn-from PHOTO] [NAME...]"));
    const QDir folder(names.takeFirst());
    if (names.size() > 1 && names.first() == QLatin1String("--learn-from")) {
        names.removeFirst();
        learnFrom = names.takeFirst();
    }
    if (names.isEmpty())
        names = scenes.keys();
    for (const QString& name : names) {
        if (!scenes.contains(name))
            fail(QStringLiteral("there is no picture '%1'; there are %2")
                     .arg(name, scenes.keys().join(QStringLiteral(", "))));
        take(name, folder.filePath(name + QStringLiteral(".jpg")));
    }
    return 0;
}
