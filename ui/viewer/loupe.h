// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/layer.h"
#include "ui/viewer/picture_view.h"
#include "ui/viewer/visible_region_notifier.h"

#include <QList>
#include <QWidget>

#include <array>

namespace enlarger::ui {

/// A magnifier over its parent at the cursor: one or two layers, side by side, four times as large as the
/// views show them.
class Loupe : public QWidget
{
    Q_OBJECT

public:
    static constexpr double magnification = 4.0;

    struct Lens
    {
        Layer* layer = nullptr;
        QPointF place;         // in pixels of the layer: the middle of the lens
        double viewZoom = 1.0; // of the view over which it lies
    };

    explicit Loupe(QWidget* parent);

    /// One lens or two, with the middle of the whole at `cursor` in the parent, as far as that has room.
    void showAt(const QList<Lens>& lenses, QPoint cursor, NearestNeighbour nearestNeighbour);
    void dismiss();

protected:
    void paintEvent(QPaintEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    struct Pane
    {
        VisibleRegionNotifier notifier;
        QPointF place;
        double zoom = 1.0; // device pixels for a pixel of the layer
        bool nearestNeighbour = false;
    };
    QRect areaOf(int pane) const;
    QTransform placement(int pane) const;
    void watch(Pane& pane, Layer* layer);

    std::array<Pane, 2> m_panes;
    int m_count = 0;
};

} // namespace enlarger::ui
