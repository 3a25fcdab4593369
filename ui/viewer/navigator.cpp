// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/navigator.h"

#include "ui/viewer/layer_painting.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <chrono>

namespace enlarger::ui {

using namespace std::chrono_literals;

namespace {

constexpr QSize largest(180, 132);
constexpr int shortest = 24; // of a panorama's overview
constexpr int rim = 1;
constexpr int smallestFrame = 6; // however far one is zoomed in, it can be seen

QRect frameAround(QRect area, const QRect& picture)
{
    const QPoint centre = area.center();
    area.setSize(area.size().expandedTo({smallestFrame, smallestFrame}));
    area.moveCenter(centre);
    return area.adjusted(0, 0, -1, -1) & picture;
}

} // namespace

Navigator::Navigator(QWidget* parent)
    : QWidget(parent)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFocusPolicy(Qt::NoFocus); // the arrow keys of the view do the same
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(tr("Overview"));
    setAccessibleDescription(tr("The part of the picture that is shown. Click or drag to show another one."));
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(300ms);
    connect(&m_refresh, &QTimer::timeout, this, &Navigator::forgetOverview);
    hide();
}

void Navigator::setLayer(Layer* layer)
{
    if (layer == m_layer)
        return;
    if (m_layer)
        m_layer->disconnect(this);
    m_layer = layer;
    forgetOverview();
    if (!layer)
        return;
    connect(layer, &Layer::changed, this, [this] {
        if (!m_refresh.isActive())
            m_refresh.start();
    });
}

void Navigator::forgetOverview()
{
    m_image = {};
    update();
}

void Navigator::setVisibleArea(const QRectF& area)
{
    if (area == m_area)
        return;
    m_area = area;
    update();
}

QSize Navigator::sizeHint() const
{
    if (!m_layer || m_layer->size().isEmpty())
        return {};
    const QSize picture = m_layer->size().scaled(largest, Qt::KeepAspectRatio);
    return picture.expandedTo({shortest, shortest}) + QSize(2 * rim, 2 * rim);
}

QRect Navigator::overview() const
{
    const QRect room = rect().adjusted(rim, rim, -rim, -rim);
    if (!m_layer || m_layer->size().isEmpty())
        return room;
    QRect picture({}, m_layer->size().scaled(room.size(), Qt::KeepAspectRatio));
    picture.moveCenter(room.center());
    return picture;
}

double Navigator::scale() const
{
    return m_layer ? double(overview().width()) / std::max(1, m_layer->size().width()) : 1.0;
}

void Navigator::paintOverview()
{
    const double ratio = devicePixelRatioF();
    const QSize size = overview().size();
    m_image = QImage(size * ratio, QImage::Format_RGB32);
    m_image.setDevicePixelRatio(ratio);
    QPainter painter(&m_image);
    painter.fillRect(QRect({}, size), palette().brush(QPalette::Dark));
    const LayerPlacement lies{QTransform::fromScale(scale(), scale()), ratio, false};
    paintLayer(painter, QRect({}, size), *m_layer, lies, palette().brush(QPalette::Dark));
}

void Navigator::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().brush(QPalette::Dark));
    if (!m_layer || m_layer->size().isEmpty())
        return;
    const QRect picture = overview();
    if (m_image.isNull() || m_image.size() != picture.size() * devicePixelRatioF())
        paintOverview();
    painter.drawImage(picture.topLeft(), m_image);

    const QRectF exact(m_area.topLeft() * scale() + QPointF(picture.topLeft()), m_area.size() * scale());
    const QRect shown = frameAround(exact.toRect(), picture.adjusted(0, 0, -1, -1));
    for (const QRect& outside : QRegion(picture).subtracted(shown))
        painter.fillRect(outside, QColor(0, 0, 0, 90));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QColor(255, 255, 255, 230));
    painter.drawRect(shown);
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void Navigator::hideEvent(QHideEvent* /*event*/)
{
    m_refresh.stop();
    m_image = {};
}

void Navigator::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        choose(event->position());
}

void Navigator::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        choose(event->position());
}

void Navigator::choose(QPointF place)
{
    Q_EMIT placeChosen((place - QPointF(overview().topLeft())) / scale());
}

} // namespace enlarger::ui
