// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/compare_mode.h"
#include "ui/viewer/crop_tool.h"
#include "ui/viewer/cursor_probe.h"
#include "ui/viewer/layer.h"
#include "ui/viewer/pane_layout.h"
#include "ui/viewer/picture_view.h"

#include <QList>
#include <QPointer>
#include <QWidget>

#include <array>
#include <optional>

namespace enlarger::ui {

class Navigator;

/// Compares candidates, which lie on one another: beside each other, under a divider, one after the other in
/// one place, four at once, or as differences. Whatever the mode, the place and the zoom stay.
class CompareView : public QWidget
{
    Q_OBJECT

public:
    using Mode = CompareMode;

    explicit CompareView(QWidget* parent = nullptr);
    ~CompareView() override;

    /// The candidates, all of one size; the first is the original, which Space shows while it is held. They
    /// are owned elsewhere and may be destroyed at any time. Candidates that stay keep their panes.
    void setLayers(const QList<Layer*>& layers);
    QList<Layer*> layers() const;

    Mode mode() const { return m_mode; }
    void setMode(Mode mode);

    /// The pair of the modes that show one (SideBySide, Split): indices of candidates. At first the first and
    /// the last.
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
    PictureView* activeView() const { return m_active; }
    QList<PictureView*> visibleViews() const;

    double zoom() const; // of the active pane: screen pixels for a pixel of the picture
    bool isFit() const;
    QRectF visibleArea() const; // of the picture, in the active pane
    void setZoom(double zoom);
    void fit(); // locked, this also takes back an offset between the panes
    void zoomIn();
    void zoomOut();

    bool isLocked() const { return m_sync->isLocked(); }
    void setLocked(bool locked); // unlocked, each pane moves alone
    NearestNeighbour nearestNeighbour() const { return m_nearestNeighbour; }
    void setNearestNeighbour(NearestNeighbour nearestNeighbour);
    bool hasLoupe() const { return m_probe->hasLoupe(); }
    void setLoupe(bool on) { m_probe->setLoupe(on); }

    /// While the tool is on, the rectangle is edited over the panes. Enter emits cropAccepted; Escape,
    /// cropRejected. The owner then switches the tool off.
    bool hasCropTool() const { return m_cropOn; }
    void setCropTool(bool on);
    CropTool& cropTool() { return *m_cropTool; }

    /// Space, held, shows the original in every mode; where one candidate is chosen, 1 to 9 choose it. False:
    /// not its key.
    bool handleKey(const QKeyEvent& event);
    bool handleKeyRelease(const QKeyEvent& event);

Q_SIGNALS:
    void modeChanged(enlarger::ui::CompareMode mode);
    void activeLayerChanged(enlarger::ui::Layer* layer); // null: there is none
    void candidateChanged(int index);                    // of Flip
    void zoomChanged(double zoom);
    void viewChanged(); // zoom or place of the active pane
    void lockedChanged(bool locked);
    void cursorMoved(std::optional<QPoint> pixel, const QList<enlarger::ui::PaneValue>& values);
    /// A person wants to choose what is shown there. `place`: which of those that the mode shows, the pair's
    /// right one being 1 in every mode; `at`: for a menu, on the screen.
    void choiceRequested(int place, QPoint at);
    void closeRequested(int pane);         // of Grid
    void cropAccepted(const QRectF& area); // pixels of the picture
    void cropRejected();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    Compared compared() const;
    void fillPanes();
    void layOutPanes();
    void placeNavigator();
    void updateNavigator();
    void reportView();
    void reportActiveLayer();
    void setActiveView(PictureView* view);
    void makePanes();
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
    int m_paneCount = 1; // visible ones
    PaneLayout m_layout;
    PictureView* m_active;
    CropTool* m_cropTool;
    Navigator* m_navigator;
    CursorProbe* m_probe;

    Mode m_mode = Mode::SideBySide;
    NearestNeighbour m_nearestNeighbour = NearestNeighbour::Auto;
    bool m_cropOn = false;
    bool m_originalHeld = false;
    double m_reportedZoom = 0.0;
    Layer* m_reportedLayer = nullptr; // only compared, never followed
};

} // namespace enlarger::ui
