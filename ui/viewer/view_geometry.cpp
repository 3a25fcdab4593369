// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/view_geometry.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace enlarger::ui {

namespace {

// The place of the centre along one axis, where `seen` picture pixels of `size` fit into the view.
double clampedCentre(double centre, double seen, double size)
{
    if (size <= seen)
        return size / 2;
    return std::clamp(centre, seen / 2, size - seen / 2);
}

// Where a picture pixel is a whole number of device pixels, pictures lie on them and stay crisp.
double onWholePixels(double origin, double phase)
{
    return std::round(origin + phase) - phase;
}

// A zoom that came about by multiplying and dividing is meant to be the round one next to it.
double rounded(double zoom)
{
    const double whole = std::round(zoom);
    return std::abs(zoom - whole) < 1e-9 * zoom ? whole : zoom;
}

constexpr std::array roundZooms{1.0 / 32, 1.0 / 24, 1.0 / 16, 1.0 / 12, 1.0 / 8, 1.0 / 6, 0.25,
                                1.0 / 3,  0.5,      2.0 / 3,  1.0,      1.5,     2.0,     3.0,
                                4.0,      6.0,      8.0,      12.0,     16.0,    24.0,    32.0};

} // namespace

ViewGeometry::ViewGeometry(QSize picture, QSizeF view, double pixelRatio)
    : m_picture(picture)
    , m_view(view)
    , m_pixelRatio(pixelRatio)
    , m_centre(picture.width() / 2.0, picture.height() / 2.0)
{
    clamp();
}

QPointF ViewGeometry::relativeCentre() const
{
    if (m_picture.isEmpty())
        return {0.5, 0.5};
    return {m_centre.x() / m_picture.width(), m_centre.y() / m_picture.height()};
}

void ViewGeometry::setPictureSize(QSize picture)
{
    const QPointF relative = relativeCentre();
    if (!m_picture.isEmpty() && !picture.isEmpty())
        m_zoom *= double(m_picture.width()) / picture.width();
    m_picture = picture;
    m_centre = {relative.x() * picture.width(), relative.y() * picture.height()};
    clamp();
}

void ViewGeometry::setView(QSizeF size, double pixelRatio, QPointF phase)
{
    m_view = size;
    m_pixelRatio = pixelRatio;
    m_phase = {phase.x() - std::floor(phase.x()), phase.y() - std::floor(phase.y())};
    clamp();
}

void ViewGeometry::setPlace(double zoom, QPointF centre)
{
    m_zoom = zoom;
    m_centre = centre;
    clamp();
}

double ViewGeometry::fitZoom() const
{
    if (isEmpty())
        return 1.0;
    return std::min({m_view.width() * m_pixelRatio / m_picture.width(),
                     m_view.height() * m_pixelRatio / m_picture.height(), 1.0});
}

double ViewGeometry::minZoom() const
{
    return std::min(fitZoom(), smallZoom);
}

void ViewGeometry::fit()
{
    setPlace(fitZoom(), {m_picture.width() / 2.0, m_picture.height() / 2.0});
}

void ViewGeometry::zoomAt(QPointF viewPoint, double factor)
{
    const QPointF anchor = mapToImage(viewPoint);
    m_zoom = std::clamp(rounded(m_zoom * factor), minZoom(), maxZoom);
    const QPointF middle(m_view.width() / 2, m_view.height() / 2);
    m_centre = anchor - (viewPoint - middle) * (m_pixelRatio / m_zoom);
    clamp();
}

void ViewGeometry::panBy(QPointF viewDelta)
{
    m_centre -= viewDelta * (m_pixelRatio / m_zoom);
    clamp();
}

QPointF ViewGeometry::mapToView(QPointF picturePoint) const
{
    return (picturePoint * m_zoom + m_origin) / m_pixelRatio;
}

QPointF ViewGeometry::mapToImage(QPointF viewPoint) const
{
    return (viewPoint * m_pixelRatio - m_origin) / m_zoom;
}

QRectF ViewGeometry::mapToView(const QRectF& pictureArea) const
{
    return {mapToView(pictureArea.topLeft()), mapToView(pictureArea.bottomRight())};
}

QRectF ViewGeometry::mapToImage(const QRectF& viewArea) const
{
    return {mapToImage(viewArea.topLeft()), mapToImage(viewArea.bottomRight())};
}

QTransform ViewGeometry::toView() const
{
    const double scale = m_zoom / m_pixelRatio;
    return {scale, 0, 0, scale, m_origin.x() / m_pixelRatio, m_origin.y() / m_pixelRatio};
}

QRectF ViewGeometry::visibleArea() const
{
    if (isEmpty())
        return {};
    return mapToImage(QRectF({}, m_view)) & QRectF({}, QSizeF(m_picture));
}

bool ViewGeometry::showsAll() const
{
    // A picture that fits to a hair is seen whole, whatever rounding says.
    constexpr double hair = 0.01; // device pixels
    return m_picture.width() * m_zoom <= m_view.width() * m_pixelRatio + hair &&
           m_picture.height() * m_zoom <= m_view.height() * m_pixelRatio + hair;
}

double ViewGeometry::nextZoom(double zoom)
{
    const auto* const above = std::upper_bound(roundZooms.begin(), roundZooms.end(), zoom * 1.001);
    return above == roundZooms.end() ? maxZoom : *above;
}

double ViewGeometry::previousZoom(double zoom)
{
    const auto* const notBelow = std::lower_bound(roundZooms.begin(), roundZooms.end(), zoom * 0.999);
    return notBelow == roundZooms.begin() ? zoom / 2 : *(notBelow - 1);
}

void ViewGeometry::clamp()
{
    if (isEmpty())
        return; // kept until there is something to see
    m_zoom = std::clamp(rounded(m_zoom), minZoom(), maxZoom);
    const QSizeF device = m_view * m_pixelRatio;
    m_centre = {clampedCentre(m_centre.x(), device.width() / m_zoom, m_picture.width()),
                clampedCentre(m_centre.y(), device.height() / m_zoom, m_picture.height())};
    m_origin = {device.width() / 2 - m_centre.x() * m_zoom, device.height() / 2 - m_centre.y() * m_zoom};
    if (m_zoom == std::round(m_zoom))
        m_origin = {onWholePixels(m_origin.x(), m_phase.x()), onWholePixels(m_origin.y(), m_phase.y())};
}

} // namespace enlarger::ui
