// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/layers/viewers.h"

namespace enlarger::ui {

Viewers::Viewers(app::RegionService& service, std::vector<Source> sources)
    : m_service(service)
    , m_sources(std::move(sources))
{}

Viewers::~Viewers()
{
    for (const auto& entry : m_seen)
        ask(entry, {}, {});
}

void Viewers::ask(const Seen::value_type& entry, const image::PixelRect& visible, QPointF focus)
{
    for (const Source& source : m_sources)
        m_service.look(source.kind, source.layer, &entry, visible, focus);
}

void Viewers::look(const void* viewer, const image::PixelRect& visible, QPointF focus)
{
    if (!visible.empty()) {
        ask(*m_seen.insert_or_assign(viewer, visible).first, visible, focus);
    } else if (const auto found = m_seen.find(viewer); found != m_seen.end()) {
        ask(*found, {}, {});
        m_seen.erase(found);
    }
}

} // namespace enlarger::ui
