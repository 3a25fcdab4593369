// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/region_service.h"

#include <map>
#include <vector>

namespace enlarger::ui {

/// Who looks at a layer, and what the renderers are asked for because of it. Goes with the layer, and its
/// wishes with it.
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

    /// `visible` and `focus` in LR pixels; an empty rectangle: looks no more.
    void look(const void* viewer, const image::PixelRect& visible, QPointF focus);

    using Seen = std::map<const void*, image::PixelRect>;
    const Seen& seen() const { return m_seen; } // by viewer, none empty

private:
    void ask(const Seen::value_type& entry, const image::PixelRect& visible, QPointF focus);

    app::RegionService& m_service;
    std::vector<Source> m_sources;
    Seen m_seen; // the address of an entry tells the service this layer's viewer from another layer's
};

} // namespace enlarger::ui
