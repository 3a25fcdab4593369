// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/actions.h"

#include "ui/shell/theme.h"

#include <QActionGroup>
#include <QWidget>

namespace enlarger::ui {

namespace {

using Mode = CompareView::Mode;

QString tr(const char* text)
{
    return QObject::tr(text);
}

QString keyOf(const QAction* action)
{
    return action->shortcut().toString(QKeySequence::NativeText);
}

} // namespace

Actions::Actions(QWidget* window)
{
    const auto make = [window](const char* icon, const QString& text, const QKeySequence& key,
                               const QString& why, bool isToggle = false) {
        auto* action = new QAction(text, window);
        if (*icon)
            action->setIcon(theme::icon(QString::fromLatin1(icon)));
        action->setShortcut(key);
        action->setCheckable(isToggle);
        QString tip = text;
        if (!key.isEmpty())
            tip += QStringLiteral(" (%1)").arg(keyOf(action));
        action->setToolTip(why.isEmpty() ? tip : tip + QLatin1Char('\n') + why);
        window->addAction(action); // keys work wherever the focus is
        return action;
    };

    open =
        make("open", tr("Open photos"), QKeySequence::Open, tr("Or drop files and folders on the window."));
    paste = make("paste", tr("Paste a picture or a path"), QKeySequence::Paste, {});
    exportPhoto =
        make("export", tr("Export"), QKeySequence::Save, tr("Writes the enlarged photo to a file."));
    copy = make("copy", tr("Copy what is visible"), QKeySequence::Copy,
                tr("The enlarged part that is on the screen, at 100%."));
    closePhoto =
        make("close", tr("Close the photo"), QKeySequence(QStringLiteral("Ctrl+W")), tr("Its file stays."));
    quit = make("", tr("Quit"), QKeySequence(QStringLiteral("Ctrl+Q")), {});

    auto* group = new QActionGroup(window);
    const auto addMode = [&](Mode mode, const char* icon, const QString& text, const char* key,
                             const QString& why) {
        QAction* action = make(icon, text, QKeySequence(QString::fromLatin1(key)), why, true);
        group->addAction(action);
        modes[mode] = action;
    };
    addMode(Mode::SideBySide, "side-by-side", tr("Side by side"), "F2",
            tr("To judge how two results differ as a whole."));
    addMode(Mode::Split, "split", tr("Split"), "F3", tr("To follow an edge from one result into the other."));
    addMode(Mode::Flip, "flip", tr("Flip"), "F4",
            tr("To see the smallest differences: 1 to 9 choose what is shown, Space holds the original."));
    addMode(Mode::Grid, "grid", tr("Grid"), "F5", tr("To choose among up to four."));
    addMode(Mode::Difference, "difference", tr("Difference"), "F6",
            tr("To see what the network changed and what it invented."));

    fit = make("fit", tr("Fit"), QKeySequence(QStringLiteral("Ctrl+0")), tr("The whole picture."));
    actualSize = make("actual", tr("100 %"), QKeySequence(QStringLiteral("Ctrl+1")),
                      tr("One enlarged pixel is one pixel of the screen."));
    zoomIn = make("", tr("Zoom in"), QKeySequence(QStringLiteral("Ctrl+=")), {});
    zoomOut = make("", tr("Zoom out"), QKeySequence(QStringLiteral("Ctrl+-")), {});
    lock = make("lock", tr("Move together"), QKeySequence(QStringLiteral("U")),
                tr("Unlock to move one picture alone; locked again, the offset stays."), true);
    nearestNeighbour = make("pixels", tr("Nearest neighbour"), QKeySequence(QStringLiteral("A")),
                            tr("Pixels as squares when zoomed in, to see them as they are."), true);
    loupe = make("loupe", tr("Loupe"), QKeySequence(QStringLiteral("L")),
                 tr("A magnifying glass at the cursor."), true);
    crop = make("crop", tr("Crop"), QKeySequence(QStringLiteral("C")),
                tr("Limits what is enlarged. Enter applies the rectangle, Escape cancels it."), true);
    removeCrop = make("", tr("Remove the crop"), QKeySequence(QStringLiteral("Shift+C")), {});
    referenceTest = make("reference-test", tr("Reference test"), QKeySequence(QStringLiteral("P")),
                         tr("Downscales the photo and enlarges it again, to measure how close each model "
                            "comes to the original."));

    nextPhoto = make("", tr("Next photo"), QKeySequence(Qt::Key_PageDown), {});
    previousPhoto = make("", tr("Previous photo"), QKeySequence(Qt::Key_PageUp), {});
    strip = make("strip", tr("Filmstrip"), QKeySequence(QStringLiteral("F8")), {}, true);
    page = make("panel", tr("Page on the right"), QKeySequence(QStringLiteral("F9")), {}, true);
    information = make("info", tr("Information"), QKeySequence(QStringLiteral("I")),
                       tr("The photo's metadata and its histogram."));
    fullScreen = make("", tr("Full screen"), QKeySequence(Qt::Key_F11), {}, true);
    preferences = make("settings", tr("Preferences"), QKeySequence(QStringLiteral("Ctrl+,")), {});
    help = make("help", tr("Keyboard shortcuts"), QKeySequence(Qt::Key_F1), {});
}

QList<ShortcutOverlay::Group> Actions::shortcuts() const
{
    const auto line = [](const QAction* action) { return qMakePair(keyOf(action), action->text()); };
    const auto words = [](const QString& key, const QString& text) { return qMakePair(key, text); };
    ShortcutOverlay::Group files{tr("Photos"),
                                 {line(open), line(paste), line(copy), line(exportPhoto), line(previousPhoto),
                                  line(nextPhoto), line(closePhoto)}};
    ShortcutOverlay::Group compare{tr("Compare"), {}};
    for (const QAction* action : modes)
        compare.keys << line(action);
    compare.keys << words(tr("1 to 9"), tr("Choose the candidate (Flip)"))
                 << words(tr("Space, held"), tr("Show the original")) << line(lock);
    ShortcutOverlay::Group view{
        tr("View"),
        {line(fit), line(actualSize), line(zoomIn), line(zoomOut),
         words(tr("Wheel"), tr("Zoom at the cursor")), words(tr("Drag, arrow keys"), tr("Move")),
         words(tr("Double click"), tr("Fit or 100 %")), line(nearestNeighbour), line(loupe)}};
    ShortcutOverlay::Group work{tr("Work"),
                                {line(crop), line(removeCrop),
                                 words(tr("Enter, Escape"), tr("Apply or cancel the crop")),
                                 line(referenceTest)}};
    ShortcutOverlay::Group window{tr("Window"),
                                  {line(strip), line(page), line(information), line(fullScreen),
                                   line(preferences), line(help), line(quit)}};
    return {files, compare, view, work, window};
}

} // namespace enlarger::ui
