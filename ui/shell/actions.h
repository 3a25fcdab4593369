// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/shortcut_overlay.h"
#include "ui/viewer/compare_mode.h"

#include <QAction>
#include <QMap>

namespace enlarger::ui {

/// Everything that can be done from the keyboard, with its name, key, icon and a word on when to use it. What
/// they do is wired by the window.
struct Actions
{
    explicit Actions(QWidget* window);

    QAction* open;
    QAction* paste;
    QAction* exportPhoto;
    QAction* copy;
    QAction* undo;
    QAction* redo;
    QAction* resetAll;
    QAction* selectAll;
    QAction* showFile;
    QAction* closePhoto;
    QAction* closeAll;
    QAction* quit;

    QMap<CompareMode, QAction*> modes; // exclusive
    QAction* fit;
    QAction* actualSize;
    QAction* zoomIn;
    QAction* zoomOut;
    QAction* lock;             // checked: panes move as one
    QAction* nearestNeighbour; // checked: pixels are squares
    QAction* loupe;
    QAction* crop;
    QAction* removeCrop;
    QAction* swapCrop; // while cropping
    QAction* rotateLeft;
    QAction* rotateRight;
    QAction* referenceTest;
    QAction* comparePhotos; // checked: another photo is compared

    QAction* enlarging; // the workspaces
    QAction* fineTuning;
    QAction* tuneToPhoto;

    QAction* nextPhoto;
    QAction* previousPhoto;
    QAction* strip; // shown or hidden
    QAction* page;
    QAction* queue;
    QAction* information;
    QAction* fullScreen;
    QAction* models;
    QAction* preferences;
    QAction* help;
    QAction* about;

    /// From now on the keys of all that is done with photos work only while `workspace` is seen. Keys of the
    /// others work in the whole window.
    void keepKeysIn(QWidget* workspace);

    QList<ShortcutOverlay::Group> shortcuts() const; // for people, those of the views included

private:
    /// `icon`: of resources/icons; empty: none. `use`: when it is of use, for the tool tip; may be empty.
    static QAction* make(QWidget* window, const char* icon, const QString& text, const QKeySequence& key,
                         const QString& use, bool isToggle = false);
    void makeFileActions(QWidget* window);
    void makeEditActions(QWidget* window);
    void makeModes(QWidget* window); // of compareModes()
    void makeViewActions(QWidget* window);
    void makeWindowActions(QWidget* window);
};

} // namespace enlarger::ui
