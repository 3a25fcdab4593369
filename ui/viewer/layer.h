// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QObject>
#include <QPointF>
#include <QRectF>
#include <QSize>
#include <QString>

#include <optional>

class QPainter;

namespace enlarger::ui {

/// What is seen of a layer, and how large.
struct LayerView
{
    QRectF area;                   // of the layer's size(), what is visible
    double scale = 1.0;            // device pixels of the screen for one pixel of size()
    bool nearestNeighbour = false; // no smoothing: pixels are squares
};

/// How finished what a view shows of a layer is.
struct LayerStatus
{
    enum class Kind {
        Ready,
        Computing, // something else stands in its place
        ZoomIn     // at this zoom nothing could be seen of what it computes, which is not computed
    };
    Kind kind = Kind::Ready;
    double done = 1.0; // Computing: 0..1 of what is visible
    QString text;      // Computing: what stands in its place and how long; may be empty

    friend bool operator==(const LayerStatus&, const LayerStatus&) = default;
};

/// A candidate as a view paints it: a picture of a certain size, of which tiles may still be missing.
/// All candidates of a comparison have one size, the chosen output's, so that they lie on one another.
class Layer : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual QString title() const = 0; // "Bicubic", "Real-ESRGAN x4plus"
    virtual QSize size() const = 0;    // output pixels

    /// Paints what is there of `view.area`. The painter maps size() to the screen. Nothing is left unpainted
    /// inside size(): where a network is not done, bicubic shows, and where that is not done, the source's
    /// pyramid.
    virtual void paint(QPainter& painter, const LayerView& view) = 0;

    /// What is behind it shows through; a view paints a checkerboard there.
    virtual bool isTranslucent() const { return false; }

    /// A view says what it shows, with `focus` (the cursor, else the centre) in pixels of size(); an empty
    /// area: nothing any more. `viewer` tells views apart.
    virtual void setVisibleRegion(const void* viewer, const LayerView& view, QPointF focus) = 0;

    /// The value of a pixel in the photo's own encoding, 0..255; nothing where it is not computed.
    virtual std::optional<QColor> valueAt(QPoint pixel) const = 0;

    /// Part of what is visible is still a draft or missing; a view hints at it quietly.
    virtual bool isComplete() const { return true; }
    /// The same in more detail, at a zoom of `scale` device pixels for one pixel of size().
    virtual LayerStatus status(double scale) const
    {
        Q_UNUSED(scale);
        return isComplete() ? LayerStatus() : LayerStatus{LayerStatus::Kind::Computing, 0.0, {}};
    }
    /// Whether all that paint() would paint of `area` (pixels of size()) at 100% is what the layer stands
    /// for.
    virtual bool isFinished(const QRectF& area) const
    {
        Q_UNUSED(area);
        return isComplete();
    }

Q_SIGNALS:
    void changed(const QRectF& area); // pixels of size(): paint them again
    void completenessChanged();
    void statusChanged();
};

} // namespace enlarger::ui
