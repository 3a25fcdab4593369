// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/visible_region_notifier.h"

namespace enlarger::ui {

namespace {

bool isSame(const LayerView& one, const LayerView& other)
{
    return one.area == other.area && one.scale == other.scale &&
           one.nearestNeighbour == other.nearestNeighbour;
}

} // namespace

VisibleRegionNotifier::~VisibleRegionNotifier()
{
    clear();
}

void VisibleRegionNotifier::setLayer(Layer* layer)
{
    if (layer == m_layer)
        return;
    clear();
    m_layer = layer;
    m_notifiedView = {};
}

void VisibleRegionNotifier::update(const LayerView& view, QPointF focus)
{
    m_view = view;
    m_focus = focus;
    if (m_pending)
        return;
    m_pending = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_pending = false;
            notify();
        },
        Qt::QueuedConnection);
}

void VisibleRegionNotifier::clear()
{
    m_view = {};
    m_focus = {};
    notify();
}

void VisibleRegionNotifier::notify()
{
    const bool bothEmpty = m_view.area.isEmpty() && m_notifiedView.area.isEmpty();
    if (!m_layer || bothEmpty || (isSame(m_view, m_notifiedView) && m_focus == m_notifiedFocus))
        return;
    m_notifiedView = m_view;
    m_notifiedFocus = m_focus;
    m_layer->setVisibleRegion(this, m_view, m_focus);
}

} // namespace enlarger::ui
