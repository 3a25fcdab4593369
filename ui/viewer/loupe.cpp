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

constexpr int lensSize = 200;
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
    if (layer == pane.notifier.layer())
        return;
    if (pane.notifier.layer())
        disconnect(pane.notifier.layer(), nullptr, &pane.notifier, nullptr);
    pane.notifier.setLayer(layer);
    if (!layer)
        return;
    connect(layer, &Layer::changed, &pane.notifier, [this] { update(); });
    connect(layer, &QObject::destroyed, &pane.notifier, [this] { update(); });
}

void Loupe::showAt(const QList<Lens>& lenses, QPoint cursor, NearestNeighbour nearestNeighbour)
{
    m_count = std::min(int(lenses.size()), int(m_panes.size()));
    if (m_count == 0) {
        dismiss();
        return;
    }
    const QSize size(m_count * lensSize + (m_count + 1) * rim, lensSize + 2 * rim);
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
        watch(pane, lenses[i].layer);
        pane.place = lenses[i].place;
        pane.zoom = std::min(lenses[i].viewZoom * magnification, std::max(mostZoom, lenses[i].viewZoom));
        pane.nearestNeighbour = nearestNeighbourAt(nearestNeighbour, pane.zoom);
        if (!pane.notifier.layer())
            continue;
        const QRectF seen = placement(i).inverted().mapRect(QRectF(areaOf(i)));
        pane.notifier.update(
            {seen & QRectF({}, QSizeF(pane.notifier.layer()->size())), pane.zoom, pane.nearestNeighbour},
            pane.place);
    }
    show();
    raise();
    update();
}

void Loupe::dismiss()
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
    return {rim + pane * (lensSize + rim), rim, lensSize, lensSize};
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
        if (pane.notifier.layer()) {
            const LayerPlacement lies{placement(i), devicePixelRatioF(), pane.nearestNeighbour};
            paintLayer(painter, region, *pane.notifier.layer(), lies, background);
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
