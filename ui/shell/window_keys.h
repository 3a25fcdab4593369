// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/actions.h"

#include <QObject>

class QKeyEvent;

namespace enlarger::ui {

class CompareView;

/// Keys of the picture that work wherever the focus is in the window, but where a person types: 1 to 9,
/// Space, arrows, plus and minus; Escape, which leaves what was entered last; and over the picture Tab, which
/// hides the panels and brings them back (Shift+Tab goes on to the next control). Where a keyboard has no
/// Latin letters, a shortcut's key is the one at its place on a US keyboard.
class WindowKeys : public QObject
{
    Q_OBJECT

public:
    /// `window`: the parent of all that is watched.
    WindowKeys(QWidget& window, CompareView& view, Actions& actions);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool press(const QWidget& focused, QKeyEvent& event);
    void togglePanels();
    bool leave();                                // what was entered last
    bool triggerByPlace(const QKeyEvent& event); // an action's shortcut, by the place of the key
    void follow(QAction* action);                // remembers when it is switched on

    QWidget& m_window;
    CompareView& m_view;
    QAction& m_strip;
    QAction& m_page;
    QAction& m_fullScreen;
    QList<QAction*> m_entered; // the last one last
};

} // namespace enlarger::ui
