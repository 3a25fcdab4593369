// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/context_menus.h"

#include "ui/shell/actions.h"
#include "ui/shell/filmstrip.h"
#include "ui/viewer/compare_view.h"

namespace enlarger::ui {

namespace {

QAction* separator(QWidget& parent)
{
    auto* line = new QAction(&parent);
    line->setSeparator(true);
    return line;
}

} // namespace

void addContextMenus(const Actions& actions, CompareView& view, Filmstrip& strip, QWidget& page)
{
    view.setContextMenuPolicy(Qt::ActionsContextMenu);
    view.addActions({actions.copy, actions.exportPhoto, separator(view), actions.fit, actions.actualSize,
                     actions.crop, actions.removeCrop, actions.rotateLeft, actions.rotateRight,
                     actions.referenceTest, actions.tuneToPhoto, actions.comparePhotos, separator(view),
                     actions.undo, actions.redo, actions.resetAll, separator(view), actions.showFile,
                     actions.closePhoto});
    strip.addActions({actions.selectAll, actions.closeAll}); // beside what its menu offers for a thumbnail
    page.setContextMenuPolicy(Qt::ActionsContextMenu);
    page.addActions({actions.undo, actions.redo, actions.resetAll});
}

} // namespace enlarger::ui
