// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/layers/placement.h"
#include "ui/viewer/layer.h"

#include <QImage>

namespace enlarger::ui {

/// What a camera has made of its RAW, in the place of the photo until that is developed.
class PreviewLayer : public Layer
{
    Q_OBJECT

public:
    /// `preview` is the whole photo, of `photo` LR pixels, in any size.
    PreviewLayer(const QImage& preview, const QSize& photo, const Placement& placement);

    QString title() const override;
    QSize size() const override { return m_placement.output(); }
    void paint(QPainter& painter, const LayerView& view) override;
    void setVisibleRegion(const void* viewer, const LayerView& view, QPointF focus) override;
    std::optional<QColor> valueAt(QPoint pixel) const override;
    bool isComplete() const override { return false; } // it is not what was asked for
    LayerStatus status(double scale) const override;

private:
    QImage m_preview;
    QImage m_shrunk; // what is shown of it, as small as the screen shows it
    QSize m_photo;   // LR pixels
    Placement m_placement;
};

} // namespace enlarger::ui
