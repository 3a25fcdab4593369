// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/view_geometry.h"

#include <QObject>
#include <QRectF>
#include <QSize>

#include <functional>
#include <optional>

class QKeyEvent;
class QPainter;
class QPalette;

namespace enlarger::ui {

/// A rectangle over a picture that a person draws, moves and resizes, by mouse and by key. Several views may
/// paint one tool and pass their events to it. Everything is in whole pixels of the picture.
class CropTool : public QObject
{
    Q_OBJECT

public:
    /// What a press grabs.
    enum class Handle {
        None,
        Inside,
        Left,
        Right,
        Top,
        Bottom,
        TopLeft,
        TopRight,
        BottomLeft,
        BottomRight,
        New
    };

    using QObject::QObject;

    QSize pictureSize() const { return m_picture; }
    /// Another size of the same picture scales the rectangle with it. The first one begins with the whole
    /// picture.
    void setPictureSize(QSize size);

    QRectF rectangle() const { return m_rectangle; }
    void setRectangle(const QRectF& rectangle); // cut to the picture; a null one: the whole picture
    /// Width over height; nothing: free. The rectangle takes it at once, about its middle.
    void setRatio(std::optional<double> ratio);
    std::optional<double> ratio() const { return m_ratio; }
    /// Of rectangle and ratio, about the middle; smaller where the picture is.
    void swapSides();

    /// By how many degrees the picture will be turned clockwise beneath it, and how much larger what is then
    /// left of it will be seen, where all is: views show it so already.
    void setTilt(double degrees, double zoom = 1.0);
    double tilt() const { return m_tilt; }
    double tiltZoom() const { return m_tiltZoom; }

    /// What the crop's size is said to be, for a rectangle of the picture; none: the rectangle's own.
    void setResultSize(std::function<QSize(const QRectF&)> resultSize);

    Handle handleAt(QPointF viewPoint, const ViewGeometry& geometry) const;
    static Qt::CursorShape cursorOf(Handle handle);
    void press(QPointF viewPoint, const ViewGeometry& geometry);
    void drag(QPointF viewPoint, const ViewGeometry& geometry);
    void release();

    /// Arrow keys move (with Ctrl resize) by a pixel, with Shift by ten; Enter accepts, Escape rejects.
    /// False: not its key.
    bool handleKey(const QKeyEvent& event);

    /// Darkens what is outside, and draws the border, thirds, handles and the size in pixels. View
    /// coordinates.
    void paint(QPainter& painter, const QRect& viewArea, const ViewGeometry& geometry,
               const QPalette& palette) const;
    /// What paint() draws differently for another rectangle, in the view.
    static QRect paintedArea(const QRectF& rectangle, const ViewGeometry& geometry);

Q_SIGNALS:
    void changed(const QRectF& before, const QRectF& now);
    void tiltChanged();
    void accepted(const QRectF& rectangle);
    void rejected();

private:
    void change(const QRectF& rectangle);
    QRectF resized(QPointF delta) const;

    QSize m_picture;
    QRectF m_rectangle;
    std::optional<double> m_ratio; // width over height
    double m_tilt = 0.0;
    double m_tiltZoom = 1.0;
    std::function<QSize(const QRectF&)> m_resultSize;
    Handle m_handle = Handle::None;
    QPointF m_pressed;      // picture pixels
    QRectF m_rectangleThen; // when it was pressed
};

} // namespace enlarger::ui
