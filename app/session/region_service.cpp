// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/region_service.h"

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
    const auto onGuiThread = [this](auto task) {
        QMetaObject::invokeMethod(this, std::move(task), Qt::QueuedConnection);
    };
    infer::RegionSinks sinks;
    sinks.tileDone = [=, this](const infer::TilePointer& tile) {
        onGuiThread([this, tile] { Q_EMIT tileDone(tile); });
    };
    sinks.failed = [=, this](std::uint64_t layer, const Error& error) {
        onGuiThread([this, layer, error] { Q_EMIT layerFailed(layer, error); });
    };
    if (kind == Kind::Network)
        sinks.progress = [=, this](const infer::RegionProgress& progress) {
            onGuiThread([this, progress] {
                m_progress = progress;
                Q_EMIT progressChanged();
            });
        };
    sinks.notice = [=, this](const std::string& text) {
        onGuiThread([this, sentence = QString::fromStdString(text)] { Q_EMIT noticed(sentence); });
    };
    return sinks;
}

void RegionService::look(Kind kind, const std::shared_ptr<const infer::RegionLayer>& layer,
                         const void* viewer, const image::PixelRect& visible, QPointF focus)
{
    Wishes& all = wishes(kind);
    const auto key = std::make_pair(viewer, layer->id);
    if (visible.empty()) {
        if (all.byViewer.erase(key) == 0)
            return;
    } else {
        all.byViewer[key] = {layer, visible, focus.x(), focus.y()};
    }
    all.isChanged = true;
    if (!std::exchange(m_isSending, true))
        QMetaObject::invokeMethod(this, &RegionService::send, Qt::QueuedConnection);
}

void RegionService::send()
{
    m_isSending = false;
    for (const Kind kind : {Kind::Resampling, Kind::Network}) {
        Wishes& all = wishes(kind);
        if (!std::exchange(all.isChanged, false))
            continue;
        std::vector<infer::RegionWish> list;
        list.reserve(all.byViewer.size());
        for (const auto& [key, wish] : all.byViewer)
            list.push_back(wish);
        renderer(kind).setWishes(std::move(list));
    }
}

std::vector<infer::TilePointer> RegionService::tiles(Kind kind, std::uint64_t layer,
                                                     const image::PixelRect& area) const
{
    return renderer(kind).tiles(layer, area);
}

void RegionService::forget(Kind kind, std::uint64_t layer)
{
    Wishes& all = wishes(kind);
    if (std::erase_if(all.byViewer, [layer](const auto& entry) { return entry.first.second == layer; }) > 0) {
        all.isChanged = true;
        send();
    }
    renderer(kind).forget(layer);
}

void RegionService::setCacheBytes(std::int64_t bytes)
{
    const auto ofResampling = std::int64_t(double(bytes) * resamplingShare);
    m_resampling->setCacheBytes(ofResampling);
    m_networks->setCacheBytes(bytes - ofResampling);
}

} // namespace enlarger::app
