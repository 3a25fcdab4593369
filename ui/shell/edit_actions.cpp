// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/edit_actions.h"

#include "ui/shell/actions.h"

#include <QApplication>
#include <QDoubleSpinBox>
#include <QKeyEvent>

namespace enlarger::ui {

namespace {

// Whether a spin box shows another number than it has.
bool isTypedInto(const QAbstractSpinBox& box)
{
    if (const auto* whole = qobject_cast<const QSpinBox*>(&box))
        return whole->locale().toInt(whole->cleanText()) != whole->value();
    if (const auto* real = qobject_cast<const QDoubleSpinBox*>(&box))
        return real->cleanText() != real->textFromValue(real->value());
    return true;
}

} // namespace

EditActions::EditActions(const Actions& actions, app::EditHistory& history, QObject* parent)
    : QObject(parent)
    , m_actions(actions)
    , m_history(history)
{
    connect(actions.undo, &QAction::triggered, this, [this] {
        m_word = tr("Undone: %1");
        m_history.undo();
    });
    connect(actions.redo, &QAction::triggered, this, [this] {
        m_word = tr("Redone: %1");
        m_history.redo();
    });
    connect(actions.resetAll, &QAction::triggered, &m_history, &app::EditHistory::resetAll);
    connect(&m_history, &app::EditHistory::moved, this,
            [this](app::EditHistory::Group group, const QString& text) {
                Q_EMIT moved(group, m_word.arg(text));
            });
    connect(&m_history, &app::EditHistory::changed, this, &EditActions::refresh);
    qApp->installEventFilter(this);
    refresh();
}

void EditActions::refresh()
{
    m_actions.undo->setEnabled(!m_history.undoText().isEmpty());
    m_actions.redo->setEnabled(!m_history.redoText().isEmpty());
}

bool EditActions::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::ShortcutOverride)
        return false;
    const auto* box = qobject_cast<const QAbstractSpinBox*>(watched);
    const auto* key = static_cast<const QKeyEvent*>(event);
    if (!box || !(key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)))
        return false;
    if (isTypedInto(*box))
        return false;
    event->ignore();
    return true;
}

} // namespace enlarger::ui
