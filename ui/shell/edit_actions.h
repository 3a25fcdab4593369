// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/edit_history.h"

namespace enlarger::ui {

struct Actions;

/// Undo, redo and reset from the keyboard and the menus. A field that is being typed into keeps the keys for
/// its own text; one with nothing typed in it gives them to the window.
class EditActions : public QObject
{
    Q_OBJECT

public:
    EditActions(const Actions& actions, app::EditHistory& history, QObject* parent);

Q_SIGNALS:
    void moved(enlarger::app::EditHistory::Group group, const QString& text); // "Undone: strength"

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();

    const Actions& m_actions;
    app::EditHistory& m_history;
    QString m_word; // what is being done: "Undone", "Redone"
};

} // namespace enlarger::ui
