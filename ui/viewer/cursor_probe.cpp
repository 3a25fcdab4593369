// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/cursor_probe.h"

#include "ui/viewer/loupe.h"

#include <QtMath>

namespace enlarger::ui {

CursorProbe::CursorProbe(ViewSync& sync, QWidget* view)
    : QObject(view)
    , m_sync(sync)
    , m_loupe(new Loupe(view))
{
    connect(&m_sync, &ViewSync::cursorChanged, this, &CursorProbe::update);
}

void CursorProbe::setPanes(const QList<PictureView*>& panes, bool hasLensPerPane)
{
    m_panes = panes;
    m_hasLensPerPane = hasLensPerPane;
}

void CursorProbe::setActivePane(PictureView* pane)
{
    m_active = pane;
}

void CursorProbe::setNearestNeighbour(NearestNeighbour nearestNeighbour)
{
    m_nearestNeighbour = nearestNeighbour;
    updateLoupe();
}

void CursorProbe::setLoupe(bool on)
{
    m_loupeOn = on;
    updateLoupe();
}

void CursorProbe::update()
{
    updateLoupe();
    report();
}

// The pane by which the cursor is reported: the one under it, else the active one (which shows the same
// spot).
PictureView* CursorProbe::paneUnderCursor() const
{
    for (PictureView* pane : m_panes) {
        if (pane->underMouse())
            return pane;
    }
    return m_active;
}

void CursorProbe::updateLoupe()
{
    const std::optional<QPointF> spot = m_sync.cursor();
    PictureView* const under = paneUnderCursor();
    if (!m_loupeOn || !spot || !under->cursorPoint()) {
        m_loupe->dismiss();
        return;
    }
    QList<Loupe::Lens> lenses;
    const auto add = [&](const PictureView* pane, Layer* layer) {
        if (const std::optional<QPointF> point = pane->cursorPoint(); layer && point)
            lenses.append({layer, *point, pane->viewGeometry().zoom()});
    };
    if (m_hasLensPerPane) {
        for (const PictureView* pane : std::as_const(m_panes))
            add(pane, pane->layer());
    } else {
        add(under, under->layer());
        add(under, under->secondLayer());
    }
    const QPointF place(spot->x() * under->width(), spot->y() * under->height());
    m_loupe->showAt(lenses, under->mapToParent(place.toPoint()), m_nearestNeighbour);
}

void CursorProbe::report()
{
    const std::optional<QPointF> point = paneUnderCursor()->cursorPoint();
    const auto pixel = [](QPointF place) { return QPoint(qFloor(place.x()), qFloor(place.y())); };
    if (!point) {
        if (m_isReported)
            Q_EMIT cursorMoved({}, {});
        m_isReported = false;
        return;
    }
    QList<PaneValue> values;
    const auto add = [&](const Layer* layer, const std::optional<QPointF>& place) {
        if (layer)
            values.append({layer->title(), place ? layer->valueAt(pixel(*place)) : std::nullopt});
    };
    for (const PictureView* pane : std::as_const(m_panes)) {
        add(pane->layer(), pane->cursorPoint());
        add(pane->secondLayer(), pane->cursorPoint());
    }
    m_isReported = true;
    Q_EMIT cursorMoved(pixel(*point), values);
}

void CursorProbe::updateIn(const Layer* layer, const QRectF& area)
{
    for (const PictureView* pane : std::as_const(m_panes)) {
        const std::optional<QPointF> point = pane->cursorPoint();
        if ((pane->layer() == layer || pane->secondLayer() == layer) && point && area.contains(*point)) {
            report();
            return;
        }
    }
}

} // namespace enlarger::ui
