// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/crop_tool.h"

#include "ui/viewer/tag.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPalette>

#include <algorithm>
#include <cmath>
#include <utility>

namespace enlarger::ui {

namespace {

using Handle = CropTool::Handle;

constexpr double grabDistance = 9.0; // device-independent pixels
constexpr int handleSize = 9;
constexpr int tagMargin = 8;

// Which edges a handle moves: -1 the left or upper one, 1 the right or lower one, 0 none.
QPoint sidesOf(Handle handle)
{
    switch (handle) {
    case Handle::Left:
        return {-1, 0};
    case Handle::Right:
        return {1, 0};
    case Handle::Top:
        return {0, -1};
    case Handle::Bottom:
        return {0, 1};
    case Handle::TopLeft:
        return {-1, -1};
    case Handle::TopRight:
        return {1, -1};
    case Handle::BottomLeft:
        return {-1, 1};
    case Handle::BottomRight:
    case Handle::New:
        return {1, 1};
    case Handle::None:
    case Handle::Inside:
        break;
    }
    return {};
}

Handle handleFor(QPoint sides)
{
    for (const Handle handle : {Handle::TopLeft, Handle::TopRight, Handle::BottomLeft, Handle::BottomRight,
                                Handle::Left, Handle::Right, Handle::Top, Handle::Bottom}) {
        if (sidesOf(handle) == sides)
            return handle;
    }
    return Handle::None;
}

// A stretch of an axis, from `start`, `length` long.
struct Stretch
{
    double start;
    double length;
};

// The stretch of `length` whose fixed end is at `anchor` (direction 1: it goes up from there; -1: down), or
// whose middle is there (direction 0).
Stretch stretched(double anchor, int direction, double length)
{
    if (direction == 0)
        return {anchor - length / 2, length};
    return {direction > 0 ? anchor : anchor - length, length};
}

// How long such a stretch may be within 0..size.
double room(double anchor, int direction, double size)
{
    if (direction == 0)
        return 2 * std::min(anchor, size - anchor);
    return direction > 0 ? size - anchor : anchor;
}

// Along one axis, what a handle at a side (-1, 0, 1) holds fixed: the other end, or the middle.
double anchorOf(int side, double start, double end)
{
    if (side == 0)
        return (start + end) / 2;
    return side > 0 ? start : end;
}

double towards(int side, double start, double end)
{
    return side > 0 ? end : start;
}

// In whole pixels, at least one of them, within the picture.
QRectF onPixels(const QRectF& rectangle, QSize picture)
{
    const double width = std::clamp(std::round(rectangle.width()), 1.0, double(picture.width()));
    const double height = std::clamp(std::round(rectangle.height()), 1.0, double(picture.height()));
    return {std::clamp(std::round(rectangle.x()), 0.0, picture.width() - width),
            std::clamp(std::round(rectangle.y()), 0.0, picture.height() - height), width, height};
}

// The handles' middles, in a rectangle of the view.
QPointF handlePlace(const QRectF& rectangle, QPoint sides)
{
    const QPointF middle = rectangle.center();
    return {middle.x() + sides.x() * rectangle.width() / 2, middle.y() + sides.y() * rectangle.height() / 2};
}

} // namespace

void CropTool::setPictureSize(QSize size)
{
    if (size == m_picture)
        return;
    const QSize before = m_picture;
    m_picture = size;
    if (before.isEmpty() || size.isEmpty()) {
        change(QRectF({}, QSizeF(size)));
        return;
    }
    const double across = double(size.width()) / before.width();
    const double down = double(size.height()) / before.height();
    change(onPixels({m_rectangle.x() * across, m_rectangle.y() * down, m_rectangle.width() * across,
                     m_rectangle.height() * down},
                    size));
}

void CropTool::setRectangle(const QRectF& rectangle)
{
    const QRectF all({}, QSizeF(m_picture));
    const QRectF inside = rectangle & all;
    change(inside.isEmpty() ? all : onPixels(inside, m_picture));
}

void CropTool::setRatio(std::optional<double> ratio)
{
    m_ratio = ratio;
    if (!ratio || m_picture.isEmpty())
        return;
    // The largest one that fits into the present rectangle.
    const QPointF middle = m_rectangle.center();
    const double width = std::min(m_rectangle.width(), m_rectangle.height() * *ratio);
    const double height = width / *ratio;
    change(onPixels({middle.x() - width / 2, middle.y() - height / 2, width, height}, m_picture));
}

void CropTool::swapSides()
{
    if (m_ratio)
        m_ratio = 1.0 / *m_ratio;
    const QSizeF turned = m_rectangle.size().transposed();
    if (turned.isEmpty())
        return;
    const double fit =
        std::min({1.0, m_picture.width() / turned.width(), m_picture.height() / turned.height()});
    const QPointF middle = m_rectangle.center();
    const double width = turned.width() * fit, height = turned.height() * fit;
    change(onPixels({middle.x() - width / 2, middle.y() - height / 2, width, height}, m_picture));
}

void CropTool::setTilt(double degrees, double zoom)
{
    if (degrees == m_tilt && zoom == m_tiltZoom)
        return;
    m_tilt = degrees;
    m_tiltZoom = zoom;
    Q_EMIT tiltChanged();
}

void CropTool::setResultSize(std::function<QSize(const QRectF&)> resultSize)
{
    m_resultSize = std::move(resultSize);
}

CropTool::Handle CropTool::handleAt(QPointF viewPoint, const ViewGeometry& geometry) const
{
    const QRectF rectangle = geometry.mapToView(m_rectangle);
    const auto side = [](double place, double start, double end) {
        const double fromStart = std::abs(place - start);
        const double fromEnd = std::abs(place - end);
        if (std::min(fromStart, fromEnd) > grabDistance)
            return 0;
        return fromStart < fromEnd ? -1 : 1;
    };
    const QRectF reach = rectangle.adjusted(-grabDistance, -grabDistance, grabDistance, grabDistance);
    if (!reach.contains(viewPoint))
        return Handle::New;
    const QPoint sides(side(viewPoint.x(), rectangle.left(), rectangle.right()),
                       side(viewPoint.y(), rectangle.top(), rectangle.bottom()));
    if (!sides.isNull())
        return handleFor(sides);
    // The whole picture cannot be moved: there one draws.
    return m_rectangle.size() == QSizeF(m_picture) ? Handle::New : Handle::Inside;
}

Qt::CursorShape CropTool::cursorOf(Handle handle)
{
    switch (handle) {
    case Handle::Left:
    case Handle::Right:
        return Qt::SizeHorCursor;
    case Handle::Top:
    case Handle::Bottom:
        return Qt::SizeVerCursor;
    case Handle::TopLeft:
    case Handle::BottomRight:
        return Qt::SizeFDiagCursor;
    case Handle::TopRight:
    case Handle::BottomLeft:
        return Qt::SizeBDiagCursor;
    case Handle::Inside:
        return Qt::SizeAllCursor;
    case Handle::New:
        return Qt::CrossCursor;
    case Handle::None:
        break;
    }
    return Qt::ArrowCursor;
}

void CropTool::press(QPointF viewPoint, const ViewGeometry& geometry)
{
    m_handle = handleAt(viewPoint, geometry);
    m_pressed = geometry.mapToImage(viewPoint);
    m_rectangleThen = m_rectangle;
    if (m_handle == Handle::New) {
        const QPointF corner(std::clamp(std::round(m_pressed.x()), 0.0, double(m_picture.width())),
                             std::clamp(std::round(m_pressed.y()), 0.0, double(m_picture.height())));
        m_rectangleThen = QRectF(corner, QSizeF(0, 0));
    }
}

void CropTool::drag(QPointF viewPoint, const ViewGeometry& geometry)
{
    const QPointF delta = geometry.mapToImage(viewPoint) - m_pressed;
    if (m_handle == Handle::Inside)
        change(onPixels(m_rectangleThen.translated(delta), m_picture));
    else if (m_handle != Handle::None)
        change(onPixels(resized(delta), m_picture));
}

void CropTool::release()
{
    m_handle = Handle::None;
}

// The rectangle as it was pressed, with the edges that are held moved by `delta`, at the ratio where there is
// one.
QRectF CropTool::resized(QPointF delta) const
{
    const QRectF& then = m_rectangleThen;
    const QPoint sides = sidesOf(m_handle);
    const QPointF anchor(anchorOf(sides.x(), then.left(), then.right()),
                         anchorOf(sides.y(), then.top(), then.bottom()));
    // What is pulled over the fixed side comes out on the other side.
    const double across = towards(sides.x(), then.left(), then.right()) + delta.x() - anchor.x();
    const double down = towards(sides.y(), then.top(), then.bottom()) + delta.y() - anchor.y();
    const auto direction = [](int side, double length) { return side == 0 ? 0 : length < 0 ? -1 : 1; };
    const int rightward = direction(sides.x(), across);
    const int downward = direction(sides.y(), down);
    const double mostWide = room(anchor.x(), rightward, m_picture.width());
    const double mostHigh = room(anchor.y(), downward, m_picture.height());

    double width = sides.x() == 0 ? then.width() : std::abs(across);
    double height = sides.y() == 0 ? then.height() : std::abs(down);
    if (m_ratio) {
        if (sides.x() == 0)
            width = height * *m_ratio;
        else if (sides.y() != 0)
            width = std::max(width, height * *m_ratio);
        width = std::min({width, mostWide, mostHigh * *m_ratio});
        height = width / *m_ratio;
    } else {
        width = std::min(width, sides.x() == 0 ? width : mostWide);
        height = std::min(height, sides.y() == 0 ? height : mostHigh);
    }
    const Stretch x = stretched(anchor.x(), rightward, width);
    const Stretch y = stretched(anchor.y(), downward, height);
    return {x.start, y.start, x.length, y.length};
}

bool CropTool::handleKey(const QKeyEvent& event)
{
    if (m_picture.isEmpty())
        return false;
    const double step = event.modifiers() & Qt::ShiftModifier ? 10.0 : 1.0;
    QPointF delta;
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT accepted(m_rectangle);
        return true;
    case Qt::Key_Escape:
        Q_EMIT rejected();
        return true;
    case Qt::Key_Left:
        delta = {-step, 0};
        break;
    case Qt::Key_Right:
        delta = {step, 0};
        break;
    case Qt::Key_Up:
        delta = {0, -step};
        break;
    case Qt::Key_Down:
        delta = {0, step};
        break;
    default:
        return false;
    }
    if (event.modifiers() & Qt::ControlModifier) {
        m_handle = delta.x() != 0 ? Handle::Right : Handle::Bottom;
        m_rectangleThen = m_rectangle;
        const QRectF larger = resized(delta);
        m_handle = Handle::None;
        change(onPixels(larger, m_picture));
    } else {
        change(onPixels(m_rectangle.translated(delta), m_picture));
    }
    return true;
}

void CropTool::change(const QRectF& rectangle)
{
    if (rectangle == m_rectangle)
        return;
    const QRectF before = std::exchange(m_rectangle, rectangle);
    Q_EMIT changed(before, rectangle);
}

QRect CropTool::paintedArea(const QRectF& rectangle, const ViewGeometry& geometry)
{
    return geometry.mapToView(rectangle).toAlignedRect().adjusted(-handleSize, -handleSize, handleSize,
                                                                  handleSize);
}

void CropTool::paint(QPainter& painter, const QRect& viewArea, const ViewGeometry& geometry,
                     const QPalette& palette) const
{
    const QRectF exact = geometry.mapToView(m_rectangle);
    const QRect rectangle(exact.topLeft().toPoint(), exact.bottomRight().toPoint() - QPoint(1, 1));
    const QRect picture = geometry.mapToView(QRectF({}, QSizeF(m_picture))).toAlignedRect();

    for (const QRect& outside : QRegion(viewArea & picture).subtracted(rectangle))
        painter.fillRect(outside, QColor(0, 0, 0, 150));

    // Each line is light with a dark one beside it.
    const auto line = [&](const QRect& place, int strength) {
        painter.fillRect(place.translated(1, 1), QColor(0, 0, 0, strength / 2));
        painter.fillRect(place, QColor(255, 255, 255, strength));
    };
    const int parts = m_tilt == 0.0 ? 3 : 9; // what is to be level needs more lines than thirds
    for (int i = 1; i < parts; ++i) {
        const int strength = i % (parts / 3) == 0 ? 90 : 45;
        line({rectangle.left() + rectangle.width() * i / parts, rectangle.top(), 1, rectangle.height()},
             strength);
        line({rectangle.left(), rectangle.top() + rectangle.height() * i / parts, rectangle.width(), 1},
             strength);
    }
    line({rectangle.left(), rectangle.top(), rectangle.width(), 1}, 220);
    line({rectangle.left(), rectangle.bottom(), rectangle.width(), 1}, 220);
    line({rectangle.left(), rectangle.top(), 1, rectangle.height()}, 220);
    line({rectangle.right(), rectangle.top(), 1, rectangle.height()}, 220);

    painter.setPen(QColor(0, 0, 0, 160));
    painter.setBrush(Qt::white);
    for (const int across : {-1, 0, 1}) {
        for (const int down : {-1, 0, 1}) {
            if (across == 0 && down == 0)
                continue;
            const QPoint middle = handlePlace(QRectF(rectangle), {across, down}).toPoint();
            painter.drawRect(middle.x() - handleSize / 2, middle.y() - handleSize / 2, handleSize - 1,
                             handleSize - 1);
        }
    }

    const QSize result = m_resultSize ? m_resultSize(m_rectangle) : m_rectangle.size().toSize();
    const QString size = tr("%1 × %2").arg(result.width()).arg(result.height());
    const QSize tag = tagSize(painter.fontMetrics(), size);
    if (rectangle.width() < tag.width() + 4 * tagMargin || rectangle.height() < tag.height() + 6 * tagMargin)
        return;
    const QRect place(
        QPoint(rectangle.center().x() - tag.width() / 2, rectangle.bottom() - tagMargin - tag.height()), tag);
    paintTag(painter, place, size, palette);
}

} // namespace enlarger::ui
