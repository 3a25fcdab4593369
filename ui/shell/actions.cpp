// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/actions.h"

#include "ui/shell/theme.h"

#include <QActionGroup>
#include <QWidget>

namespace enlarger::ui {

namespace {

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
    makeFileActions(window);
    makeEditActions(window);
    makeModes(window);
    makeViewActions(window);
    makeWindowActions(window);
}

QAction* Actions::make(QWidget* window, const char* icon, const QString& text, const QKeySequence& key,
                       const QString& use, bool isToggle)
{
    auto* action = new QAction(text, window);
    if (*icon)
        action->setIcon(theme::icon(QString::fromLatin1(icon)));
    action->setShortcut(key);
    action->setCheckable(isToggle);
    QString tip = text;
    if (!key.isEmpty())
        tip += QStringLiteral(" (%1)").arg(keyOf(action));
    action->setToolTip(use.isEmpty() ? tip : tip + QLatin1Char('\n') + use);
    window->addAction(action); // keys work wherever the focus is
    return action;
}

void Actions::makeFileActions(QWidget* window)
{
    open = make(window, "open", tr("Open photos"), QKeySequence::Open,
                tr("Or drop files and folders on the window."));
    paste = make(window, "paste", tr("Paste a picture or a path"), QKeySequence::Paste, {});
    exportPhoto =
        make(window, "export", tr("Export"), QKeySequence::Save, tr("Writes the enlarged photo to a file."));
    copy = make(window, "copy", tr("Copy what is visible"), QKeySequence::Copy,
                tr("The enlarged part that is on the screen, at 100%."));
    selectAll = make(window, "", tr("Select all photos"), QKeySequence::SelectAll, {});
    showFile = make(window, "folder", tr("Show in folder"), {}, {});
    closePhoto = make(window, "close", tr("Close the photo"), QKeySequence(QStringLiteral("Ctrl+W")),
                      tr("Its file stays."));
    closeAll = make(window, "", tr("Close all photos"), QKeySequence(QStringLiteral("Ctrl+Shift+W")),
                    tr("Their files stay."));
    nextPhoto = make(window, "", tr("Next photo"), QKeySequence(Qt::Key_PageDown), {});
    previousPhoto = make(window, "", tr("Previous photo"), QKeySequence(Qt::Key_PageUp), {});
    quit = make(window, "", tr("Quit"), QKeySequence(QStringLiteral("Ctrl+Q")), {});
}

void Actions::makeEditActions(QWidget* window)
{
    undo = make(window, "", tr("Undo"), QKeySequence(QStringLiteral("Ctrl+Z")),
                tr("Takes back the last change of the crop, or of how photos are enlarged."));
    redo = make(window, "", tr("Redo"), QKeySequence(QStringLiteral("Ctrl+Shift+Z")), {});
    redo->setShortcuts({redo->shortcut(), QKeySequence(QStringLiteral("Ctrl+Y"))});
    resetAll = make(window, "", tr("Reset all"), QKeySequence(QStringLiteral("Ctrl+Shift+R")),
                    tr("No crop, and everything about the enlargement as at the first start."));
}

void Actions::makeModes(QWidget* window)
{
    auto* group = new QActionGroup(window);
    for (const CompareModeInfo& info : compareModes()) {
        QAction* action = make(window, info.icon, tr(info.name),
                               QKeySequence(QString::fromLatin1(info.shortcut)), tr(info.use), true);
        group->addAction(action);
        modes[info.mode] = action;
    }
}

void Actions::makeViewActions(QWidget* window)
{
    fit = make(window, "fit", tr("Fit"), QKeySequence(QStringLiteral("Ctrl+0")), tr("The whole picture."));
    actualSize = make(window, "actual", tr("100 %"), QKeySequence(QStringLiteral("Ctrl+1")),
                      tr("One enlarged pixel is one pixel of the screen."));
    zoomIn = make(window, "", tr("Zoom in"), QKeySequence(QStringLiteral("Ctrl+=")), {});
    zoomOut = make(window, "", tr("Zoom out"), QKeySequence(QStringLiteral("Ctrl+-")), {});
    lock = make(window, "lock", tr("Move together"), QKeySequence(QStringLiteral("U")),
                tr("Unlock to move one picture alone; locked again, the offset stays."), true);
    nearestNeighbour = make(window, "pixels", tr("Nearest neighbour"), QKeySequence(QStringLiteral("A")),
                            tr("Pixels as squares when zoomed in, to see them as they are."), true);
    loupe = make(window, "loupe", tr("Loupe"), QKeySequence(QStringLiteral("L")),
                 tr("A magnifying glass at the cursor."), true);
    crop = make(window, "crop", tr("Crop"), QKeySequence(QStringLiteral("C")),
                tr("Limits what is enlarged. Enter applies the rectangle, Escape cancels it."), true);
    removeCrop = make(window, "", tr("Remove the crop"), QKeySequence(QStringLiteral("Shift+C")), {});
    swapCrop = make(window, "swap", tr("Swap the crop's sides"), QKeySequence(QStringLiteral("X")),
                    tr("Upright proportions lie down, and the other way round."));
    swapCrop->setEnabled(false);
    rotateLeft = make(window, "rotate-left", tr("Rotate left"), QKeySequence(QStringLiteral("Shift+R")), {});
    rotateRight = make(window, "rotate-right", tr("Rotate right"), QKeySequence(QStringLiteral("R")), {});
    for (const auto& [action, key] : {std::pair(rotateLeft, "Ctrl+["), std::pair(rotateRight, "Ctrl+]")})
        action->setShortcuts(action->shortcuts() << QKeySequence(QString::fromLatin1(key)));
    referenceTest =
        make(window, "reference-test", tr("Test on this photo"), QKeySequence(QStringLiteral("P")),
             tr("Downscales the photo and enlarges it again, to measure how close each model "
                "comes to the original."));
    comparePhotos =
        make(window, "", tr("Compare two photos"), QKeySequence(QStringLiteral("T")),
             tr("The same part of another photo: the one that is selected too, else the next one."), true);
}

void Actions::makeWindowActions(QWidget* window)
{
    queue = make(window, "", tr("Queue"), QKeySequence(QStringLiteral("F7")),
                 tr("The photos that are being exported, and those that wait."), true);
    strip = make(window, "strip", tr("Filmstrip"), QKeySequence(QStringLiteral("F8")), {}, true);
    page = make(window, "panel", tr("Side panel"), QKeySequence(QStringLiteral("F9")), {}, true);
    enlarging = make(window, "", tr("Enlarge"), QKeySequence(QStringLiteral("Alt+1")), {});
    fineTuning = make(window, "", tr("Fine-tune"), QKeySequence(QStringLiteral("Alt+2")), {});
    tuneToPhoto = make(window, "", tr("Tune the model to this photo"), QKeySequence(QStringLiteral("Ctrl+T")),
                       tr("The model in use learns the open photo for a few minutes."));
    information = make(window, "info", tr("Information"), QKeySequence(QStringLiteral("I")),
                       tr("The photo's metadata and its histogram."));
    fullScreen = make(window, "", tr("Full screen"), QKeySequence(Qt::Key_F11), {}, true);
    models = make(window, "", tr("Models"), QKeySequence(QStringLiteral("Ctrl+M")),
                  tr("Fetches, renames, removes, mixes and exports models."));
    preferences = make(window, "settings", tr("Preferences"), QKeySequence(QStringLiteral("Ctrl+,")), {});
    help = make(window, "help", tr("Keyboard shortcuts"), QKeySequence(Qt::Key_F1), {});
    about = make(window, "", tr("About Enlarger"), {}, {});
}

void Actions::keepKeysIn(QWidget* workspace)
{
    auto* window = qobject_cast<QWidget*>(enlarging->parent());
    const QList<QAction*> everywhere{quit,   enlarging,   fineTuning, fullScreen,
                                     models, preferences, help,       about};
    for (QAction* action : window->actions()) {
        if (everywhere.contains(action))
            continue;
        window->removeAction(action);
        workspace->addAction(action);
    }
}

QList<ShortcutOverlay::Group> Actions::shortcuts() const
{
    const auto line = [](const QAction* action) { return qMakePair(keyOf(action), action->text()); };
    const auto words = [](const QString& key, const QString& text) { return qMakePair(key, text); };
    ShortcutOverlay::Group files{tr("Photos"),
                                 {line(open), line(paste), line(copy), line(exportPhoto), line(previousPhoto),
                                  line(nextPhoto), line(selectAll), line(closePhoto), line(closeAll)}};
    ShortcutOverlay::Group compare{tr("Compare"), {}};
    for (const CompareModeInfo& info : compareModes())
        compare.keys << line(modes[info.mode]);
    compare.keys << words(tr("1 to 9"), tr("Choose the candidate (Flip)"))
                 << words(tr("Space, held"), tr("Show the original, in every mode")) << line(lock)
                 << line(comparePhotos);
    ShortcutOverlay::Group view{
        tr("View"),
        {line(fit), line(actualSize), line(zoomIn), line(zoomOut),
         words(tr("Wheel"), tr("Zoom at the cursor")), words(tr("Drag, arrow keys"), tr("Move")),
         words(tr("Double click"), tr("Fit or 100 %")), line(nearestNeighbour), line(loupe)}};
    ShortcutOverlay::Group work{tr("Work"),
                                {line(crop), line(removeCrop),
                                 words(tr("Enter, Escape"), tr("Apply or cancel the crop")), line(swapCrop),
                                 line(rotateLeft), line(rotateRight), line(undo), line(redo), line(resetAll),
                                 line(referenceTest), line(tuneToPhoto)}};
    ShortcutOverlay::Group window{
        tr("Window"),
        {line(enlarging), line(fineTuning), line(queue), line(strip), line(page), line(information),
         line(fullScreen), words(tr("Escape"), tr("Leave the crop, the other photo or the full screen")),
         line(models), line(preferences), line(help), line(quit)}};
    return {files, compare, view, work, window};
}

} // namespace enlarger::ui
