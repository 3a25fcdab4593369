// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/model_crops.h"

#include <QPainter>
#include <QRegion>

#include <algorithm>

namespace enlarger::ui {

using Kind = app::RegionService::Kind;

namespace {

constexpr int mostMade = 100; // crops that are kept: some megabytes
constexpr int margin = 24;    // LR pixels around a place: the most that networks read for the screen

QRect rectOf(const image::PixelRect& rect)
{
    return {rect.x, rect.y, rect.width, rect.height};
}

} // namespace

ModelCrops::ModelCrops(app::EnlargeSession& session, app::RegionService& service, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_service(service)
{
    connect(&m_service, &app::RegionService::tileDone, this, &ModelCrops::onTileDone);
    connect(&m_service, &app::RegionService::layerFailed, this, [this](quint64 layer) {
        if (!m_layer || m_layer->id != layer)
            return;
        m_failed << m_key;
        drop(Kind::Network, m_layer);
        beginNext();
    });
}

ModelCrops::~ModelCrops()
{
    stop();
}

void ModelCrops::start(const Place& place, const QStringList& models)
{
    stop();
    m_place = place;
    number(place.picture);
    cutOut();
    m_bicubic = {};
    if (m_made.size() > mostMade)
        m_made.clear();
    m_bicubicLayer = makeLayer(infer::resamplingStage(image::Kernel::Bicubic, factor), false);
    m_service.setVisibleRegion(Kind::Resampling, m_bicubicLayer, this, m_area, {});
    m_waiting = models;
    beginNext();
}

void ModelCrops::stop()
{
    m_waiting.clear();
    drop(Kind::Network, m_layer);
    drop(Kind::Resampling, m_bicubicLayer);
}

void ModelCrops::drop(Kind kind, RegionLayer& layer)
{
    if (!layer)
        return;
    m_service.setVisibleRegion(kind, layer, this, {}, {});
    m_service.forget(kind, layer->id); // and its network's memory
    layer = nullptr;
}

QImage ModelCrops::of(const QString& model) const
{
    const auto stage = stageOf(model);
    return stage && m_place.picture ? m_made.value(keyOf(*stage)) : QImage();
}

std::optional<infer::StageMaker> ModelCrops::stageOf(const QString& model) const
{
    const auto network = m_session.networkOf(model);
    return network ? std::optional(m_session.stageOf(*network, factor)) : std::nullopt;
}

QString ModelCrops::keyOf(const infer::StageMaker& stage) const
{
    const image::PixelRect& area = m_place.area;
    return QStringLiteral("%1 %2,%3 %4x%5 %6 %7")
        .arg(m_number)
        .arg(area.x)
        .arg(area.y)
        .arg(area.width)
        .arg(area.height)
        .arg(m_session.colourLock())
        .arg(QString::fromStdString(stage.key));
}

// Tiles lie on a grid that begins at a picture's corner. In a picture of its own the place lies in one or two
// of them, anywhere in the photo often in four, which read what is around them four times.
void ModelCrops::cutOut()
{
    const image::PixelRect& area = m_place.area;
    const image::PackedPicture& picture = *m_place.picture;
    const image::PixelRect read =
        image::PixelRect{area.x - margin, area.y - margin, area.width + 2 * margin, area.height + 2 * margin}
            .intersected({0, 0, picture.width(), picture.height()});
    auto cutout =
        std::make_shared<image::PackedPicture>(read.width, read.height, picture.channels(), picture.bits());
    cutout->setRows(0, picture.piece(read));
    m_cutout = std::move(cutout);
    m_area = {area.x - read.x, area.y - read.y, area.width, area.height};
}

void ModelCrops::number(const std::shared_ptr<const image::PackedPicture>& picture)
{
    const auto known =
        std::ranges::find_if(m_pictures, [&](const auto& one) { return one.lock() == picture; });
    m_number = int(known - m_pictures.begin());
    if (known == m_pictures.end())
        m_pictures.emplace_back(picture);
}

ModelCrops::RegionLayer ModelCrops::makeLayer(infer::StageMaker stage, bool lockColours) const
{
    auto layer = std::make_shared<infer::RegionLayer>();
    layer->id = infer::newLayerId();
    layer->picture = m_cutout;
    layer->colours = m_place.colours;
    layer->curve = m_place.curve;
    layer->stages.push_back(std::move(stage));
    layer->lockColours = lockColours;
    layer->isBackground = true;
    return layer;
}

void ModelCrops::beginNext()
{
    while (!m_waiting.isEmpty()) {
        m_model = m_waiting.takeFirst();
        const auto stage = stageOf(m_model);
        if (!stage)
            continue;
        m_key = keyOf(*stage);
        if (m_made.contains(m_key) || m_failed.contains(m_key))
            continue;
        m_layer = makeLayer(*stage, m_session.colourLock());
        m_service.setVisibleRegion(Kind::Network, m_layer, this, m_area, {});
        return;
    }
}

void ModelCrops::onTileDone(const infer::TilePointer& tile)
{
    if (m_bicubicLayer && tile->layer == m_bicubicLayer->id) {
        m_bicubic = collect(Kind::Resampling, tile->layer);
        if (m_bicubic.isNull())
            return;
        drop(Kind::Resampling, m_bicubicLayer);
        Q_EMIT changed({});
    } else if (m_layer && tile->layer == m_layer->id) {
        const QImage made = collect(Kind::Network, tile->layer);
        if (made.isNull())
            return;
        m_made[m_key] = made;
        drop(Kind::Network, m_layer);
        const QString model = m_model;
        beginNext();
        Q_EMIT changed(model);
    }
}

QImage ModelCrops::collect(Kind kind, std::uint64_t layer) const
{
    const QRect area = rectOf(m_area);
    const auto tiles = m_service.tiles(kind, layer, m_area);
    QRegion missing(area);
    for (const auto& tile : tiles)
        missing -= rectOf(tile->area);
    if (!missing.isEmpty())
        return {};
    QImage image(area.size() * factor, QImage::Format_RGB32);
    QPainter painter(&image);
    for (const auto& tile : tiles)
        painter.drawImage(tile->left - area.x() * factor, tile->top - area.y() * factor,
                          QImage(tile->shown.data(), tile->width, tile->height, QImage::Format_RGB32));
    return image;
}

} // namespace enlarger::ui
