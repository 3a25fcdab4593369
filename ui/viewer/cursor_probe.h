// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/picture_view.h"

#include <QColor>
#include <QList>
#include <QObject>
#include <QString>

#include <optional>

namespace enlarger::ui {

class Loupe;

/// What one pane shows under the cursor.
struct PaneValue
{
    QString title;
    std::optional<QColor> value; // 0..255, in the photo's own encoding; nothing where it is not computed
};

/// Follows the cursor over panes that show the same place: reports the value under it in each of them, and
/// holds the loupe there.
class CursorProbe : public QObject
{
    Q_OBJECT

public:
    /// `view` holds the panes; the loupe lies over it.
    CursorProbe(ViewSync& sync, QWidget* view);

    /// Those that are visible. `hasLensPerPane`: the loupe has a lens for each of them, else for each layer
    /// of the pane under the cursor.
    void setPanes(const QList<PictureView*>& panes, bool hasLensPerPane);
    void setActivePane(PictureView* pane); // by which the cursor is reported where it is over none

    void setNearestNeighbour(NearestNeighbour nearestNeighbour);
    bool hasLoupe() const { return m_loupeOn; }
    void setLoupe(bool on);

    void update(); // cursor, panes or what they show have changed
    /// `layer` has changed in `area` (its pixels): reports the values again where the cursor is in it.
    void updateIn(const Layer* layer, const QRectF& area);

Q_SIGNALS:
    /// `pixel` of the picture; nothing, once, when the cursor has left it. One value for each visible layer.
    void cursorMoved(std::optional<QPoint> pixel, const QList<enlarger::ui::PaneValue>& values);

private:
    PictureView* paneUnderCursor() const;
    void updateLoupe();
    void report();

    ViewSync& m_sync;
    Loupe* m_loupe;
    QList<PictureView*> m_panes;
    PictureView* m_active = nullptr;
    NearestNeighbour m_nearestNeighbour = NearestNeighbour::Auto;
    bool m_hasLensPerPane = false;
    bool m_loupeOn = false;
    bool m_isReported = false;
};

} // namespace enlarger::ui
