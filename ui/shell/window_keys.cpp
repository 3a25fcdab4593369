// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_keys.h"

#include "ui/viewer/compare_view.h"
#include "ui/viewer/key_place.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTabBar>

#include <algorithm>

namespace enlarger::ui {

namespace {

bool isTyping(const QWidget& focused)
{
    const auto* box = qobject_cast<const QComboBox*>(&focused);
    return qobject_cast<const QLineEdit*>(&focused) || qobject_cast<const QAbstractSpinBox*>(&focused) ||
           (box && box->isEditable());
}

// Space is theirs: it presses them.
bool takesSpace(const QWidget& focused)
{
    return qobject_cast<const QAbstractButton*>(&focused) || qobject_cast<const QComboBox*>(&focused);
}

// Arrows are theirs.
bool takesArrows(const QWidget& focused)
{
    return qobject_cast<const QComboBox*>(&focused) || qobject_cast<const QAbstractSlider*>(&focused) ||
           qobject_cast<const QAbstractItemView*>(&focused) || qobject_cast<const QTabBar*>(&focused) ||
           qobject_cast<const QAbstractButton*>(&focused);
}

// Keys that move in the picture.
bool moves(const QKeyEvent& event, const QWidget& focused)
{
    switch (event.key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        return !takesArrows(focused);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus:
        return true;
    default:
        return false;
    }
}

bool isLatin(int key)
{
    return key < 0x100 || key >= Qt::Key_Escape; // letters of other scripts lie in between
}

} // namespace

WindowKeys::WindowKeys(QWidget& window, CompareView& view, Actions& actions)
    : QObject(&window)
    , m_window(window)
    , m_view(view)
    , m_strip(*actions.strip)
    , m_page(*actions.page)
    , m_fullScreen(*actions.fullScreen)
{
    follow(actions.crop);
    follow(actions.comparePhotos);
    follow(actions.fullScreen);
    qApp->installEventFilter(this);
}

void WindowKeys::follow(QAction* action)
{
    connect(action, &QAction::toggled, this, [this, action](bool on) {
        m_entered.removeAll(action);
        if (on)
            m_entered << action;
    });
}

bool WindowKeys::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::KeyRelease)
        return false;
    auto* focused = qobject_cast<QWidget*>(watched);
    if (!focused || focused->window() != &m_window || isTyping(*focused))
        return false;
    auto& key = static_cast<QKeyEvent&>(*event);
    return event->type() == QEvent::KeyPress ? press(*focused, key) : m_view.handleKeyRelease(key);
}

bool WindowKeys::press(const QWidget& focused, QKeyEvent& event)
{
    if (!m_view.isVisible())
        return event.key() == Qt::Key_Escape && leave();
    const bool isSpace = event.key() == Qt::Key_Space;
    if (!(isSpace && takesSpace(focused)) && m_view.handleKey(event))
        return true;
    if (event.key() == Qt::Key_Escape)
        return leave();
    if (event.key() == Qt::Key_Tab && event.modifiers() == Qt::NoModifier && m_view.isAncestorOf(&focused)) {
        togglePanels();
        return true;
    }
    return (!m_view.isAncestorOf(&focused) && moves(event, focused) &&
            m_view.activeView()->handleKey(event)) ||
           triggerByPlace(event);
}

// Both away, or both there.
void WindowKeys::togglePanels()
{
    const bool show = !m_strip.isChecked() && !m_page.isChecked();
    m_strip.setChecked(show);
    m_page.setChecked(show);
}

bool WindowKeys::leave()
{
    // What belongs to the picture stays while that is not seen.
    const auto last = std::find_if(m_entered.crbegin(), m_entered.crend(), [this](const QAction* action) {
        return action == &m_fullScreen || m_view.isVisible();
    });
    if (last == m_entered.crend())
        return false;
    (*last)->setChecked(false);
    return true;
}

bool WindowKeys::triggerByPlace(const QKeyEvent& event)
{
    const Qt::Key place = usKeyAt(event.nativeScanCode());
    if (isLatin(event.key()) || place == Qt::Key_unknown)
        return false;
    const QKeySequence pressed(QKeyCombination(event.modifiers() & ~Qt::KeypadModifier, place));
    for (QAction* action : m_window.findChildren<QAction*>(QString(), Qt::FindDirectChildrenOnly))
        if (action->isEnabled() && action->shortcuts().contains(pressed)) {
            action->trigger();
            return true;
        }
    return false;
}

} // namespace enlarger::ui
