// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/pyramid.h"
#include "ui/layers/placement.h"
#include "ui/viewer/layer.h"

#include <QImage>

#include <memory>

namespace enlarger::ui {

/// Where another photo of the same size differs from the current one, pixel by pixel of the photos, as the
/// screen shows them: middle grey where it does not.
class PhotoDifferenceLayer : public Layer
{
    Q_OBJECT

public:
    struct Content
    {
        QString name; // of the other one
        Placement placement;
        std::shared_ptr<const app::Pyramid> photo;
        std::shared_ptr<const app::Pyramid> other;
    };

    explicit PhotoDifferenceLayer(Content content, QObject* parent = nullptr);

    QString title() const override;
    QSize size() const override { return m_content.placement.output(); }
    void paint(QPainter& painter, const LayerView& view) override;
    void setVisibleRegion(const void* viewer, const LayerView& view, QPointF focus) override;
    std::optional<QColor> valueAt(QPoint pixel) const override;

private:
    QImage differenceOf(int level, const QRect& area) const;

    Content m_content;
    int m_level = 0; // of the pyramid, of which m_small is the difference
    QImage m_small;  // of all of it, where it is not the photo's own size; null: not yet
};

} // namespace enlarger::ui
