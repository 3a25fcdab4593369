// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/region_service.h"

#include <map>
#include <vector>

namespace enlarger::ui {

/// The viewers of a layer with the region that each of them shows, and the tile requests that follow.
/// Destroyed with the layer, it withdraws them.
class Viewers
{
public:
    struct Source
    {
        app::RegionService::Kind kind;
        std::shared_ptr<const infer::RegionLayer> layer;
    };

    Viewers(app::RegionService& service, std::vector<Source> sources);
    ~Viewers();
    Viewers(const Viewers&) = delete;
    Viewers& operator=(const Viewers&) = delete;

    /// `visible` and `focus` in LR pixels; an empty rectangle: the viewer shows nothing any more.
    void setVisibleRegion(const void* viewer, const image::PixelRect& visible, QPointF focus);

    using VisibleRegions = std::map<const void*, image::PixelRect>;
    const VisibleRegions& visibleRegions() const { return m_visibleRegions; } // by viewer, none empty

private:
    void request(const VisibleRegions::value_type& entry, const image::PixelRect& visible, QPointF focus);

    app::RegionService& m_service;
    std::vector<Source> m_sources;
    VisibleRegions m_visibleRegions; // the address of an entry tells the service this layer's viewer from
                                     // another layer's
};

} // namespace enlarger::ui
