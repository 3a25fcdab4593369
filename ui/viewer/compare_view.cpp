// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/compare_view.h"

#include "ui/viewer/loupe.h"
#include "ui/viewer/navigator.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace enlarger::ui {

namespace {

constexpr int lineWidth = 1; // between the panes
constexpr int navigatorMargin = 12;

} // namespace

CompareView::CompareView(QWidget* parent)
    : QWidget(parent)
    , m_sync(new ViewSync(this))
    , m_cropTool(new CropTool(this))
{
    setBackgroundRole(QPalette::Dark);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Comparison"));
    for (PictureView*& pane : m_panes) {
        pane = new PictureView(m_sync, this);
        pane->setVisible(pane == m_panes[0]);
        connect(pane, &PictureView::activated, this, [this, pane] { setActiveView(pane); });
        connect(pane, &PictureView::viewChanged, this, [this, pane] {
            if (pane == m_active)
                reportView();
            followCursor();
        });
        connect(pane, &PictureView::layerDestroyed, this, [this] {
            reportActiveLayer();
            updateNavigator();
            followCursor();
        });
    }
    m_active = m_panes[0];
    setFocusProxy(m_active);
    m_navigator = new Navigator(this);
    m_loupe = new Loupe(this);

    connect(m_navigator, &Navigator::placeChosen, this,
            [this](QPointF picturePoint) { m_active->centreOn(picturePoint); });
    connect(m_sync, &ViewSync::cursorChanged, this, &CompareView::followCursor);
    connect(m_sync, &ViewSync::lockedChanged, this, &CompareView::lockedChanged);
    connect(m_cropTool, &CropTool::accepted, this, &CompareView::cropAccepted);
    connect(m_cropTool, &CropTool::rejected, this, &CompareView::cropRejected);
}

CompareView::~CompareView() = default;

void CompareView::setLayers(const QList<Layer*>& layers)
{
    for (const QPointer<Layer>& before : m_layers) {
        if (before)
            before->disconnect(this);
    }
    m_layers = {layers.begin(), layers.end()};
    for (Layer* layer : layers) {
        connect(layer, &Layer::changed, this, [this, layer](const QRectF& area) {
            m_cropTool->setPictureSize(layer->size());
            reportCursorIn(layer, area);
        });
    }

    const auto keepOr = [&](QPointer<Layer>& shown, int otherwise) {
        if (!shown || !layers.contains(shown))
            shown = layerAt(otherwise);
    };
    const int last = int(layers.size()) - 1;
    keepOr(m_left, 0);
    keepOr(m_right, last);
    keepOr(m_flipped, last);
    m_grid.removeIf([&](const QPointer<Layer>& shown) { return !shown || !layers.contains(shown); });
    if (m_grid.isEmpty())
        m_grid = m_layers.mid(0, int(m_panes.size()));

    if (!layers.isEmpty())
        m_cropTool->setPictureSize(layers.first()->size());
    fillPanes();
}

QList<Layer*> CompareView::layers() const
{
    QList<Layer*> alive;
    for (const QPointer<Layer>& layer : m_layers) {
        if (layer)
            alive.append(layer);
    }
    return alive;
}

Layer* CompareView::layerAt(int index) const
{
    return index >= 0 && index < m_layers.size() ? m_layers[index].data() : nullptr;
}

void CompareView::setMode(Mode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    m_originalHeld = false;
    fillPanes();
    Q_EMIT modeChanged(mode);
}

void CompareView::setPair(int left, int right)
{
    m_left = layerAt(left);
    m_right = layerAt(right);
    fillPanes();
}

void CompareView::showCandidate(int index)
{
    Layer* const layer = layerAt(index);
    if (!layer || layer == m_flipped)
        return;
    m_flipped = layer;
    fillPanes();
    Q_EMIT candidateChanged(index);
}

int CompareView::candidate() const
{
    return m_flipped ? int(m_layers.indexOf(m_flipped)) : -1;
}

void CompareView::setGrid(const QList<int>& indices)
{
    m_grid.clear();
    for (const int index : indices.mid(0, int(m_panes.size()))) {
        if (Layer* const layer = layerAt(index))
            m_grid.append(layer);
    }
    fillPanes();
}

void CompareView::setDifferenceLayers(Layer* left, Layer* right)
{
    m_leftDifference = left;
    m_rightDifference = right;
    fillPanes();
}

double CompareView::divider() const
{
    return m_panes[0]->divider();
}

void CompareView::setDivider(double fraction)
{
    m_panes[0]->setDivider(fraction);
}

// Gives every pane what the mode shows in it.
void CompareView::fillPanes()
{
    QList<Layer*> shown;
    Layer* second = nullptr; // of a split
    switch (m_mode) {
    case Mode::SideBySide:
        shown = {m_left};
        if (m_right && m_layers.size() > 1)
            shown.append(m_right);
        break;
    case Mode::Split:
        shown = {m_left};
        second = m_right;
        break;
    case Mode::Flip:
        shown = {m_originalHeld ? layerAt(0) : m_flipped.data()};
        break;
    case Mode::Grid:
        for (const QPointer<Layer>& layer : m_grid)
            shown.append(layer);
        break;
    case Mode::Difference:
        shown = {m_leftDifference};
        if (m_rightDifference)
            shown.append(m_rightDifference);
        break;
    }

    m_paneCount = std::max(1, int(shown.size()));
    for (int i = 0; i < int(m_panes.size()); ++i) {
        PictureView* const pane = m_panes[size_t(i)];
        pane->setLayer(i < shown.size() ? shown[i] : nullptr);
        pane->setSecondLayer(i == 0 ? second : nullptr);
    }
    layOutPanes();
    if (!m_active->isVisibleTo(this))
        setActiveView(m_panes[0]);
    reportActiveLayer();
    reportView();
    followCursor();
}

// All panes have one size, to the pixel, so that they show the same; what is left over stays empty at the
// edge.
// A pair of wide pictures has more room one above the other. Only where it is much more: a pair lies side by
// side.
bool CompareView::isBetterStacked() const
{
    constexpr double muchMore = 1.4;
    const Layer* layer = m_panes[0]->layer();
    if (m_paneCount != 2 || !layer || layer->size().isEmpty() || height() == 0)
        return false;
    const double picture = double(layer->size().width()) / layer->size().height();
    const auto fitWidth = [picture](double paneWidth, double paneHeight) {
        return std::min(paneWidth, paneHeight * picture);
    };
    return fitWidth(width(), height() / 2.0) > muchMore * fitWidth(width() / 2.0, height());
}

void CompareView::layOutPanes()
{
    m_isStacked = isBetterStacked();
    const int columns = m_paneCount > 1 && !m_isStacked ? 2 : 1;
    const int rows = m_paneCount > 2 || m_isStacked ? 2 : 1;
    const QSize pane((width() - (columns - 1) * lineWidth) / columns,
                     (height() - (rows - 1) * lineWidth) / rows);
    for (int i = 0; i < int(m_panes.size()); ++i) {
        const QPoint corner((i % columns) * (pane.width() + lineWidth),
                            (i / columns) * (pane.height() + lineWidth));
        m_panes[size_t(i)]->setGeometry(QRect(corner, pane));
        m_panes[size_t(i)]->setVisible(i < m_paneCount);
    }
    placeNavigator();
    update();
}

void CompareView::placeNavigator()
{
    const QSize size = m_navigator->sizeHint();
    m_navigator->setGeometry(width() - navigatorMargin - size.width(),
                             height() - navigatorMargin - size.height(), size.width(), size.height());
}

void CompareView::updateNavigator()
{
    const ViewGeometry& geometry = m_active->viewGeometry();
    m_navigator->setLayer(activeLayer());
    m_navigator->setVisibleArea(geometry.visibleArea());
    placeNavigator();
    // In a small pane it would cover more than it shows.
    const QSize room = m_active->size();
    const bool hasRoom = room.width() > 2 * m_navigator->width() && room.height() > 2 * m_navigator->height();
    m_navigator->setVisible(activeLayer() && hasRoom && !geometry.isEmpty() && !geometry.showsAll());
}

Layer* CompareView::activeLayer() const
{
    switch (m_mode) {
    case Mode::Split:
        return m_right;
    case Mode::Flip:
        return m_flipped; // also while the original is held
    default:
        return m_active->layer();
    }
}

PictureView* CompareView::activeView() const
{
    return m_active;
}

QList<PictureView*> CompareView::visibleViews() const
{
    return {m_panes.begin(), m_panes.begin() + m_paneCount};
}

void CompareView::setActiveView(PictureView* view)
{
    if (view == m_active)
        return;
    m_active = view;
    setFocusProxy(view);
    reportActiveLayer();
    reportView();
}

void CompareView::reportActiveLayer()
{
    Layer* const layer = activeLayer();
    if (layer == m_reportedLayer)
        return;
    m_reportedLayer = layer;
    Q_EMIT activeLayerChanged(layer);
}

void CompareView::reportView()
{
    updateNavigator();
    if (zoom() != m_reportedZoom) {
        m_reportedZoom = zoom();
        Q_EMIT zoomChanged(m_reportedZoom);
    }
    Q_EMIT viewChanged();
}

double CompareView::zoom() const
{
    return m_active->viewGeometry().zoom();
}

bool CompareView::isFit() const
{
    return m_active->isFit();
}

QRectF CompareView::visibleArea() const
{
    return m_active->viewGeometry().visibleArea();
}

void CompareView::setZoom(double zoom)
{
    m_active->setZoom(zoom);
}

void CompareView::fit()
{
    m_active->fit();
}

void CompareView::zoomIn()
{
    setZoom(ViewGeometry::nextZoom(zoom()));
}

void CompareView::zoomOut()
{
    setZoom(ViewGeometry::previousZoom(zoom()));
}

bool CompareView::isLocked() const
{
    return m_sync->isLocked();
}

void CompareView::setLocked(bool locked)
{
    m_sync->setLocked(locked);
}

void CompareView::setNearestNeighbour(NearestNeighbour nearestNeighbour)
{
    m_nearestNeighbour = nearestNeighbour;
    for (PictureView* pane : m_panes)
        pane->setNearestNeighbour(nearestNeighbour);
    updateLoupe();
}

bool CompareView::hasLoupe() const
{
    return m_loupeOn;
}

void CompareView::setLoupe(bool on)
{
    m_loupeOn = on;
    updateLoupe();
}

void CompareView::setCropTool(bool on)
{
    if (on == m_cropOn)
        return;
    m_cropOn = on;
    for (PictureView* pane : m_panes)
        pane->setCropTool(on ? m_cropTool : nullptr);
    if (on)
        m_active->setFocus();
}

void CompareView::followCursor()
{
    updateLoupe();
    reportCursor();
}

// The view by which the cursor is reported: the one under it, else the active one (which shows the same
// spot).
PictureView* CompareView::viewUnderCursor() const
{
    for (PictureView* pane : visibleViews()) {
        if (pane->underMouse())
            return pane;
    }
    return m_active;
}

void CompareView::updateLoupe()
{
    const std::optional<QPointF> spot = m_sync->cursor();
    PictureView* const under = viewUnderCursor();
    if (!m_loupeOn || !spot || !under->cursorPoint()) {
        m_loupe->dismiss();
        return;
    }
    QList<Loupe::Lens> lenses;
    const auto add = [&](const PictureView* view, Layer* layer) {
        if (const std::optional<QPointF> point = view->cursorPoint(); layer && point)
            lenses.append({layer, *point, view->viewGeometry().zoom()});
    };
    if (m_mode == Mode::SideBySide || m_mode == Mode::Difference) {
        for (const PictureView* pane : visibleViews())
            add(pane, pane->layer());
    } else {
        add(under, under->layer());
        add(under, under->secondLayer());
    }
    const QPointF place(spot->x() * under->width(), spot->y() * under->height());
    m_loupe->showAt(lenses, under->mapToParent(place.toPoint()), m_nearestNeighbour);
}

void CompareView::reportCursor()
{
    const std::optional<QPointF> point = viewUnderCursor()->cursorPoint();
    const auto pixel = [](QPointF place) { return QPoint(qFloor(place.x()), qFloor(place.y())); };
    if (!point) {
        if (m_cursorReported)
            Q_EMIT cursorMoved({}, {});
        m_cursorReported = false;
        return;
    }
    QList<PaneValue> values;
    const auto add = [&](const Layer* layer, const std::optional<QPointF>& place) {
        if (layer)
            values.append({layer->title(), place ? layer->valueAt(pixel(*place)) : std::nullopt});
    };
    for (const PictureView* pane : visibleViews()) {
        add(pane->layer(), pane->cursorPoint());
        add(pane->secondLayer(), pane->cursorPoint());
    }
    m_cursorReported = true;
    Q_EMIT cursorMoved(pixel(*point), values);
}

// The value under the cursor was computed just now.
void CompareView::reportCursorIn(const Layer* layer, const QRectF& area)
{
    for (const PictureView* pane : visibleViews()) {
        const std::optional<QPointF> point = pane->cursorPoint();
        if ((pane->layer() == layer || pane->secondLayer() == layer) && point && area.contains(*point)) {
            reportCursor();
            return;
        }
    }
}

void CompareView::resizeEvent(QResizeEvent* /*event*/)
{
    layOutPanes();
    updateNavigator();
}

void CompareView::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    painter.fillRect(event->rect(), palette().brush(backgroundRole()));
    const QColor line = palette().color(QPalette::Mid);
    if (m_paneCount > 1 && !m_isStacked)
        painter.fillRect(QRect(m_panes[0]->width(), 0, lineWidth, height()), line);
    if (m_paneCount > 2 || m_isStacked)
        painter.fillRect(QRect(0, m_panes[0]->height(), width(), lineWidth), line);
}

void CompareView::keyPressEvent(QKeyEvent* event)
{
    const int number = event->key() - Qt::Key_1;
    const bool plain = !(event->modifiers() & ~Qt::KeypadModifier);
    if (m_mode == Mode::Flip && plain && number >= 0 && number < 9)
        showCandidate(number);
    else if (m_mode == Mode::Flip && plain && event->key() == Qt::Key_Space)
        holdOriginal(true);
    else
        event->ignore();
}

void CompareView::keyReleaseEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space && m_originalHeld) {
        if (!event->isAutoRepeat())
            holdOriginal(false);
    } else {
        event->ignore();
    }
}

bool CompareView::event(QEvent* event)
{
    if (event->type() == QEvent::WindowDeactivate)
        holdOriginal(false); // its release goes elsewhere
    return QWidget::event(event);
}

void CompareView::holdOriginal(bool held)
{
    if (held == m_originalHeld)
        return;
    m_originalHeld = held;
    fillPanes();
}

} // namespace enlarger::ui
