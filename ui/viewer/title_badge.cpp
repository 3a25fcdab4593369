// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/title_badge.h"

#include "ui/viewer/tag.h"

#include <QMouseEvent>
#include <QPainter>

#include <chrono>

namespace enlarger::ui {

using namespace std::chrono_literals;

namespace {

constexpr int ringSide = 11;
constexpr int ringRoom = ringSide + 7; // to the text

} // namespace

TitleBadge::TitleBadge(QWidget* parent)
    : QWidget(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    m_computingTimer.setSingleShot(true);
    m_computingTimer.setInterval(150ms);
    connect(&m_computingTimer, &QTimer::timeout, this, [this] { showStatus(true); });
    hide();
}

void TitleBadge::setTitle(const QString& title)
{
    if (title != m_title) {
        m_title = title;
        setAccessibleName(title);
        refresh();
    }
    setVisible(!title.isEmpty());
}

void TitleBadge::setStatus(const LayerStatus& status)
{
    using Kind = LayerStatus::Kind;
    if (status == m_status)
        return;
    m_status = status;
    setAttribute(Qt::WA_TransparentForMouseEvents, status.kind != Kind::ZoomIn);
    setCursor(status.kind == Kind::ZoomIn ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (status.kind == Kind::Computing && !m_showsStatus) {
        if (!m_computingTimer.isActive())
            m_computingTimer.start();
        return;
    }
    m_computingTimer.stop();
    showStatus(status.kind != Kind::Ready);
}

void TitleBadge::showStatus(bool shown)
{
    m_showsStatus = shown;
    setAccessibleDescription(!shown                                       ? QString()
                             : m_status.kind == LayerStatus::Kind::ZoomIn ? tr("Zoom in to see it")
                                                                          : tr("Still being computed"));
    refresh();
}

void TitleBadge::refresh()
{
    updateGeometry();
    update();
    Q_EMIT sizeHintChanged();
}

QString TitleBadge::text() const
{
    if (!m_showsStatus)
        return m_title;
    const QString status =
        m_status.kind == LayerStatus::Kind::ZoomIn ? tr("zoom in to see it") : m_status.text;
    return status.isEmpty() ? m_title : tr("%1 · %2").arg(m_title, status);
}

QSize TitleBadge::sizeHint() const
{
    return tagSize(fontMetrics(), text()) + QSize(hasRing() ? ringRoom : 0, 0);
}

void TitleBadge::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    paintTag(painter, rect(), text(), palette(), hasRing() ? ringRoom : 0);
    if (!hasRing())
        return;
    constexpr int wholeCircle = 360 * 16; // Qt counts in sixteenths of a degree
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF ring(tagPadding, (height() - ringSide) / 2.0, ringSide, ringSide);
    painter.setPen(QPen(palette().color(QPalette::Mid), 2.0));
    painter.drawEllipse(ring);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 2.0));
    painter.drawArc(ring, wholeCircle / 4, -int(m_status.done * wholeCircle));
}

void TitleBadge::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && m_status.kind == LayerStatus::Kind::ZoomIn)
        Q_EMIT zoomInRequested();
    else
        event->ignore();
}

} // namespace enlarger::ui
