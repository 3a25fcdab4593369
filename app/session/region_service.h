// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/screen/region_renderer.h"

#include <QObject>
#include <QPointF>

#include <map>

namespace enlarger::app {

/// The renderers of the window behind signals: one for networks, which shares their device with exports and
/// training, and one for resampling kernels, which is quick and waits for nobody. Lives on the GUI thread.
///
/// Several viewers may show several layers; each sets its own visible region, and once a turn of the event
/// loop all requests go to the renderers together.
class RegionService : public QObject
{
    Q_OBJECT

public:
    explicit RegionService(DeviceQueue& queue, QObject* parent = nullptr);
    ~RegionService() override;

    enum class Kind { Network, Resampling };

    /// What `viewer` (any address of its own) sees of a layer from now on: LR pixels; an empty rectangle:
    /// nothing. What is nearest to `focus`, LR pixels too, is computed first.
    void setVisibleRegion(Kind kind, const std::shared_ptr<const infer::RegionLayer>& layer,
                          const void* viewer, const image::PixelRect& visible, QPointF focus);

    /// The best tiles there are in `area` (LR pixels); see RegionRenderer::tiles().
    std::vector<infer::TilePointer> tiles(Kind kind, std::uint64_t layer, const image::PixelRect& area) const;

    /// Drops a layer's tiles, what is requested of it, and that it has failed.
    void forget(Kind kind, std::uint64_t layer);
    void setCacheBytes(std::int64_t bytes); // of both together; at first 512 MiB
    /// SR pixels that the preview cache can hold at once, beside what else is on the screen.
    double mostPixels() const;

    const infer::RegionProgress& progress() const { return m_progress; } // of the networks

Q_SIGNALS:
    void tileDone(const infer::TilePointer& tile);                 // a draft or a final one, of any layer
    void layerFailed(quint64 layer, const enlarger::Error& error); // once a layer, until it is forgotten
    void progressChanged();                                        // of the networks
    void noticeRaised(const QString& sentence); // as when a draft failed, or memory was short

private:
    struct Requests // of one renderer
    {
        std::map<std::pair<const void*, std::uint64_t>, infer::ViewportRequest> byViewer;
        bool isChanged = false;
    };
    infer::RegionRenderer& renderer(Kind kind) const;
    Requests& requests(Kind kind) { return kind == Kind::Network ? m_networkRequests : m_resamplingRequests; }
    infer::RegionSinks sinks(Kind kind);
    void sendRequests(); // what has changed, to the renderers

    Requests m_networkRequests;
    Requests m_resamplingRequests;
    bool m_isSendQueued = false; // a sendRequests() is queued
    infer::RegionProgress m_progress;
    std::int64_t m_resamplingBytes = 0;                // of the cache: the smaller share
    std::unique_ptr<infer::RegionRenderer> m_networks; // last: their threads end before the rest goes
    std::unique_ptr<infer::RegionRenderer> m_resampling;
};

} // namespace enlarger::app
