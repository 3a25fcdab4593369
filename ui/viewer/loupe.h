// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/layer.h"
#include "ui/viewer/layer_look.h"
#include "ui/viewer/picture_view.h"

#include <QList>
#include <QWidget>

#include <array>

namespace enlarger::ui {

/// A glass over its parent at the cursor: one or two layers, side by side, four times as large as the views
/// show them.
class Loupe : public QWidget
{
    Q_OBJECT

public:
    static constexpr double magnification = 4.0;

    struct Glass
    {
        Layer* layer = nullptr;
        QPointF place;         // in pixels of the layer: the middle of the glass
        double viewZoom = 1.0; // of the view over which it lies
    };

    explicit Loupe(QWidget* parent);

    /// One glass or two, with the middle of the whole at `cursor` in the parent, as far as that has room.
    void lookThrough(const QList<Glass>& glasses, QPoint cursor, HardPixels hardPixels);
    void putAway();

protected:
    void paintEvent(QPaintEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    struct Pane
    {
        LayerLook look;
        QPointF place;
        double zoom = 1.0; // device pixels for a pixel of the layer
        bool hardPixels = false;
    };
    QRect areaOf(int pane) const;
    QTransform placement(int pane) const;
    void watch(Pane& pane, Layer* layer);

    std::array<Pane, 2> m_panes;
    int m_count = 0;
};

} // namespace enlarger::ui
