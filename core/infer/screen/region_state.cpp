// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/infer/screen/region_state.h"

#include "core/infer/screen/region_tile_maker.h"

#include <algorithm>

namespace enlarger::infer {

using image::PixelRect;

namespace {

PixelSize sizeOf(const RegionLayer& layer)
{
    return {layer.picture->width(), layer.picture->height()};
}

constexpr int lookSide = 32;  // LR pixels of a first look
constexpr double soon = 0.03; // seconds that a tile may take without one

int lastStage(const RegionLayer& layer)
{
    return static_cast<int>(layer.stages.size()) - 1;
}

} // namespace

void RegionState::setRequests(std::vector<ViewportRequest> requests)
{
    std::erase_if(requests, [](const ViewportRequest& request) {
        return !request.layer || request.layer->stages.empty();
    });
    m_requests = std::move(requests);
    for (const ViewportRequest& request : m_requests)
        m_layers[request.layer->id].grids.resize(request.layer->stages.size());
}

bool RegionState::isRequested(std::uint64_t layer, const PixelRect& area) const
{
    return std::any_of(m_requests.begin(), m_requests.end(), [&](const ViewportRequest& request) {
        return request.layer->id == layer && !request.visible.intersected(area).empty();
    });
}

void RegionState::setBudget(std::int64_t bytes)
{
    m_budget = bytes;
    shrinkTo(m_budget);
}

std::shared_ptr<MadeStage> RegionState::stage(const RegionLayer& layer, int index)
{
    const auto found = m_stages.find(layer.stages[std::size_t(index)].key);
    const auto state = m_layers.find(layer.id);
    if (found == m_stages.end() || state == m_layers.end())
        return nullptr;
    found->second->users.insert(layer.id);
    auto& grid = state->second.grids[std::size_t(index)];
    if (!grid)
        grid.emplace(sizeOf(layer), found->second->stage->tile);
    return found->second;
}

void RegionState::addStage(const RegionLayer& layer, int index, std::shared_ptr<const RegionStage> stage)
{
    if (!m_layers.contains(layer.id)) // forgotten while the stage was made
        return;
    auto made = std::make_shared<MadeStage>();
    made->pieceSide = stage->tile;
    made->stage = std::move(stage);
    m_stages[layer.stages[std::size_t(index)].key] = std::move(made);
}

bool RegionState::fail(const RegionLayer& layer, int index)
{
    const auto state = m_layers.find(layer.id);
    return state != m_layers.end() && state->second.failed.insert(index).second;
}

bool RegionState::isFailed(const RegionLayer& layer, int index) const
{
    const auto state = m_layers.find(layer.id);
    return state == m_layers.end() || state->second.failed.contains(index) ||
           state->second.failed.contains(lastStage(layer)); // drafts of nothing
}

std::vector<RegionJob> RegionState::jobs(const std::vector<StageOfLayer>& stages) const
{
    std::map<TileKey, RegionJob> wanted;
    for (const auto& [layer, index] : stages)
        for (const ViewportRequest& request : m_requests) {
            const auto made = m_stages.find(layer->stages[std::size_t(index)].key);
            const auto state = m_layers.find(layer->id);
            if (request.layer->id != layer->id || made == m_stages.end() || state == m_layers.end() ||
                !state->second.grids[std::size_t(index)])
                continue;
            const RegionGrid& grid = *state->second.grids[std::size_t(index)];
            for (const GridCell& cell : grid.covering(request.visible)) {
                RegionJob job{layer, index, cell};
                job.focusX = request.focusX;
                job.focusY = request.focusY;
                job.seen = request.visible.intersected(grid.area(cell));
                job.distance = distanceSquared(grid.area(cell), request.focusX, request.focusY);
                const auto [place, isNew] = wanted.try_emplace(job.key(), job);
                if (!isNew) { // seen in two views
                    RegionJob& both = place->second;
                    both.seen = both.seen.united(job.seen);
                    if (job.distance < both.distance) {
                        both.distance = job.distance;
                        both.focusX = job.focusX;
                        both.focusY = job.focusY;
                    }
                }
            }
        }
    std::vector<RegionJob> sorted;
    for (auto& [key, job] : wanted) {
        cut(job);
        sorted.push_back(std::move(job));
    }
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const RegionJob& a, const RegionJob& b) { return a.distance < b.distance; });
    std::vector<RegionJob> looks;
    for (const StageOfLayer& one : stages) {
        const auto ofStage = [&](const RegionJob& job) {
            return job.layer == one.layer && job.stage == one.index;
        };
        const auto isThere = [&](const RegionJob& job) { return ofStage(job) && m_cache.peek(job.key()); };
        const auto nearest = std::ranges::find_if(sorted, ofStage);
        if (nearest != sorted.end() && std::ranges::none_of(sorted, isThere))
            if (std::optional<RegionJob> look = firstLook(*nearest))
                looks.push_back(*std::move(look));
    }
    sorted.insert(sorted.begin(), looks.begin(), looks.end());
    return sorted;
}

std::optional<RegionJob> RegionState::firstLook(const RegionJob& nearest) const
{
    const RegionLayer& layer = *nearest.layer;
    const StageMaker& maker = layer.stages[std::size_t(nearest.stage)];
    const double known = m_stages.at(maker.key)->secondsPerPixel;
    const double factor = m_stages.at(maker.key)->stage->factor;
    const double seconds = known * double(nearest.area.area()) * factor * factor;
    if (maker.isQuick || layer.isBackground || (known >= 0.0 && seconds < soon))
        return std::nullopt;
    RegionJob look = nearest;
    look.isLook = true;
    const PixelRect& seen = nearest.seen;
    const auto begin = [](double focus, int low, int high) { // of a look at the focus, as far as it is seen
        return std::clamp(int(focus) - lookSide / 2, low, std::max(low, high - lookSide));
    };
    look.seen = PixelRect{begin(nearest.focusX, seen.x, seen.right()),
                          begin(nearest.focusY, seen.y, seen.bottom()), lookSide, lookSide}
                    .intersected(seen);
    setArea(look, look.seen);
    const bool isWorthIt = look.seen != seen && 3 * look.area.area() <= 2 * nearest.area.area();
    return isWorthIt ? std::optional(look) : std::nullopt;
}

/// Decides what is computed of a job's tile. At first the part that is seen; once that has not sufficed, all.
void RegionState::cut(RegionJob& job) const
{
    const RegionGrid& grid = *m_layers.at(job.layer->id).grids[std::size_t(job.stage)];
    const RegionTile* const there = m_cache.peek(job.key());
    const bool wasCut = there && !there->isLook && !there->area.contains(job.seen);
    setArea(job, wasCut ? grid.area(job.cell) : grid.partOf(job.cell, job.seen));
}

void RegionState::setArea(RegionJob& job, const PixelRect& area) const
{
    job.area = area;
    const PixelSize in = sizeOf(*job.layer);
    const RegionStage& stage = *m_stages.at(job.layer->stages[std::size_t(job.stage)].key)->stage;
    const PixelRect pixels = enlargedArea(job.area, in, enlargedSize(stage, in));
    job.bytes = tileBytes(pixels.width, pixels.height);
}

bool RegionState::isDone(const RegionJob& job) const
{
    const bool isThere = job.isLook ? m_cache.has(job.key(), job.seen) : hasTile(job.key(), job.seen);
    return isThere || isFailed(*job.layer, job.stage) || isHidden(job);
}

bool RegionState::hasTile(const TileKey& key, const PixelRect& area) const
{
    const RegionTile* const tile = m_cache.peek(key);
    return tile && !tile->isLook && tile->area.contains(area);
}

bool RegionState::makeRoom(std::int64_t bytes)
{
    shrinkTo(m_budget - bytes);
    return m_cache.bytes() <= m_budget - bytes;
}

bool RegionState::insert(const RegionJob& job, const TilePointer& tile)
{
    if (!m_layers.contains(job.layer->id))
        return false;
    m_cache.insert(job.key(), tile);
    shrinkTo(m_budget);
    return m_cache.has(job.key(), tile->area);
}

void RegionState::shrinkTo(std::int64_t bytes)
{
    m_cache.shrinkTo(bytes, [this](const TileCache::Entry& entry) {
        const auto& [key, tile] = entry;
        return isRequested(key.layer, tile->area) && !isCovered(key.layer, key.stage, tile->area);
    });
}

std::vector<TilePointer> RegionState::tiles(std::uint64_t layer, const PixelRect& area)
{
    std::vector<TilePointer> found;
    const auto state = m_layers.find(layer);
    if (state == m_layers.end())
        return found;
    for (int stage = 0; stage < static_cast<int>(state->second.grids.size()); ++stage) {
        const auto& grid = state->second.grids[std::size_t(stage)];
        if (!grid)
            continue;
        for (const GridCell& cell : grid->covering(area))
            if (!isCovered(layer, stage, grid->area(cell).intersected(area)))
                if (TilePointer tile = m_cache.find({layer, stage, cell.column, cell.row});
                    tile && !tile->area.intersected(area).empty())
                    found.push_back(std::move(tile));
    }
    return found;
}

void RegionState::forget(std::uint64_t layer)
{
    std::erase_if(m_requests, [&](const ViewportRequest& request) { return request.layer->id == layer; });
    m_layers.erase(layer);
    m_cache.forget(layer);
    std::erase_if(m_stages, [&](const auto& entry) {
        entry.second->users.erase(layer);
        return entry.second->users.empty();
    });
}

bool RegionState::isCovered(std::uint64_t layer, int stage, const PixelRect& area) const
{
    const auto state = m_layers.find(layer);
    if (state == m_layers.end())
        return false;
    const auto& grids = state->second.grids;
    for (std::size_t later = std::size_t(stage) + 1; later < grids.size(); ++later)
        if (grids[later] && hasAll(layer, static_cast<int>(later), *grids[later], area))
            return true;
    return false;
}

bool RegionState::hasAll(std::uint64_t layer, int stage, const RegionGrid& grid, const PixelRect& area) const
{
    const auto cells = grid.covering(area);
    return std::all_of(cells.begin(), cells.end(), [&](const GridCell& cell) {
        return m_cache.has({layer, stage, cell.column, cell.row}, area.intersected(grid.area(cell)));
    });
}

RegionProgress RegionState::progress() const
{
    RegionProgress sum;
    sum.secondsLeft = 0.0;
    double rate = -1.0; // seconds a pixel, of the slowest stage
    for (const ViewportRequest& request : m_requests)
        addProgress(request, sum, rate);
    sum.megapixelsPerSecond = rate > 0.0 ? 1e-6 / rate : 0.0;
    return sum;
}

bool RegionState::wantsMore() const
{
    RegionProgress sum;
    double rate = -1.0;
    for (const ViewportRequest& request : m_requests)
        if (!request.layer->isBackground)
            addProgress(request, sum, rate);
    return sum.waiting > 0;
}

/// What is left of one request, at its last stage.
void RegionState::addProgress(const ViewportRequest& request, RegionProgress& sum, double& rate) const
{
    const RegionLayer& layer = *request.layer;
    const int last = lastStage(layer);
    const auto state = m_layers.find(layer.id);
    if (state == m_layers.end() || isFailed(layer, last))
        return;
    const auto made = m_stages.find(layer.stages[std::size_t(last)].key);
    const auto& grids = state->second.grids;
    if (made == m_stages.end() || !grids[std::size_t(last)]) { // how it will be cut is not known yet
        const auto known =
            std::find_if(grids.begin(), grids.end(), [](const auto& grid) { return grid.has_value(); });
        sum.waiting +=
            known == grids.end() ? 1 : static_cast<std::int64_t>((*known)->covering(request.visible).size());
        sum.secondsLeft = -1.0;
        return;
    }
    const double seconds = made->second->secondsPerPixel;
    if (!layer.stages[std::size_t(last)].isQuick)
        rate = std::max(rate, seconds);
    const double factor = made->second->stage->factor;
    for (const GridCell& cell : grids[std::size_t(last)]->covering(request.visible)) {
        const PixelRect area = request.visible.intersected(grids[std::size_t(last)]->area(cell));
        if (hasTile({layer.id, last, cell.column, cell.row}, area))
            continue;
        ++sum.waiting;
        bool hasDraft = false;
        for (std::size_t stage = 0; stage < std::size_t(last) && !hasDraft; ++stage)
            hasDraft = grids[stage] && hasAll(layer.id, static_cast<int>(stage), *grids[stage], area);
        sum.drafts += hasDraft ? 1 : 0;
        if (sum.secondsLeft >= 0.0)
            sum.secondsLeft =
                seconds < 0.0 ? -1.0 : sum.secondsLeft + seconds * double(area.area()) * factor * factor;
    }
}

} // namespace enlarger::infer
