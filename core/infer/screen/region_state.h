// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/infer/screen/tile_cache.h"

#include <optional>
#include <set>

namespace enlarger::infer {

/// A stage that was made, and what its work has taught.
struct MadeStage
{
    std::shared_ptr<const RegionStage> stage;
    std::set<std::uint64_t> users; // layers
    int pieceSide = 0;             // LR pixels, see RegionTileMaker::make(); the worker's alone
    double secondsPerPixel = -1.0; // of SR, lately; negative: not known
};

/// One tile that is requested.
struct RegionJob
{
    std::shared_ptr<const RegionLayer> layer;
    int stage = 0;
    GridCell cell;
    image::PixelRect seen;  // LR pixels: what is requested of the tile
    image::PixelRect area;  // what is computed: at least that
    std::int64_t bytes = 0; // in the cache
    double distance = 0.0;  // squared, from the focus
    double focusX = 0.0;    // LR pixels
    double focusY = 0.0;
    bool isLook = false; // a little of the tile, before the rest
    TileKey key() const { return {layer->id, stage, cell.column, cell.row}; }
};

/// Everything that a renderer knows of its requests, layers and tiles. Knows no threads: its owner locks it.
class RegionState
{
public:
    explicit RegionState(std::int64_t cacheBytes)
        : m_budget(cacheBytes)
    {}

    void setRequests(std::vector<ViewportRequest> requests);
    const std::vector<ViewportRequest>& requests() const { return m_requests; }
    bool isRequested(std::uint64_t layer, const image::PixelRect& area) const;

    void setBudget(std::int64_t bytes);
    std::int64_t budget() const { return m_budget; }
    std::int64_t cachedBytes() const { return m_cache.bytes(); }

    /// Null: still to be made.
    std::shared_ptr<MadeStage> stage(const RegionLayer& layer, int index);
    void addStage(const RegionLayer& layer, int index, std::shared_ptr<const RegionStage> stage);

    /// A stage that is left out from now on. False where that is known, or the layer is forgotten.
    bool fail(const RegionLayer& layer, int index);
    bool isFailed(const RegionLayer& layer, int index) const;

    /// The tiles of some stages that are requested, the nearest first, done or not. Of a stage that takes its
    /// time and has nothing yet, a little of the nearest one comes before all.
    struct StageOfLayer
    {
        std::shared_ptr<const RegionLayer> layer;
        int index = 0;
    };
    std::vector<RegionJob> jobs(const std::vector<StageOfLayer>& stages) const;

    /// Later stages have covered it: nothing would be seen of it.
    bool isHidden(const RegionJob& job) const { return isCovered(job.layer->id, job.stage, job.seen); }
    /// It is there, a tile not only as a look, or hidden, or has failed.
    bool isDone(const RegionJob& job) const;
    /// Makes room for a tile, if that is possible without dropping what is requested.
    bool makeRoom(std::int64_t bytes);
    /// False where the layer was forgotten.
    bool insert(const RegionJob& job, const TilePointer& tile);

    std::vector<TilePointer> tiles(std::uint64_t layer, const image::PixelRect& area);
    void forget(std::uint64_t layer);

    RegionProgress progress() const;
    bool wantsMore() const; // something is missing that is not in the background

private:
    struct LayerState
    {
        std::vector<std::optional<RegionGrid>> grids; // by stage; those that are made
        std::set<int> failed;                         // stages
    };
    void cut(RegionJob& job) const;
    void setArea(RegionJob& job, const image::PixelRect& area) const;
    std::optional<RegionJob> firstLook(const RegionJob& nearest) const;
    /// It is there, and not only as a look.
    bool hasTile(const TileKey& key, const image::PixelRect& area) const;
    /// All of `area` is there from a later stage than `stage`.
    bool isCovered(std::uint64_t layer, int stage, const image::PixelRect& area) const;
    bool hasAll(std::uint64_t layer, int stage, const RegionGrid& grid, const image::PixelRect& area) const;
    void shrinkTo(std::int64_t bytes);
    void addProgress(const ViewportRequest& request, RegionProgress& sum, double& rate) const;

    std::vector<ViewportRequest> m_requests;
    std::map<std::uint64_t, LayerState> m_layers;
    std::map<std::string, std::shared_ptr<MadeStage>> m_stages; // by key
    TileCache m_cache;
    std::int64_t m_budget;
};

} // namespace enlarger::infer
