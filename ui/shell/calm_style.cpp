// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/calm_style.h"

#include <QApplication>
#include <QKeyEvent>
#include <QWidget>

namespace enlarger::ui {

CalmStyle::CalmStyle()
    : QProxyStyle(QStringLiteral("Fusion"))
{
    qApp->installEventFilter(this);
}

int CalmStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                         QStyleHintReturn* returned) const
{
    switch (hint) {
    case SH_UnderlineShortcut:
        return int(m_isShown);
    case SH_DialogButtonBox_ButtonsHaveIcons:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returned);
    }
}

bool CalmStyle::eventFilter(QObject*, QEvent* event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::KeyRelease:
        if (static_cast<QKeyEvent*>(event)->key() == Qt::Key_Alt)
            setShown(event->type() == QEvent::KeyPress);
        break;
    case QEvent::ApplicationDeactivate: // Alt is released elsewhere
    case QEvent::WindowDeactivate:
        setShown(false);
        break;
    default:
        break;
    }
    return false;
}

void CalmStyle::setShown(bool shown)
{
    if (m_isShown == shown)
        return;
    m_isShown = shown;
    for (QWidget* widget : QApplication::allWidgets())
        if (widget->isVisible())
            widget->update();
}

} // namespace enlarger::ui
