// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of a comparison. What it shows is in compare_view.cpp.
#include "ui/viewer/compare_view.h"

#include "ui/viewer/key_place.h"

#include <QKeyEvent>

namespace enlarger::ui {

void CompareView::keyPressEvent(QKeyEvent* event)
{
    if (!handleKey(*event))
        event->ignore();
}

bool CompareView::handleKey(const QKeyEvent& event)
{
    const bool isPlain = !(event.modifiers() & ~Qt::KeypadModifier);
    if (isPlain && event.key() == Qt::Key_Space && !m_layers.isEmpty()) {
        holdOriginal(true);
        return true;
    }
    const int digit = digitOf(event);
    if (digit == 0 || infoOf(m_mode).choice != CandidateChoice::One)
        return false;
    showCandidate(digit - 1);
    return true;
}

void CompareView::keyReleaseEvent(QKeyEvent* event)
{
    if (!handleKeyRelease(*event))
        event->ignore();
}

bool CompareView::handleKeyRelease(const QKeyEvent& event)
{
    if (event.key() != Qt::Key_Space || !m_originalHeld)
        return false;
    if (!event.isAutoRepeat())
        holdOriginal(false);
    return true;
}

bool CompareView::event(QEvent* event)
{
    if (event->type() == QEvent::WindowDeactivate)
        holdOriginal(false); // its release goes elsewhere
    return QWidget::event(event);
}

void CompareView::holdOriginal(bool held)
{
    if (held == m_originalHeld)
        return;
    m_originalHeld = held;
    fillPanes();
}

} // namespace enlarger::ui
