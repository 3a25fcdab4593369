// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/layer.h"

#include <QObject>
#include <QPointer>

namespace enlarger::ui {

/// Tells a layer what one viewer sees of it: at most once a turn of the event loop, only what is new, and an
/// empty area as soon as it sees nothing any more. Layers may be destroyed at any time.
class VisibleRegionNotifier : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    ~VisibleRegionNotifier() override;

    Layer* layer() const { return m_layer; }
    /// Takes leave of the layer before. Null: none.
    void setLayer(Layer* layer);

    /// Notifies the layer at the next turn of the event loop.
    void update(const LayerView& view, QPointF focus);
    /// Notifies it at once.
    void clear();

private:
    void notify();

    QPointer<Layer> m_layer;
    LayerView m_view;
    QPointF m_focus;
    LayerView m_notifiedView; // an empty area: the layer knows of no viewer
    QPointF m_notifiedFocus;
    bool m_pending = false;
};

} // namespace enlarger::ui
