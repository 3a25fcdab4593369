// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/layer.h"

#include <QObject>
#include <QPointer>

namespace enlarger::ui {

/// Tells a layer what one viewer sees of it: at most once a turn of the event loop, only what is new, and an
/// empty area as soon as it sees nothing any more. Layers may be destroyed at any time.
class LayerLook : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    ~LayerLook() override;

    Layer* layer() const { return m_layer; }
    /// Takes leave of the layer before. Null: none.
    void setLayer(Layer* layer);

    /// Told at the next turn of the event loop.
    void show(const LayerView& view, QPointF focus);
    /// Told at once.
    void hide();

private:
    void tell();

    QPointer<Layer> m_layer;
    LayerView m_view;
    QPointF m_focus;
    LayerView m_toldView; // an empty area: the layer knows of nobody
    QPointF m_toldFocus;
    bool m_pending = false;
};

} // namespace enlarger::ui
