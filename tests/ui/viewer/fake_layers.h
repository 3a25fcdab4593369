// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/layer.h"

#include <QImage>
#include <QList>
#include <QPainter>
#include <QRegion>

namespace enlarger::tests {

/// A picture of one colour or of an image, which remembers what was asked of it.
class ImageLayer : public ui::Layer
{
public:
    struct VisibleRegion
    {
        const void* viewer = nullptr;
        ui::LayerView view;
        QPointF focus;
    };

    ImageLayer(const QString& title, const QImage& image)
        : m_title(title)
        , m_image(image)
    {}
    ImageLayer(const QString& title, QSize size, const QColor& colour)
        : m_title(title)
        , m_image(size, QImage::Format_ARGB32_Premultiplied)
    {
        m_image.fill(colour);
    }

    QString title() const override { return m_title; }
    QSize size() const override { return m_image.size(); }
    void paint(QPainter& painter, const ui::LayerView& view) override
    {
        paints.append(view);
        painter.setRenderHint(QPainter::SmoothPixmapTransform, !view.nearestNeighbour);
        painter.drawImage(view.area, m_image, view.area);
    }
    bool isTranslucent() const override { return m_image.hasAlphaChannel(); }
    void setVisibleRegion(const void* viewer, const ui::LayerView& view, QPointF focus) override
    {
        visibleRegions.append({viewer, view, focus});
    }
    std::optional<QColor> valueAt(QPoint pixel) const override
    {
        return m_image.valid(pixel) ? std::optional(m_image.pixelColor(pixel)) : std::nullopt;
    }

    void setImage(const QImage& image)
    {
        m_image = image;
        Q_EMIT changed(QRectF({}, QSizeF(image.size())));
    }

    QList<ui::LayerView> paints;
    QList<VisibleRegion> visibleRegions;

protected:
    QString m_title;
    QImage m_image;
};

/// Is grey until its tiles are done one by one.
class TiledLayer : public ImageLayer
{
public:
    using ImageLayer::ImageLayer;

    void paint(QPainter& painter, const ui::LayerView& view) override
    {
        paints.append(view);
        painter.fillRect(view.area, Qt::gray);
        for (const QRect& tile : m_done)
            painter.drawImage(QRectF(tile), m_image, QRectF(tile));
    }
    std::optional<QColor> valueAt(QPoint pixel) const override
    {
        return m_done.contains(pixel) ? ImageLayer::valueAt(pixel) : std::nullopt;
    }
    bool isComplete() const override { return QRegion(QRect({}, size())).subtracted(m_done).isEmpty(); }

    void complete(const QRect& tile)
    {
        m_done += tile;
        Q_EMIT changed(QRectF(tile));
        if (isComplete())
            Q_EMIT completenessChanged();
    }

private:
    QRegion m_done;
};

/// Every pixel has its own colour: red and green tell where it is, modulo 256.
inline QImage addressedImage(QSize size)
{
    QImage image(size, QImage::Format_RGB32);
    for (int y = 0; y < size.height(); ++y) {
        auto* const row = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < size.width(); ++x)
            row[x] = qRgb(x % 256, y % 256, (x / 256 + 16 * (y / 256)) % 256);
    }
    return image;
}

} // namespace enlarger::tests
