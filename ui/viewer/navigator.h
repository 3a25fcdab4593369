// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/layer.h"

#include <QImage>
#include <QPointer>
#include <QTimer>
#include <QWidget>

namespace enlarger::ui {

/// A small overview of a layer with the part of it that a view shows; a click or a drag in it moves that
/// part.
class Navigator : public QWidget
{
    Q_OBJECT

public:
    explicit Navigator(QWidget* parent);

    void setLayer(Layer* layer);
    void setVisibleArea(const QRectF& area); // pixels of the layer

    QSize sizeHint() const override; // in the layer's proportions

Q_SIGNALS:
    void placeChosen(QPointF picturePoint); // the middle of what is to be seen

protected:
    void paintEvent(QPaintEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    QRect overview() const; // where the picture lies
    double scale() const;   // device-independent pixels for a pixel of the layer
    void paintOverview();
    void choose(QPointF place);
    void forgetOverview();

    QPointer<Layer> m_layer;
    QRectF m_area;
    QImage m_image; // painted rarely, while the layer may change often; null: not yet
    QTimer m_refresh;
};

} // namespace enlarger::ui
