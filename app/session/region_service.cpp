// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/region_service.h"

#include "core/infer/screen/tile_cache.h"

#include <utility>

namespace enlarger::app {

namespace {

// Of the budget: what a kernel makes is quickly made again.
constexpr double resamplingShare = 0.25;
constexpr std::int64_t standardBudget = std::int64_t(512) << 20;

} // namespace

RegionService::RegionService(DeviceQueue& queue, QObject* parent)
    : QObject(parent)
    , m_networks(std::make_unique<infer::RegionRenderer>(&queue, sinks(Kind::Network)))
    , m_resampling(std::make_unique<infer::RegionRenderer>(nullptr, sinks(Kind::Resampling)))
{
    setCacheBytes(standardBudget);
}

RegionService::~RegionService() = default;

infer::RegionRenderer& RegionService::renderer(Kind kind) const
{
    return kind == Kind::Network ? *m_networks : *m_resampling;
}

// The renderers' threads end before this object does, and Qt drops what is still queued for it.
infer::RegionSinks RegionService::sinks(Kind kind)
{
    const auto postToGuiThread = [this](auto task) {
        QMetaObject::invokeMethod(this, std::move(task), Qt::QueuedConnection);
    };
    infer::RegionSinks sinks;
    sinks.tileDone = [=, this](const infer::TilePointer& tile) {
        postToGuiThread([this, tile] { Q_EMIT tileDone(tile); });
    };
    sinks.failed = [=, this](std::uint64_t layer, const Error& error) {
        postToGuiThread([this, layer, error] { Q_EMIT layerFailed(layer, error); });
    };
    if (kind == Kind::Network)
        sinks.progress = [=, this](const infer::RegionProgress& progress) {
            postToGuiThread([this, progress] {
                m_progress = progress;
                Q_EMIT progressChanged();
            });
        };
    sinks.notice = [=, this](const std::string& text) {
        postToGuiThread([this, sentence = QString::fromStdString(text)] { Q_EMIT noticeRaised(sentence); });
    };
    return sinks;
}

void RegionService::setVisibleRegion(Kind kind, const std::shared_ptr<const infer::RegionLayer>& layer,
                                     const void* viewer, const image::PixelRect& visible, QPointF focus)
{
    Requests& all = requests(kind);
    const auto key = std::make_pair(viewer, layer->id);
    if (visible.empty()) {
        if (all.byViewer.erase(key) == 0)
            return;
    } else {
        all.byViewer[key] = {layer, visible, focus.x(), focus.y()};
    }
    all.isChanged = true;
    if (!std::exchange(m_isSendQueued, true))
        QMetaObject::invokeMethod(this, &RegionService::sendRequests, Qt::QueuedConnection);
}

void RegionService::sendRequests()
{
    m_isSendQueued = false;
    for (const Kind kind : {Kind::Resampling, Kind::Network}) {
        Requests& all = requests(kind);
        if (!std::exchange(all.isChanged, false))
            continue;
        std::vector<infer::ViewportRequest> list;
        list.reserve(all.byViewer.size());
        for (const auto& [key, request] : all.byViewer)
            list.push_back(request);
        renderer(kind).setRequests(std::move(list));
    }
}

std::vector<infer::TilePointer> RegionService::tiles(Kind kind, std::uint64_t layer,
                                                     const image::PixelRect& area) const
{
    return renderer(kind).tiles(layer, area);
}

void RegionService::forget(Kind kind, std::uint64_t layer)
{
    Requests& all = requests(kind);
    if (std::erase_if(all.byViewer, [layer](const auto& entry) { return entry.first.second == layer; }) > 0) {
        all.isChanged = true;
        sendRequests();
    }
    renderer(kind).forget(layer);
}

void RegionService::setCacheBytes(std::int64_t bytes)
{
    const auto ofResampling = std::int64_t(double(bytes) * resamplingShare);
    m_resamplingBytes = ofResampling;
    m_resampling->setCacheBytes(ofResampling);
    m_networks->setCacheBytes(bytes - ofResampling);
}

double RegionService::mostPixels() const
{
    constexpr int side = 256;     // of a tile, about
    constexpr double share = 0.8; // the rest is for tiles that overlap the edge
    return share * double(m_resamplingBytes) / double(infer::tileBytes(side, side)) * side * side;
}

} // namespace enlarger::app
