// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/layer.h"
#include "ui/viewer/touch_input.h"
#include "ui/viewer/view_geometry.h"
#include "ui/viewer/view_sync.h"
#include "ui/viewer/visible_region_notifier.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <optional>

class QNativeGestureEvent;

namespace enlarger::ui {

class CropTool;
class SplitDivider;
class TitleBadge;

/// Whether a view enlarges by nearest neighbour, pixels as squares; Auto: from 400% on. Never below 100%.
enum class NearestNeighbour { Auto, On, Off };
bool nearestNeighbourAt(NearestNeighbour nearestNeighbour, double zoom);

/// Shows one layer, or in a split view two, and lets a person move in it: the wheel and pinching zoom at the
/// cursor, dragging and the arrow keys pan, a double click goes to and fro between the whole picture and
/// 100%.
class PictureView : public QWidget
{
    Q_OBJECT

public:
    /// Views with one `sync` show the same place; without one a view is alone.
    explicit PictureView(ViewSync* sync = nullptr, QWidget* parent = nullptr);
    ~PictureView() override;

    /// Layers are owned elsewhere; one that is destroyed leaves the view empty.
    void setLayer(Layer* layer);
    Layer* layer() const { return m_first.layer(); }
    /// Right of the divider; null: no split.
    void setSecondLayer(Layer* layer);
    Layer* secondLayer() const { return m_second.layer(); }
    double divider() const { return m_divider; } // 0..1 of the view's width
    void setDivider(double fraction);
    /// What a click on a title offers: other layers, by titleMenuRequested(); and a cross, closeRequested().
    void setTitleTools(bool hasMenu, bool hasCross);

    const ViewGeometry& viewGeometry() const { return m_geometry; }
    bool isFit() const;
    void fit();
    void setZoom(double zoom); // about the centre
    void zoomAt(QPointF viewPoint, double factor);
    void panBy(QPointF viewDelta);
    void centreOn(QPointF picturePoint);
    bool isMoving() const { return m_stillTimer.isActive(); } // until 120 ms after the last movement

    void setNearestNeighbour(NearestNeighbour nearestNeighbour);
    bool paintsNearestNeighbour() const; // at the present zoom

    /// Arrow keys pan (with Shift by a page), plus and minus zoom; with a crop tool its keys come first.
    /// False: not its key.
    bool handleKey(const QKeyEvent& event);

    /// A tool that several views share; null: none.
    void setCropTool(CropTool* tool);

    /// The pixel under the cursor, be it over this view or over another one at the same spot; nothing beside
    /// the picture.
    std::optional<QPointF> cursorPoint() const;

    QSize sizeHint() const override { return {640, 480}; }

Q_SIGNALS:
    void viewChanged();    // zoom, place, or the size of the view or of the picture
    void layerDestroyed(); // a layer was destroyed
    void cursorMoved(std::optional<QPoint> pixel);
    void activated();                                     // a person turned to this view
    void titleMenuRequested(bool ofSecond, QPoint place); // of which layer's title; below it, on the screen
    void closeRequested();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void watch(VisibleRegionNotifier& notifier, Layer* layer);
    void adoptLayers();
    void followPlace();
    void moveTo(const ViewGeometry& geometry);
    void notifyLayers(); // not amid a zoom: what is visible then will not stay so
    void updateBadges();
    void layOutBadges();
    void repaintPicture(const QRectF& pictureArea);
    void setCursorSpot(std::optional<QPointF> viewPoint);
    void toggleFit(QPointF viewPoint); // to and fro with 100%
    QRect firstArea() const;           // what the first layer has of the view
    QRect secondArea() const;          // and the second
    void press(QPointF viewPoint, Qt::MouseButton button);
    void dragTo(QPointF viewPoint);
    void release();
    void touch(const TouchInput::Step& step);
    bool zoomNatively(const QNativeGestureEvent& event);

    ViewSync* m_sync;
    ViewGeometry m_geometry;
    VisibleRegionNotifier m_first;
    VisibleRegionNotifier m_second;
    TitleBadge* m_firstBadge;
    TitleBadge* m_secondBadge;
    SplitDivider* m_splitDivider;
    QPointer<CropTool> m_cropTool;
    NearestNeighbour m_nearestNeighbour = NearestNeighbour::Auto;
    double m_divider = 0.5;
    QTimer m_stillTimer;
    TouchInput m_touchInput;
    std::optional<QPointF> m_dragFrom; // the last place of a drag, in the view
    bool m_cropDrag = false;
    bool m_focusRing = false; // the focus came by key
};

} // namespace enlarger::ui
