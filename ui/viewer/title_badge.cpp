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
constexpr int toolRoom = 16;           // of the menu's arrow, and of the cross

} // namespace

TitleBadge::TitleBadge(QWidget* parent)
    : QWidget(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    setMouseTracking(true);
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
    takeMouse();
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

int TitleBadge::toolsWidth() const
{
    return (m_hasMenu ? toolRoom : 0) + (m_hasCross ? toolRoom : 0);
}

QSize TitleBadge::sizeHint() const
{
    return tagSize(fontMetrics(), text()) + QSize((hasRing() ? ringRoom : 0) + toolsWidth(), 0);
}

void TitleBadge::setTools(bool hasMenu, bool hasCross)
{
    if (hasMenu == m_hasMenu && hasCross == m_hasCross)
        return;
    m_hasMenu = hasMenu;
    m_hasCross = hasCross;
    takeMouse();
    refresh();
}

bool TitleBadge::takesClick(Part part) const
{
    switch (part) {
    case Part::Title:
        return m_hasMenu;
    case Part::Status:
        return m_status.kind == LayerStatus::Kind::ZoomIn;
    case Part::Cross:
        return m_hasCross;
    }
    return false;
}

// Where there is nothing to click, the picture below has the mouse.
void TitleBadge::takeMouse()
{
    setAttribute(Qt::WA_TransparentForMouseEvents,
                 !takesClick(Part::Title) && !takesClick(Part::Status) && !takesClick(Part::Cross));
    setToolTip(m_hasMenu ? tr("A click chooses what is shown here") : QString());
    setHovered({});
}

TitleBadge::Part TitleBadge::partAt(int x) const
{
    if (m_hasCross && x >= width() - toolRoom - tagPadding / 2)
        return Part::Cross;
    const int title = tagPadding + fontMetrics().horizontalAdvance(m_title);
    const bool isStatus = takesClick(Part::Status) && x > title && x < width() - tagPadding - toolsWidth();
    return isStatus || !m_hasMenu ? Part::Status : Part::Title;
}

void TitleBadge::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    paintTag(painter, rect(), text(), palette(), hasRing() ? ringRoom : 0, toolsWidth());
    painter.setRenderHint(QPainter::Antialiasing);
    if (hasRing()) {
        constexpr int wholeCircle = 360 * 16; // Qt counts in sixteenths of a degree
        const QRectF ring(tagPadding, (height() - ringSide) / 2.0, ringSide, ringSide);
        painter.setPen(QPen(palette().color(QPalette::Mid), 2.0));
        painter.drawEllipse(ring);
        painter.setPen(QPen(palette().color(QPalette::Highlight), 2.0));
        painter.drawArc(ring, wholeCircle / 4, -int(m_status.done * wholeCircle));
    }
    const auto useInk = [&](Part part) {
        const auto role = m_hovered == part ? QPalette::WindowText : QPalette::PlaceholderText;
        painter.setPen(QPen(palette().color(role), 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    };
    const double middle = height() / 2.0;
    if (m_hasMenu) {
        useInk(Part::Title);
        const double x = width() - toolsWidth() - 1.0;
        painter.drawPolyline(
            QPolygonF({{x, middle - 1.5}, {x + 3.5, middle + 2.0}, {x + 7.0, middle - 1.5}}));
    }
    if (m_hasCross) {
        useInk(Part::Cross);
        constexpr double arm = 3.0;
        const QPointF centre(width() - tagPadding - toolRoom / 2.0 + 4.0, middle);
        painter.drawLine(centre - QPointF(arm, arm), centre + QPointF(arm, arm));
        painter.drawLine(centre - QPointF(arm, -arm), centre + QPointF(arm, -arm));
    }
}

void TitleBadge::mousePressEvent(QMouseEvent* event)
{
    const Part part = partAt(int(event->position().x()));
    if (event->button() != Qt::LeftButton || !takesClick(part)) {
        event->ignore();
        return;
    }
    switch (part) {
    case Part::Title:
        Q_EMIT menuRequested();
        break;
    case Part::Status:
        Q_EMIT zoomInRequested();
        break;
    case Part::Cross:
        Q_EMIT crossPressed();
        break;
    }
}

void TitleBadge::mouseMoveEvent(QMouseEvent* event)
{
    const Part part = partAt(int(event->position().x()));
    setHovered(takesClick(part) ? std::optional(part) : std::nullopt);
    event->ignore();
}

void TitleBadge::leaveEvent(QEvent* /*event*/)
{
    setHovered({});
}

void TitleBadge::setHovered(std::optional<Part> part)
{
    setCursor(part ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (part == m_hovered)
        return;
    m_hovered = part;
    update();
}

} // namespace enlarger::ui
