// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/compare_view.h"

#include "ui/viewer/navigator.h"

#include <QPainter>

#include <algorithm>

namespace enlarger::ui {

namespace {
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
    makePanes();
    m_active = m_panes[0];
    setFocusProxy(m_active);
    m_navigator = new Navigator(this);
    m_probe = new CursorProbe(*m_sync, this);
    m_probe->setPanes({m_panes[0]}, infoOf(m_mode).hasLensPerPane);
    m_probe->setActivePane(m_active);

    connect(m_navigator, &Navigator::placeChosen, this,
            [this](QPointF picturePoint) { m_active->centreOn(picturePoint); });
    connect(m_probe, &CursorProbe::cursorMoved, this, &CompareView::cursorMoved);
    connect(m_sync, &ViewSync::lockedChanged, this, &CompareView::lockedChanged);
    connect(m_cropTool, &CropTool::accepted, this, &CompareView::cropAccepted);
    connect(m_cropTool, &CropTool::rejected, this, &CompareView::cropRejected);
}

CompareView::~CompareView() = default;

void CompareView::makePanes()
{
    for (int i = 0; i < int(m_panes.size()); ++i) {
        auto* const pane = new PictureView(m_sync, this);
        m_panes[size_t(i)] = pane;
        pane->setVisible(i == 0);
        connect(pane, &PictureView::activated, this, [this, pane] { setActiveView(pane); });
        connect(pane, &PictureView::viewChanged, this, [this, pane] {
            if (pane == m_active)
                reportView();
            m_probe->update();
        });
        connect(pane, &PictureView::layerDestroyed, this, [this] {
            reportActiveLayer();
            updateNavigator();
            m_probe->update();
        });
        connect(pane, &PictureView::titleMenuRequested, this,
                [this, i](bool ofSecond, QPoint at) { Q_EMIT choiceRequested(ofSecond ? 1 : i, at); });
        connect(pane, &PictureView::closeRequested, this, [this, i] { Q_EMIT closeRequested(i); });
    }
}

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
            m_probe->updateIn(layer, area);
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

// What the modes choose from.
Compared CompareView::compared() const
{
    Compared compared;
    compared.candidates = int(m_layers.size());
    compared.left = m_left;
    compared.right = m_right;
    compared.flipped = m_flipped;
    compared.grid = {m_grid.begin(), m_grid.end()};
    compared.leftDifference = m_leftDifference;
    compared.rightDifference = m_rightDifference;
    return compared;
}

// Gives every pane what the mode shows in it.
void CompareView::fillPanes()
{
    const CompareModeInfo& mode = infoOf(m_mode);
    PaneLayers shown = mode.panes(compared());
    if (m_originalHeld) {
        std::ranges::fill(shown.panes, layerAt(0));
        shown.second = nullptr;
    }
    m_paneCount = std::max(1, int(shown.panes.size()));
    m_probe->setPanes(visibleViews(), mode.hasLensPerPane);
    const bool hasCross = mode.choice == CandidateChoice::EachPane && m_paneCount > 1;
    for (int i = 0; i < int(m_panes.size()); ++i) {
        PictureView* const pane = m_panes[size_t(i)];
        pane->setLayer(shown.panes.value(i));
        pane->setSecondLayer(i == 0 ? shown.second : nullptr);
        pane->setTitleTools(mode.choice != CandidateChoice::None, hasCross);
    }
    layOutPanes();
    if (!m_active->isVisibleTo(this))
        setActiveView(m_panes[0]);
    reportActiveLayer();
    reportView();
    m_probe->update();
}

void CompareView::layOutPanes()
{
    const Layer* layer = m_panes[0]->layer();
    m_layout = PaneLayout::of(m_paneCount, size(), layer ? layer->size() : QSize());
    for (int i = 0; i < int(m_panes.size()); ++i) {
        m_panes[size_t(i)]->setGeometry(m_layout.area(i));
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
    const CompareModeInfo& mode = infoOf(m_mode);
    return mode.active ? mode.active(compared()) : m_active->layer();
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
    m_probe->setActivePane(view);
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

void CompareView::setLocked(bool locked)
{
    m_sync->setLocked(locked);
}

void CompareView::setNearestNeighbour(NearestNeighbour nearestNeighbour)
{
    m_nearestNeighbour = nearestNeighbour;
    for (PictureView* pane : m_panes)
        pane->setNearestNeighbour(nearestNeighbour);
    m_probe->setNearestNeighbour(nearestNeighbour);
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
    if (m_layout.columns > 1)
        painter.fillRect(QRect(m_layout.pane.width(), 0, PaneLayout::lineWidth, height()), line);
    if (m_layout.rows > 1)
        painter.fillRect(QRect(0, m_layout.pane.height(), width(), PaneLayout::lineWidth), line);
}

} // namespace enlarger::ui
