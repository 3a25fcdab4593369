// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/layer_look.h"

namespace enlarger::ui {

namespace {

bool isSame(const LayerView& one, const LayerView& other)
{
    return one.area == other.area && one.scale == other.scale && one.hardPixels == other.hardPixels;
}

} // namespace

LayerLook::~LayerLook()
{
    hide();
}

void LayerLook::setLayer(Layer* layer)
{
    if (layer == m_layer)
        return;
    hide();
    m_layer = layer;
    m_toldView = {};
}

void LayerLook::show(const LayerView& view, QPointF focus)
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
            tell();
        },
        Qt::QueuedConnection);
}

void LayerLook::hide()
{
    m_view = {};
    m_focus = {};
    tell();
}

void LayerLook::tell()
{
    const bool bothEmpty = m_view.area.isEmpty() && m_toldView.area.isEmpty();
    if (!m_layer || bothEmpty || (isSame(m_view, m_toldView) && m_focus == m_toldFocus))
        return;
    m_toldView = m_view;
    m_toldFocus = m_focus;
    m_layer->look(this, m_view, m_focus);
}

} // namespace enlarger::ui
