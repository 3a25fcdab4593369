// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/crop_tool.h"
#include "ui/viewer/layer.h"
#include "ui/viewer/picture_view.h"

#include <QList>
#include <QPointer>
#include <QWidget>

#include <array>
#include <optional>

namespace enlarger::ui {

class Loupe;
class Navigator;

/// What one pane shows under the cursor.
struct PaneValue
{
    QString title;
    std::optional<QColor> value; // 0..255, in the photo's own encoding; nothing where it is not computed
};

/// Compares candidates, which lie on one another: beside each other, under a divider, one after the other in
/// one place, four at once, or as differences. Whatever the mode, the place and the zoom stay.
class CompareView : public QWidget
{
    Q_OBJECT

public:
    enum class Mode { SideBySide, Split, Flip, Grid, Difference };
    Q_ENUM(Mode)

    explicit CompareView(QWidget* parent = nullptr);
    ~CompareView() override;

    /// The candidates, all of one size; the first is the original, which Space shows while it is held. They
    /// are owned elsewhere and may be destroyed at any time. Candidates that stay keep their panes.
    void setLayers(const QList<Layer*>& layers);
    QList<Layer*> layers() const;

    Mode mode() const { return m_mode; }
    void setMode(Mode mode);

    /// What SideBySide and Split show: indices of candidates. At first the first and the last.
    void setPair(int left, int right);
    /// What Flip shows: an index of a candidate; others are ignored.
    void showCandidate(int index);
    int candidate() const; // -1: there is none
    /// What Grid shows: up to four indices of candidates. At first the first four.
    void setGrid(const QList<int>& indices);
    /// What Difference shows; owned elsewhere. The second may be null.
    void setDifferenceLayers(Layer* left, Layer* right);
    double divider() const; // of Split, 0..1 of the width
    void setDivider(double fraction);

    /// The layer of the pane that a person turned to last; in Split the right one. Null: there is none.
    Layer* activeLayer() const;
    PictureView* activeView() const;
    QList<PictureView*> visibleViews() const;

    double zoom() const; // of the active pane: screen pixels for a pixel of the picture
    bool isFit() const;
    QRectF visibleArea() const; // of the picture, in the active pane
    void setZoom(double zoom);
    void fit(); // locked, this also takes back an offset between the panes
    void zoomIn();
    void zoomOut();

    bool isLocked() const;
    void setLocked(bool locked); // unlocked, each pane moves alone
    NearestNeighbour nearestNeighbour() const { return m_nearestNeighbour; }
    void setNearestNeighbour(NearestNeighbour nearestNeighbour);
    bool hasLoupe() const;
    void setLoupe(bool on);

    /// While the tool is on, the rectangle is edited over the panes. Enter emits cropAccepted; Escape,
    /// cropRejected. The owner then switches the tool off.
    bool hasCropTool() const { return m_cropOn; }
    void setCropTool(bool on);
    CropTool& cropTool() { return *m_cropTool; }

Q_SIGNALS:
    void modeChanged(enlarger::ui::CompareView::Mode mode);
    void activeLayerChanged(enlarger::ui::Layer* layer);
    void candidateChanged(int index); // of Flip
    void zoomChanged(double zoom);
    void viewChanged(); // zoom or place of the active pane
    void lockedChanged(bool locked);
    void cursorMoved(std::optional<QPoint> pixel, const QList<enlarger::ui::PaneValue>& values);
    void cropAccepted(const QRectF& area); // pixels of the picture
    void cropRejected();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    void fillPanes();
    bool isBetterStacked() const;
    void layOutPanes();
    void placeNavigator();
    void updateNavigator();
    void updateLoupe();
    void followCursor();
    PictureView* viewUnderCursor() const;
    void reportCursor();
    void reportCursorIn(const Layer* layer, const QRectF& area);
    void reportView();
    void reportActiveLayer();
    void setActiveView(PictureView* view);
    void holdOriginal(bool held);
    Layer* layerAt(int index) const;

    QList<QPointer<Layer>> m_layers;
    QPointer<Layer> m_left;
    QPointer<Layer> m_right;
    QPointer<Layer> m_flipped;
    QList<QPointer<Layer>> m_grid;
    QPointer<Layer> m_leftDifference;
    QPointer<Layer> m_rightDifference;

    ViewSync* m_sync;
    std::array<PictureView*, 4> m_panes;
    int m_paneCount = 1;      // visible ones
    bool m_isStacked = false; // two panes, one above the other
    PictureView* m_active;
    CropTool* m_cropTool;
    Navigator* m_navigator;
    Loupe* m_loupe;

    Mode m_mode = Mode::SideBySide;
    NearestNeighbour m_nearestNeighbour = NearestNeighbour::Auto;
    bool m_cropOn = false;
    bool m_loupeOn = false;
    bool m_originalHeld = false;
    bool m_cursorReported = false;
    double m_reportedZoom = 0.0;
    QPointer<Layer> m_reportedLayer;
};

} // namespace enlarger::ui
