// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/picture_view.h"

#include "ui/viewer/crop_tool.h"
#include "ui/viewer/layer_painting.h"
#include "ui/viewer/split_divider.h"
#include "ui/viewer/title_badge.h"

#include <QEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QtMath>

#include <algorithm>
#include <chrono>

namespace enlarger::ui {

using namespace std::chrono_literals;

namespace {

constexpr double nearestFromZoom = 4.0; // automatically
constexpr int badgeMargin = 10;

/// Whether it may be one of many, of a wheel, a pinch or a key that is held: nobody stays there. From all of
/// a picture to 100 % is a jump.
bool isStep(double from, double to)
{
    constexpr double largest = 2.1; // three notches at once
    return from != to && std::max(from, to) <= largest * std::min(from, to);
}

} // namespace

PictureView::PictureView(ViewSync* sync, QWidget* parent)
    : QWidget(parent)
    , m_sync(sync ? sync : new ViewSync(this))
    , m_firstBadge(new TitleBadge(this))
    , m_secondBadge(new TitleBadge(this))
    , m_splitDivider(new SplitDivider(this))
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setBackgroundRole(QPalette::Dark);
    setAttribute(Qt::WA_AcceptTouchEvents);
    setAccessibleDescription(
        tr("Drag or press the arrow keys to move the picture; turn the wheel or press plus and "
           "minus to zoom."));
    m_splitDivider->hide();
    for (TitleBadge* badge : {m_firstBadge, m_secondBadge}) {
        connect(badge, &TitleBadge::zoomInRequested, this, [this] { setZoom(1.0); });
        connect(badge, &TitleBadge::sizeHintChanged, this, &PictureView::layOutBadges);
        connect(badge, &TitleBadge::menuRequested, this, [this, badge] {
            Q_EMIT titleMenuRequested(badge == m_secondBadge, badge->mapToGlobal(QPoint(0, badge->height())));
        });
        connect(badge, &TitleBadge::crossPressed, this, &PictureView::closeRequested);
    }
    m_stillTimer.setSingleShot(true);
    m_stillTimer.setInterval(120ms);

    m_sync->join(this);
    connect(m_sync, &ViewSync::placeChanged, this, &PictureView::followPlace);
    connect(m_sync, &ViewSync::cursorChanged, this, &PictureView::notifyLayers);
    connect(&m_stillTimer, &QTimer::timeout, this, &PictureView::notifyLayers);
    connect(m_splitDivider, &SplitDivider::moveRequested, this,
            [this](double x) { setDivider(x / width()); });
}

PictureView::~PictureView() = default;

void PictureView::setLayer(Layer* layer)
{
    if (layer == m_first.layer())
        return;
    watch(m_first, layer);
    adoptLayers();
}

void PictureView::setSecondLayer(Layer* layer)
{
    if (layer == m_second.layer())
        return;
    watch(m_second, layer);
    adoptLayers();
}

void PictureView::watch(VisibleRegionNotifier& notifier, Layer* layer)
{
    if (notifier.layer())
        disconnect(notifier.layer(), nullptr, &notifier, nullptr);
    notifier.setLayer(layer);
    if (!layer)
        return;
    // The notifier is the context: one layer may be on both sides of a split.
    connect(layer, &Layer::changed, &notifier, [this, layer](const QRectF& area) {
        if (layer->size() == m_geometry.pictureSize())
            repaintPicture(area);
        else
            adoptLayers();
    });
    connect(layer, &Layer::completenessChanged, &notifier, [this] { updateBadges(); });
    connect(layer, &Layer::statusChanged, &notifier, [this] { updateBadges(); });
    connect(layer, &QObject::destroyed, &notifier, [this] {
        adoptLayers();
        Q_EMIT layerDestroyed();
    });
}

// Another layer is there, or one is gone, or has another size.
void PictureView::adoptLayers()
{
    setAccessibleName(layer() ? layer()->title() : tr("No picture"));
    m_splitDivider->setPlace(firstArea().width());
    m_splitDivider->setVisible(secondLayer() != nullptr);
    updateBadges();
    followPlace();
    update();
    notifyLayers();
}

void PictureView::updateBadges()
{
    const auto fill = [this](TitleBadge& badge, const Layer* shown) {
        badge.setTitle(shown ? shown->title() : QString());
        badge.setStatus(shown && !m_geometry.isEmpty() ? shown->status(m_geometry.zoom()) : LayerStatus());
    };
    fill(*m_firstBadge, layer());
    fill(*m_secondBadge, secondLayer());
    layOutBadges();
}

void PictureView::setTitleTools(bool hasMenu, bool hasCross)
{
    for (TitleBadge* badge : {m_firstBadge, m_secondBadge})
        badge->setTools(hasMenu, hasCross);
}

void PictureView::layOutBadges()
{
    const QRect first = firstArea().adjusted(badgeMargin, badgeMargin, -badgeMargin, -badgeMargin);
    const QRect second = secondArea().adjusted(badgeMargin, badgeMargin, -badgeMargin, -badgeMargin);
    const QSize one = m_firstBadge->sizeHint();
    const QSize other = m_secondBadge->sizeHint();
    m_firstBadge->setGeometry(first.left(), first.top(), qBound(0, first.width(), one.width()), one.height());
    const int width = qBound(0, second.width(), other.width());
    m_secondBadge->setGeometry(second.right() + 1 - width, second.top(), width, other.height());
}

void PictureView::setDivider(double fraction)
{
    const int before = firstArea().width();
    m_divider = qBound(0.0, fraction, 1.0);
    const int now = firstArea().width();
    m_splitDivider->setPlace(now);
    if (before == now)
        return;
    update(QRect(qMin(before, now), 0, qAbs(now - before), height()));
    layOutBadges();
    notifyLayers();
}

QRect PictureView::firstArea() const
{
    return secondLayer() ? QRect(0, 0, qRound(m_divider * width()), height()) : rect();
}

QRect PictureView::secondArea() const
{
    return secondLayer() ? rect().adjusted(firstArea().width(), 0, 0, 0) : QRect();
}

bool PictureView::isFit() const
{
    return m_sync->placeOf(this).fit;
}

void PictureView::fit()
{
    ViewPlace place = m_sync->placeOf(this);
    place.fit = true;
    m_sync->move(this, place);
}

void PictureView::setZoom(double zoom)
{
    zoomAt(QPointF(width() / 2.0, height() / 2.0), zoom / m_geometry.zoom());
}

void PictureView::zoomAt(QPointF viewPoint, double factor)
{
    ViewGeometry geometry = m_geometry;
    geometry.zoomAt(viewPoint, factor);
    moveTo(geometry);
}

void PictureView::panBy(QPointF viewDelta)
{
    ViewGeometry geometry = m_geometry;
    geometry.panBy(viewDelta);
    if (geometry != m_geometry) // the whole picture stays the whole picture
        moveTo(geometry);
}

void PictureView::centreOn(QPointF picturePoint)
{
    ViewGeometry geometry = m_geometry;
    geometry.setPlace(geometry.zoom(), picturePoint);
    if (geometry != m_geometry)
        moveTo(geometry);
}

void PictureView::moveTo(const ViewGeometry& geometry)
{
    if (geometry.isEmpty())
        return;
    m_sync->move(this, {false, geometry.zoom() * geometry.pictureSize().width(), geometry.relativeCentre()});
}

// Follows the place that the views share, the size of the layer, and that of the view on its screen.
void PictureView::followPlace()
{
    const QSize picture = layer() ? layer()->size() : secondLayer() ? secondLayer()->size() : QSize();
    const QPointF corner = mapTo(window(), QPoint());
    ViewGeometry geometry(picture, QSizeF(size()), devicePixelRatioF());
    geometry.setView(geometry.viewSize(), geometry.pixelRatio(), corner * geometry.pixelRatio());

    const ViewPlace place = m_sync->placeOf(this);
    if (place.fit || picture.isEmpty())
        geometry.fit();
    else
        geometry.setPlace(place.width / picture.width(),
                          {place.centre.x() * picture.width(), place.centre.y() * picture.height()});
    if (geometry == m_geometry)
        return;

    const bool moves = !m_geometry.isEmpty() && isVisible();
    const bool isZooming = isMoving() && isStep(m_geometry.zoom(), geometry.zoom());
    m_geometry = geometry;
    if (moves)
        m_stillTimer.start();
    update();
    updateBadges();
    if (!isZooming)
        notifyLayers();
    Q_EMIT viewChanged();
}

void PictureView::setNearestNeighbour(NearestNeighbour nearestNeighbour)
{
    if (nearestNeighbour == m_nearestNeighbour)
        return;
    m_nearestNeighbour = nearestNeighbour;
    update();
    notifyLayers();
}

bool PictureView::paintsNearestNeighbour() const
{
    return nearestNeighbourAt(m_nearestNeighbour, m_geometry.zoom());
}

bool nearestNeighbourAt(NearestNeighbour nearestNeighbour, double zoom)
{
    switch (nearestNeighbour) {
    case NearestNeighbour::On:
        return zoom > 1.0;
    case NearestNeighbour::Off:
        return false;
    case NearestNeighbour::Auto:
        break;
    }
    return zoom >= nearestFromZoom;
}

void PictureView::setCropTool(CropTool* tool)
{
    if (tool == m_cropTool)
        return;
    if (m_cropTool)
        m_cropTool->disconnect(this);
    m_cropTool = tool;
    m_cropDrag = false;
    unsetCursor();
    update();
    if (!tool)
        return;
    connect(tool, &CropTool::changed, this, [this](const QRectF& before, const QRectF& now) {
        update(CropTool::paintedArea(before, m_geometry) | CropTool::paintedArea(now, m_geometry));
    });
    connect(tool, &CropTool::tiltChanged, this, [this] { update(); });
}

std::optional<QPointF> PictureView::cursorPoint() const
{
    const std::optional<QPointF> spot = m_sync->cursor();
    if (!spot || m_geometry.isEmpty())
        return {};
    const QPointF point = m_geometry.mapToImage(QPointF(spot->x() * width(), spot->y() * height()));
    const bool isInside = QRectF({}, QSizeF(m_geometry.pictureSize())).contains(point);
    return isInside ? std::optional(point) : std::nullopt;
}

void PictureView::setCursorSpot(std::optional<QPointF> viewPoint)
{
    if (viewPoint)
        m_sync->setCursor(QPointF(viewPoint->x() / width(), viewPoint->y() / height()));
    else
        m_sync->setCursor({});
    const std::optional<QPointF> point = cursorPoint();
    Q_EMIT cursorMoved(point ? std::optional(QPoint(qFloor(point->x()), qFloor(point->y()))) : std::nullopt);
}

void PictureView::notifyLayers()
{
    const QRectF picture({}, QSizeF(m_geometry.pictureSize()));
    const auto notify = [&](VisibleRegionNotifier& notifier, const QRect& part) {
        const QRectF seen = m_geometry.mapToImage(QRectF(part)) & picture;
        if (!isVisible() || m_geometry.isEmpty() || seen.isEmpty()) {
            notifier.clear();
            return;
        }
        notifier.update({seen, m_geometry.zoom(), paintsNearestNeighbour()},
                        cursorPoint().value_or(seen.center()));
    };
    notify(m_first, firstArea());
    notify(m_second, secondArea());
}

// Smoothing carries a change to the neighbours of its pixels.
void PictureView::repaintPicture(const QRectF& pictureArea)
{
    const double reach = 1.0 + 1.0 / m_geometry.zoom();
    const QRectF reached = pictureArea.adjusted(-reach, -reach, reach, reach);
    update(m_geometry.mapToView(reached).toAlignedRect() & rect());
}

void PictureView::paintEvent(QPaintEvent* event)
{
    followPlace(); // the window may be on another screen by now

    QPainter painter(this);
    const QBrush background = palette().brush(backgroundRole());
    const LayerPlacement placement{m_geometry.toView(), devicePixelRatioF(), paintsNearestNeighbour()};
    const auto paint = [&](QPainter& onto, Layer* shown, const QRegion& region) {
        if (shown && !shown->size().isEmpty())
            paintLayer(onto, region, *shown, placement, background);
        else
            for (const QRect& empty : region)
                onto.fillRect(empty, background);
    };
    const auto paintAll = [&](QPainter& onto, const QRegion& region) {
        paint(onto, layer(), region & firstArea());
        paint(onto, secondLayer(), region & secondArea());
    };
    const QRectF picture({}, QSizeF(m_geometry.pictureSize()));
    if (m_cropTool && m_cropTool->tilt() != 0.0 && !m_geometry.isEmpty())
        paintTurned(painter, *this, m_geometry.mapToView(picture).center(), m_cropTool->tilt(),
                    m_cropTool->tiltZoom(), background, [&](QPainter& onto) { paintAll(onto, rect()); });
    else
        paintAll(painter, event->region());
    if (m_cropTool && !m_geometry.isEmpty())
        m_cropTool->paint(painter, event->rect(), m_geometry, palette());
    if (m_focusRing) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1.0));
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void PictureView::resizeEvent(QResizeEvent* /*event*/)
{
    m_splitDivider->setPlace(firstArea().width());
    layOutBadges();
    followPlace();
}

void PictureView::showEvent(QShowEvent* /*event*/)
{
    followPlace();
    notifyLayers();
}

void PictureView::hideEvent(QHideEvent* /*event*/)
{
    release();
    m_first.clear();
    m_second.clear();
}

void PictureView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        layOutBadges();
        update();
    }
    QWidget::changeEvent(event);
}

} // namespace enlarger::ui
