// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSize>
#include <QSizeF>
#include <QTransform>

namespace enlarger::ui {

/// Where a picture lies in a view: a value. Three kinds of pixels meet here: those of the picture, the view's
/// device-independent ones, and the screen's ("device pixels": `pixelRatio` of them for a device-independent
/// one).
///
/// The place is always a legal one: a picture smaller than the view is centred, a larger one leaves no empty
/// border. Where picture pixels are whole device pixels (100%, 200%, ...), the picture lies on whole device
/// pixels.
class ViewGeometry
{
public:
    static constexpr double maxZoom = 32.0;
    static constexpr double smallZoom = 0.05; // one may zoom out so far, and farther to see the whole picture

    ViewGeometry() = default;
    ViewGeometry(QSize picture, QSizeF view, double pixelRatio);

    QSize pictureSize() const { return m_picture; }
    QSizeF viewSize() const { return m_view; }
    double pixelRatio() const { return m_pixelRatio; }
    double zoom() const { return m_zoom; }      // device pixels for a pixel of the picture
    QPointF centre() const { return m_centre; } // picture pixels
    QPointF relativeCentre() const;             // 0..1 of the picture's width and height
    bool isEmpty() const { return m_picture.isEmpty() || m_view.isEmpty(); }

    /// Keeps what is seen where it is: another size of the same picture is shown as large as the old one.
    void setPictureSize(QSize picture);
    /// `phase`: the view's top left corner in device pixels of the window; its fraction counts where the
    /// pixel ratio is not whole.
    void setView(QSizeF size, double pixelRatio, QPointF phase = {});
    void setPlace(double zoom, QPointF centre);

    double fitZoom() const; // the whole picture is seen; at most 100%
    double minZoom() const;
    void fit();
    /// Zooms such that the pixel at `viewPoint` stays there, as far as the borders allow.
    void zoomAt(QPointF viewPoint, double factor);
    void panBy(QPointF viewDelta);

    QPointF mapToView(QPointF picturePoint) const;
    QPointF mapToImage(QPointF viewPoint) const;
    QRectF mapToView(const QRectF& pictureArea) const;
    QRectF mapToImage(const QRectF& viewArea) const;
    QTransform toView() const; // mapToView as a painter takes it

    QRectF visibleArea() const; // of the picture
    bool showsAll() const;      // nothing of the picture is outside of the view

    /// The next of the round zooms (..., 50%, 66.7%, 100%, 150%, ...) above or below `zoom`.
    static double nextZoom(double zoom);
    static double previousZoom(double zoom);

    bool operator==(const ViewGeometry&) const = default;

private:
    void clamp();

    QSize m_picture;
    QSizeF m_view;
    double m_pixelRatio = 1.0;
    QPointF m_phase;
    double m_zoom = 1.0;
    QPointF m_centre;
    QPointF m_origin; // the picture's top left corner in the view, in device pixels
};

} // namespace enlarger::ui
