// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/layers/viewers.h"

namespace enlarger::ui {

Viewers::Viewers(app::RegionService& service, std::vector<Source> sources)
    : m_service(service)
    , m_sources(std::move(sources))
{}

Viewers::~Viewers()
{
    for (const auto& entry : m_visibleRegions)
        request(entry, {}, {});
}

void Viewers::request(const VisibleRegions::value_type& entry, const image::PixelRect& visible, QPointF focus)
{
    for (const Source& source : m_sources)
        m_service.setVisibleRegion(source.kind, source.layer, &entry, visible, focus);
}

void Viewers::setVisibleRegion(const void* viewer, const image::PixelRect& visible, QPointF focus)
{
    if (!visible.empty()) {
        request(*m_visibleRegions.insert_or_assign(viewer, visible).first, visible, focus);
    } else if (const auto found = m_visibleRegions.find(viewer); found != m_visibleRegions.end()) {
        request(*found, {}, {});
        m_visibleRegions.erase(found);
    }
}

} // namespace enlarger::ui
