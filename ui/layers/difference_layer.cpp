// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/layers/difference_layer.h"

#include "app/session/background.h"
#include "ui/layers/tile_painter.h"

#include <QPainter>
#include <QThreadPool>

namespace enlarger::ui {

namespace {

constexpr double gain = 8.0;
const QColor noDifference(128, 128, 128);

} // namespace

DifferenceLayer::DifferenceLayer(app::RegionService& service, Content content, QObject* parent)
    : Layer(parent)
    , m_service(service)
    , m_content(std::move(content))
    , m_viewers(service, {{app::RegionService::Kind::Network, m_content.network}})
{
    connect(&m_service, &app::RegionService::tileDone, this, [this](const infer::TilePointer& tile) {
        if (tile->layer == m_content.network->id && tile->isFinished() && !m_viewers.visibleRegions().empty())
            start(tile);
    });
}

QString DifferenceLayer::title() const
{
    return m_content.kind == Difference::FromSource
               ? tr("Enlarged and brought back, minus the photo (x %1)").arg(gain)
               : tr("Enlarged minus bicubic (x %1)").arg(gain);
}

void DifferenceLayer::paint(QPainter& painter, const LayerView& view)
{
    painter.fillRect(view.area, noDifference);
    const image::PixelRect area = m_content.placement.toSource(view.area);
    if (area.empty())
        return;
    LayerView squares = view; // of LR: smoothing each tile alone would draw their edges
    squares.nearestNeighbour = view.nearestNeighbour || m_content.kind == Difference::FromSource;
    TilePainter to(painter, squares, m_content.placement, toQRect(area));
    for (const auto& tile : m_service.tiles(app::RegionService::Kind::Network, m_content.network->id, area)) {
        if (!tile->isFinished())
            continue;
        if (const QImage image = m_images.find(tile); !image.isNull())
            to.paint(*tile, image);
        else
            start(tile);
    }
}

void DifferenceLayer::setVisibleRegion(const void* viewer, const LayerView& view, QPointF focus)
{
    const bool isSeen = !view.area.isEmpty() && view.scale * m_content.placement.factorX() > 1.0;
    m_viewers.setVisibleRegion(viewer, isSeen ? m_content.placement.toSource(view.area) : image::PixelRect{},
                               m_content.placement.toSource(focus));
}

void DifferenceLayer::start(const infer::TilePointer& tile)
{
    if (!m_started.insert(tile).second)
        return;
    app::runInBackground(
        *QThreadPool::globalInstance(), this, app::TaskPriority::Normal,
        [tile, kind = m_content.kind, picture = m_content.picture] {
            return differenceImage(kind, *tile, *picture, gain);
        },
        [this, tile](const QImage& image) { putImage(tile, image); });
}

void DifferenceLayer::putImage(const infer::TilePointer& tile, const QImage& image)
{
    m_started.erase(tile);
    m_images.put(tile, image);
    Q_EMIT changed(m_content.placement.toOutput(tile->area));
}

bool DifferenceLayer::isFinished(const QRectF& area) const
{
    const image::PixelRect source = m_content.placement.toSource(area);
    QRegion left(toQRect(source));
    for (const auto& tile : m_service.tiles(app::RegionService::Kind::Network, m_content.network->id, source))
        if (tile->isFinished() && !m_images.find(tile).isNull())
            left -= toQRect(tile->area);
    return left.isEmpty();
}

std::optional<QColor> DifferenceLayer::valueAt(QPoint) const
{
    return std::nullopt;
}

} // namespace enlarger::ui
