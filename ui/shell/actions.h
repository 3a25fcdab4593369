// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/shortcut_overlay.h"
#include "ui/viewer/compare_view.h"

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
    QAction* closePhoto;
    QAction* quit;

    QMap<CompareView::Mode, QAction*> modes; // exclusive
    QAction* fit;
    QAction* actualSize;
    QAction* zoomIn;
    QAction* zoomOut;
    QAction* lock;             // checked: panes move as one
    QAction* nearestNeighbour; // checked: pixels are squares
    QAction* loupe;
    QAction* crop;
    QAction* removeCrop;
    QAction* referenceTest;

    QAction* nextPhoto;
    QAction* previousPhoto;
    QAction* strip; // shown or hidden
    QAction* page;
    QAction* information;
    QAction* fullScreen;
    QAction* preferences;
    QAction* help;

    QList<ShortcutOverlay::Group> shortcuts() const; // for people, those of the views included
};

} // namespace enlarger::ui
