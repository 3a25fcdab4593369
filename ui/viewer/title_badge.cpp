// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/title_badge.h"

#include "ui/viewer/tag.h"

#include <QPainter>

#include <chrono>

namespace enlarger::ui {

using namespace std::chrono_literals;

TitleBadge::TitleBadge(QWidget* parent)
    : QWidget(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    m_incompleteTimer.setSingleShot(true);
    m_incompleteTimer.setInterval(150ms);
    connect(&m_incompleteTimer, &QTimer::timeout, this, [this] { showIncomplete(true); });
    hide();
}

void TitleBadge::setTitle(const QString& title)
{
    if (title != m_title) {
        m_title = title;
        setAccessibleName(title);
        updateGeometry();
        update();
    }
    setVisible(!title.isEmpty());
}

void TitleBadge::setComplete(bool complete)
{
    if (complete) {
        m_incompleteTimer.stop();
        showIncomplete(false);
    } else if (!m_showsIncomplete && !m_incompleteTimer.isActive()) {
        m_incompleteTimer.start();
    }
}

void TitleBadge::showIncomplete(bool incomplete)
{
    if (incomplete == m_showsIncomplete)
        return;
    m_showsIncomplete = incomplete;
    setAccessibleDescription(incomplete ? tr("Still being computed") : QString());
    update();
}

QSize TitleBadge::sizeHint() const
{
    return tagSize(fontMetrics(), m_title);
}

void TitleBadge::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    paintTag(painter, rect(), m_title, palette());
    if (m_showsIncomplete)
        painter.fillRect(QRectF(8, height() - 2.5, width() - 16, 1.5), palette().color(QPalette::Highlight));
}

} // namespace enlarger::ui
