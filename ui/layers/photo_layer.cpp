// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/layers/photo_layer.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace enlarger::ui {

namespace {

constexpr double halvingScale = 0.6; // below it, tiles are shown from half their size

std::vector<Viewers::Source> sourcesOf(const PhotoLayer::Content& content)
{
    std::vector<Viewers::Source> sources;
    if (content.resampled)
        sources.push_back({app::RegionService::Kind::Resampling, content.resampled});
    if (content.network)
        sources.push_back({app::RegionService::Kind::Network, content.network});
    return sources;
}

} // namespace

PhotoLayer::PhotoLayer(app::RegionService& service, Content content, QObject* parent)
    : Layer(parent)
    , m_service(service)
    , m_content(std::move(content))
    , m_viewers(service, sourcesOf(m_content))
{
    connect(&m_service, &app::RegionService::tileDone, this, &PhotoLayer::onTile);
    connect(&m_service, &app::RegionService::progressChanged, this, [this] {
        if (!m_isComplete)
            Q_EMIT statusChanged();
    });
}

bool PhotoLayer::isComputedAt(double scale) const
{
    return scale * m_content.placement.factorX() > 1.0 && (m_content.network || m_content.resampled);
}

void PhotoLayer::paint(QPainter& painter, const LayerView& view)
{
    const image::PixelRect area = m_content.placement.toSource(view.area);
    if (area.empty())
        return;
    TilePainter to(painter, view, m_content.placement, toQRect(area));
    if (isComputedAt(view.scale)) {
        const bool isSmall = view.scale < halvingScale && !view.nearestNeighbour;
        if (m_content.network)
            paintTiles(to, Kind::Network, m_content.network->id, isSmall);
        if (m_content.earlier && !to.left().isEmpty())
            paintTiles(to, Kind::Network, m_content.earlier, isSmall);
        if (m_content.resampled && !to.left().isEmpty())
            paintTiles(to, Kind::Resampling, m_content.resampled->id, isSmall);
    }
    to.paintRest(*m_content.pyramid);
}

void PhotoLayer::paintTiles(TilePainter& to, Kind kind, std::uint64_t layer, bool isSmall)
{
    const QRect bounds = to.left().boundingRect();
    auto tiles = m_service.tiles(kind, layer, {bounds.x(), bounds.y(), bounds.width(), bounds.height()});
    std::stable_partition(tiles.begin(), tiles.end(), [](const auto& tile) { return tile->isFinal; });
    for (const infer::TilePointer& tile : tiles)
        to.paint(*tile, isSmall ? halfImageOf(tile, isTranslucent()) : imageOf(tile, isTranslucent()));
}

void PhotoLayer::setVisibleRegion(const void* viewer, const LayerView& view, QPointF focus)
{
    const bool isSeen = !view.area.isEmpty() && isComputedAt(view.scale);
    m_viewers.setVisibleRegion(viewer, isSeen ? m_content.placement.toSource(view.area) : image::PixelRect{},
                               m_content.placement.toSource(focus));
    updateCompleteness();
}

void PhotoLayer::onTile(const infer::TilePointer& tile)
{
    const bool isNetwork = m_content.network && tile->layer == m_content.network->id;
    if (!isNetwork && !(m_content.resampled && tile->layer == m_content.resampled->id))
        return;
    Q_EMIT changed(m_content.placement.toOutput(tile->area));
    if (isNetwork)
        updateCompleteness();
}

QRegion PhotoLayer::unfinished(Kind kind, std::uint64_t layer, const image::PixelRect& area) const
{
    QRegion left(toQRect(area));
    for (const auto& tile : m_service.tiles(kind, layer, area))
        if (tile->isFinished())
            left -= toQRect(tile->area);
    return left;
}

// Kernels are too quick for a sign that they are at work.
void PhotoLayer::updateCompleteness()
{
    const auto pixels = [](const QRegion& region) {
        double sum = 0.0;
        for (const QRect& rect : region)
            sum += double(rect.width()) * rect.height();
        return sum;
    };
    QRegion visible;
    QRegion missing;
    if (m_content.network)
        for (const auto& [viewer, seen] : m_viewers.visibleRegions()) {
            visible += toQRect(seen);
            missing += unfinished(Kind::Network, m_content.network->id, seen);
        }
    m_done = visible.isEmpty() ? 1.0 : 1.0 - pixels(missing) / pixels(visible);
    if (m_isComplete != missing.isEmpty()) {
        m_isComplete = missing.isEmpty();
        Q_EMIT completenessChanged();
    } else if (!m_isComplete) {
        Q_EMIT statusChanged();
    }
}

LayerStatus PhotoLayer::status(double scale) const
{
    if (m_content.isAwaited)
        return {LayerStatus::Kind::Computing, 0.0, tr("bicubic until the next step")};
    if (!m_content.network)
        return {};
    if (!isComputedAt(scale))
        return {LayerStatus::Kind::ZoomIn, 0.0, {}};
    if (m_isComplete)
        return {};
    QString text = m_content.earlier                ? tr("the one before until it is ready")
                   : m_content.draftTitle.isEmpty() ? tr("bicubic until it is ready")
                                                    : tr("preview by %1").arg(m_content.draftTitle);
    if (const double seconds = m_service.progress().secondsLeft; seconds >= 1.0)
        text += seconds < 90.0 ? tr(", about %1 s").arg(std::ceil(seconds))
                               : tr(", about %1 min").arg(std::ceil(seconds / 60.0));
    return {LayerStatus::Kind::Computing, m_done, text};
}

bool PhotoLayer::isFinished(const QRectF& area) const
{
    const image::PixelRect source = m_content.placement.toSource(area);
    if (m_content.network)
        return unfinished(Kind::Network, m_content.network->id, source).isEmpty();
    return !m_content.resampled || unfinished(Kind::Resampling, m_content.resampled->id, source).isEmpty();
}

std::optional<QColor> PhotoLayer::tileValue(Kind kind, std::uint64_t layer, QPoint pixel) const
{
    const QPointF at = m_content.placement.toSource(QPointF(pixel) + QPointF(0.5, 0.5));
    for (const auto& tile : m_service.tiles(kind, layer, {int(at.x()), int(at.y()), 1, 1})) {
        const int x =
            std::clamp(int((at.x() - tile->area.x) * tile->width / tile->area.width), 0, tile->width - 1);
        const int y =
            std::clamp(int((at.y() - tile->area.y) * tile->height / tile->area.height), 0, tile->height - 1);
        const std::uint8_t* rgb =
            &tile->values[(std::size_t(y) * std::size_t(tile->width) + std::size_t(x)) * 3];
        return QColor(rgb[0], rgb[1], rgb[2]);
    }
    return std::nullopt;
}

std::optional<QColor> PhotoLayer::valueAt(QPoint pixel) const
{
    if (!QRect({}, size()).contains(pixel))
        return std::nullopt;
    if (m_content.network)
        return tileValue(Kind::Network, m_content.network->id, pixel);
    if (m_content.resampled)
        return tileValue(Kind::Resampling, m_content.resampled->id, pixel);
    const QPointF at = m_content.placement.toSource(QPointF(pixel) + QPointF(0.5, 0.5));
    const image::Image one = m_content.picture->piece({int(at.x()), int(at.y()), 1, 1});
    const bool isGrey = one.channels() <= 2;
    const auto level = [&](int channel) { return int(one.at(0, 0, isGrey ? 0 : channel) * 255.0f + 0.5f); };
    return QColor(level(0), level(1), level(2));
}

} // namespace enlarger::ui
