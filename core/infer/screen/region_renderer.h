// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/device_queue.h"
#include "core/base/result.h"
#include "core/infer/screen/region_layer.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace enlarger::infer {

/// Called on the renderer's thread.
struct RegionSinks
{
    std::function<void(const TilePointer&)> tileDone;
    std::function<void(std::uint64_t layer, const Error&)>
        failed; // once a layer; it is not tried again (a draft that
                // fails is left out and noticed)
    /// When work on new requests begins; after each tile, behind its tileDone or failed; and, unless newer
    /// requests came meanwhile, at last with nothing waiting.
    std::function<void(const RegionProgress&)> progress;
    std::function<void(const std::string&)> notice; // while a tile is computed, and of a draft that failed
};

/// Computes what screens show, what a person looks at first. Flow 2 of the house's plan.
///
/// One thread of its own. A layer is cut by a fixed grid of LR tiles (region_grid.h), so that panning finds
/// again what was done. Drafts of all visible tiles come before the first final one; among equals, the one
/// nearest to the focus comes first. New requests replace all earlier ones at once: a tile that is being
/// computed and no longer wanted is given up at the network's next gate. Results are kept, least recently
/// used ones dropped first, within a budget of bytes; the tiles of the present requests are never dropped:
/// what does not fit beside them is not computed. Drafts take half of the budget at most. A piece that runs
/// out of memory is cut in four and tried again, down to 16 pixels.
class RegionRenderer
{
public:
    /// Claims `queue` (Urgency::Region) while it has something to do; null: has no device to share.
    RegionRenderer(DeviceQueue* queue, RegionSinks sinks, std::int64_t cacheBytes = std::int64_t(512) << 20);
    ~RegionRenderer(); // gives up what is being computed and waits for it

    void setRequests(std::vector<ViewportRequest> requests);
    void setCacheBytes(std::int64_t bytes);
    std::int64_t cachedBytes() const;

    /// The best tile there is for each place of `area`: final ones, else drafts. Where the two overlap, the
    /// later one in the list is to be painted over the earlier. Quick; counts as use.
    std::vector<TilePointer> tiles(std::uint64_t layer, const image::PixelRect& area) const;

    /// Drops a layer's tiles and the models that only it needed.
    void forget(std::uint64_t layer);

    /// Waits until nothing requested is left to do. For tests and benchmarks.
    void waitUntilIdle();

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace enlarger::infer
