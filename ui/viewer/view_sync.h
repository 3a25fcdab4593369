// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QPointF>

#include <optional>

namespace enlarger::ui {

/// What a view shows, in words that hold for every size of the picture and of the view.
struct ViewPlace
{
    bool fit = true;          // the whole picture; the rest does not count
    double width = 0.0;       // device pixels that the picture's width takes
    QPointF centre{0.5, 0.5}; // of the picture's width and height

    bool operator==(const ViewPlace&) const = default;
};

/// Lets views that do not know each other show the same place. Locked, what one does all do; unlocked, each
/// moves alone; locked again, they move together and keep the offset that they got. Fitting them brings them
/// together.
class ViewSync : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// A new view begins where the others are. One that is destroyed leaves by itself.
    void join(const QObject* view);

    ViewPlace placeOf(const QObject* view) const;
    void move(const QObject* view, const ViewPlace& place);

    bool isLocked() const { return m_locked; }
    void setLocked(bool locked);

    /// Where the cursor is, in 0..1 of the view's width and height: the same spot of each view is meant.
    std::optional<QPointF> cursor() const { return m_cursor; }
    void setCursor(std::optional<QPointF> spot);

Q_SIGNALS:
    void placeChanged();
    void lockedChanged(bool locked);
    void cursorChanged();

private:
    QHash<const QObject*, ViewPlace> m_places;
    ViewPlace m_latest; // of the view that moved last
    std::optional<QPointF> m_cursor;
    bool m_locked = true;
};

} // namespace enlarger::ui
