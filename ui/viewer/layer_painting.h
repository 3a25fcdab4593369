// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/layer.h"

#include <QBrush>
#include <QRegion>
#include <QTransform>

#include <functional>

class QWidget;

namespace enlarger::ui {

/// How a layer lies in a widget.
struct LayerPlacement
{
    QTransform toWidget;     // from pixels of the layer; scales and moves only
    double pixelRatio = 1.0; // of the widget
    bool nearestNeighbour = false;

    double zoom() const { return toWidget.m11() * pixelRatio; } // device pixels for a pixel of the layer
};

/// Fills `region` of a widget: with the layer where it lies (over a checkerboard, which shows where it is
/// transparent), and with `background` around it. With nearest neighbour there is a fine grid from 800% on.
void paintLayer(QPainter& painter, const QRegion& region, Layer& layer, const LayerPlacement& placement,
                const QBrush& background);

/// What `paint` paints of `widget`, turned clockwise about `middle` and zoomed, with `background` around it:
/// what lies outside of the widget is not there.
void paintTurned(QPainter& painter, const QWidget& widget, QPointF middle, double degrees, double zoom,
                 const QBrush& background, const std::function<void(QPainter&)>& paint);

} // namespace enlarger::ui
