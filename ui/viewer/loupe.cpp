// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/loupe.h"

#include "ui/viewer/layer_painting.h"

#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace enlarger::ui {

namespace {

constexpr int glassSize = 200;
constexpr int rim = 2;
constexpr double cornerRadius = 8.0;
constexpr double mostZoom = 64.0;

} // namespace

Loupe::Loupe(QWidget* parent)
    : QWidget(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Loupe"));
    hide();
}

void Loupe::watch(Pane& pane, Layer* layer)
{
    if (layer == pane.look.layer())
        return;
    if (pane.look.layer())
        disconnect(pane.look.layer(), nullptr, &pane.look, nullptr);
    pane.look.setLayer(layer);
    if (!layer)
        return;
    connect(layer, &Layer::changed, &pane.look, [this] { update(); });
    connect(layer, &QObject::destroyed, &pane.look, [this] { update(); });
}

void Loupe::lookThrough(const QList<Glass>& glasses, QPoint cursor, HardPixels hardPixels)
{
    m_count = std::min(int(glasses.size()), int(m_panes.size()));
    if (m_count == 0) {
        putAway();
        return;
    }
    const QSize size(m_count * glassSize + (m_count + 1) * rim, glassSize + 2 * rim);
    const QPoint corner = cursor - QPoint(size.width() / 2, size.height() / 2);
    const QRect room = parentWidget()->rect();
    setGeometry(std::clamp(corner.x(), 0, std::max(0, room.width() - size.width())),
                std::clamp(corner.y(), 0, std::max(0, room.height() - size.height())), size.width(),
                size.height());

    for (int i = 0; i < int(m_panes.size()); ++i) {
        Pane& pane = m_panes[size_t(i)];
        if (i >= m_count) {
            watch(pane, nullptr);
            continue;
        }
        watch(pane, glasses[i].layer);
        pane.place = glasses[i].place;
        pane.zoom = std::min(glasses[i].viewZoom * magnification, std::max(mostZoom, glasses[i].viewZoom));
        pane.hardPixels = hardPixelsAt(hardPixels, pane.zoom);
        if (!pane.look.layer())
            continue;
        const QRectF seen = placement(i).inverted().mapRect(QRectF(areaOf(i)));
        pane.look.show({seen & QRectF({}, QSizeF(pane.look.layer()->size())), pane.zoom, pane.hardPixels},
                       pane.place);
    }
    show();
    raise();
    update();
}

void Loupe::putAway()
{
    hide();
}

void Loupe::hideEvent(QHideEvent* /*event*/)
{
    for (Pane& pane : m_panes)
        watch(pane, nullptr);
    m_count = 0;
}

QRect Loupe::areaOf(int pane) const
{
    return {rim + pane * (glassSize + rim), rim, glassSize, glassSize};
}

QTransform Loupe::placement(int pane) const
{
    const Pane& shown = m_panes[size_t(pane)];
    const double scale = shown.zoom / devicePixelRatioF();
    const QPointF corner = QRectF(areaOf(pane)).center() - shown.place * scale;
    const auto whole = [this](double place) {
        return std::round(place * devicePixelRatioF()) / devicePixelRatioF();
    };
    return {scale, 0, 0, scale, whole(corner.x()), whole(corner.y())};
}

void Loupe::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    QPainterPath outline;
    outline.addRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), cornerRadius, cornerRadius);
    painter.setClipPath(outline);
    const QBrush background = palette().brush(QPalette::Dark);
    for (int i = 0; i < m_count; ++i) {
        const Pane& pane = m_panes[size_t(i)];
        const QRegion region = event->region() & areaOf(i);
        if (pane.look.layer()) {
            const LayerPlacement lies{placement(i), devicePixelRatioF(), pane.hardPixels};
            paintLayer(painter, region, *pane.look.layer(), lies, background);
        } else {
            painter.fillRect(areaOf(i), background);
        }
    }
    const QColor line = palette().color(QPalette::WindowText);
    if (m_count == 2)
        painter.fillRect(QRect(areaOf(1).left() - rim, 0, rim, height()), line);
    painter.setClipping(false);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0, 0, 0, 120), 1.0));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), cornerRadius, cornerRadius);
    painter.setPen(QPen(line, 1.5));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5), cornerRadius - 1,
                            cornerRadius - 1);
}

} // namespace enlarger::ui
