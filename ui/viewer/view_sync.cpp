// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/view_sync.h"

namespace enlarger::ui {

namespace {

// `place`, moved as another view was from `before` to `now`.
ViewPlace moved(ViewPlace place, const ViewPlace& before, const ViewPlace& now)
{
    if (place == before)
        return now; // to the last digit
    // Without two widths there is no factor: who leaves the whole picture, or goes there, takes all with him.
    if (now.fit || before.fit || place.fit || before.width <= 0)
        return now;
    place.width *= now.width / before.width;
    place.centre += now.centre - before.centre;
    return place;
}

} // namespace

void ViewSync::join(const QObject* view)
{
    m_places.insert(view, m_latest);
    connect(view, &QObject::destroyed, this, [this](const QObject* gone) { m_places.remove(gone); });
}

ViewPlace ViewSync::placeOf(const QObject* view) const
{
    return m_places.value(view, m_latest);
}

void ViewSync::move(const QObject* view, const ViewPlace& place)
{
    const ViewPlace before = placeOf(view);
    if (before == place)
        return;
    if (m_locked) {
        for (ViewPlace& other : m_places)
            other = moved(other, before, place);
    }
    m_places.insert(view, place);
    m_latest = place;
    Q_EMIT placeChanged();
}

void ViewSync::setLocked(bool locked)
{
    if (locked == m_locked)
        return;
    m_locked = locked;
    Q_EMIT lockedChanged(locked);
}

void ViewSync::setCursor(std::optional<QPointF> spot)
{
    if (spot == m_cursor)
        return;
    m_cursor = spot;
    Q_EMIT cursorChanged();
}

} // namespace enlarger::ui
