// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/compare_pane.h"

#include "ui/shell/candidate_menus.h"

#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace enlarger::ui {

ComparePane::ComparePane(Workbench& bench, const Actions& actions, QWidget* parent)
    : QWidget(parent)
    , m_bench(bench)
    , m_actions(actions)
    , m_bar(new CompareBar(actions, bench.candidates))
    , m_view(new CompareView)
    , m_hint(new QLabel(tr("So small, all look the same. Double click for 100 %, or zoom in."), this))
    , m_grid(bench.candidates, bench.settings)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_view, 1);
    m_view->setAccessibleName(tr("The photo, compared"));

    m_hint->setProperty("isHint", true);
    m_hint->setAttribute(Qt::WA_TransparentForMouseEvents);

    wireView();
    wireTools();
    wireTurns();
    wireChoices();
    wireZoom();
    wirePhotos();
    connect(&bench.candidates, &Candidates::keyChanged, this, &ComparePane::followKey);
    connect(&bench.candidates, &Candidates::changed, this, &ComparePane::updateCandidates);
    updateCandidates();
}

// Mode, zoom, and what follows from where the view stands.
void ComparePane::wireView()
{
    for (auto mode = m_actions.modes.begin(); mode != m_actions.modes.end(); ++mode)
        connect(mode.value(), &QAction::triggered, m_view,
                [this, which = mode.key()] { m_view->setMode(which); });
    const auto showMode = [this](CompareMode mode) {
        m_actions.modes[mode]->setChecked(true);
        m_bar->setMode(mode);
    };
    connect(m_view, &CompareView::modeChanged, this, showMode);
    showMode(m_view->mode());
    connect(m_actions.fit, &QAction::triggered, m_view, &CompareView::fit);
    connect(m_actions.actualSize, &QAction::triggered, m_view, [this] { m_view->setZoom(1.0); });
    connect(m_actions.zoomIn, &QAction::triggered, m_view, &CompareView::zoomIn);
    connect(m_actions.zoomOut, &QAction::triggered, m_view, &CompareView::zoomOut);
    connect(m_view, &CompareView::viewChanged, this, [this] {
        updateHint();
        const PictureView* view = m_view->activeView();
        m_actions.nearestNeighbour->setChecked(
            view && view->paintsNearestNeighbour()); // by themselves when zoomed in far
    });
    const auto offerCopy = [this](const Layer* layer) {
        m_actions.copy->setEnabled(layer && !m_bench.candidates.isPreview());
    };
    connect(m_view, &CompareView::activeLayerChanged, this, offerCopy);
    offerCopy(m_view->activeLayer());
}

void ComparePane::wireTools()
{
    m_actions.lock->setChecked(m_view->isLocked());
    connect(m_actions.lock, &QAction::toggled, m_view, &CompareView::setLocked);
    connect(m_view, &CompareView::lockedChanged, m_actions.lock, &QAction::setChecked);
    connect(m_actions.nearestNeighbour, &QAction::triggered, m_view, [this](bool on) {
        m_view->setNearestNeighbour(on ? NearestNeighbour::On : NearestNeighbour::Off);
    });
    m_actions.loupe->setChecked(m_view->hasLoupe());
    connect(m_actions.loupe, &QAction::toggled, m_view, &CompareView::setLoupe);
    connect(m_actions.crop, &QAction::toggled, this, &ComparePane::setCropping);
    connect(m_actions.removeCrop, &QAction::triggered, this, [this] {
        if (app::Document* document = m_bench.documents.current())
            document->setCrop(std::nullopt);
    });
    connect(m_view, &CompareView::cropAccepted, this, &ComparePane::applyCrop);
    m_view->cropTool().setResultSize([this](const QRectF& area) {
        const image::PixelRect source = sourceOf(area);
        return m_bench.session.outputSizeOf(QSize(source.width, source.height));
    });
    connect(m_view, &CompareView::cropRejected, m_actions.crop,
            [this] { m_actions.crop->setChecked(false); });
    const auto leaveCrop = [this] { m_actions.crop->setChecked(false); };
    connect(&m_bench.documents, &app::DocumentList::currentChanged, this, leaveCrop);
    connect(&m_bench.session, &app::EnlargeSession::readingWillChange, this, leaveCrop);
}

// What a person chooses in the bar.
void ComparePane::wireChoices()
{
    connect(&m_bar->cropBar(), &CropBar::ratioChosen, this, [this](std::optional<double> ratio) {
        m_view->cropTool().setRatio(ratio);
        m_view->setFocus(); // Enter is to apply the crop
    });
    connect(m_bar, &CompareBar::candidateChosen, m_view, [this](int index) { m_view->showCandidate(index); });
    connect(m_bar, &CompareBar::candidateChosen, this, &ComparePane::rememberFlipped);
    connect(m_view, &CompareView::candidateChanged, this, &ComparePane::rememberFlipped);
    connect(m_view, &CompareView::candidateChanged, m_bar, &CompareBar::setCandidate);
    connect(m_bar, &CompareBar::pairChosen, this, [this](const QString& left, const QString& right) {
        m_leftKey = left;
        m_rightKey = right;
        placePair();
    });
}

void ComparePane::wireZoom()
{
    ZoomField& field = m_bar->zoomField();
    connect(&field, &ZoomField::fitRequested, m_view, [this] {
        m_view->fit();
        m_view->setFocus();
    });
    connect(&field, &ZoomField::zoomRequested, m_view, [this](double zoom) {
        m_view->setZoom(zoom);
        m_view->setFocus();
    });
    connect(&field, &ZoomField::left, m_view, [this] { m_view->setFocus(); });
    connect(m_view, &CompareView::viewChanged, &field,
            [this, &field] { field.setZoom(m_view->zoom(), m_view->isFit()); });
}

void ComparePane::wirePhotos()
{
    connect(m_view, &CompareView::choiceRequested, this, &ComparePane::chooseAt);
    connect(m_view, &CompareView::closeRequested, this, [this](int pane) {
        m_grid.remove(pane);
        placePair();
    });
    connect(&m_bar->addMenu(), &QMenu::aboutToShow, this, &ComparePane::fillAddMenu);
    connect(&m_bench.documents, &app::DocumentList::comparedChanged, this, &ComparePane::onComparedChanged);
}

void ComparePane::compareWith(app::Document* other)
{
    m_bench.documents.setCompared(other);
    if (!m_bench.documents.compared())
        return;
    if (m_view->mode() == CompareMode::Grid)
        m_view->setMode(CompareMode::SideBySide);
    m_leftKey = QStringLiteral("model");
    m_rightKey = QStringLiteral("photo");
    m_flippedKey = m_rightKey;
    if (m_bench.candidates.find(m_rightKey)) // else the pair stays until it is read
        placePair();
}

void ComparePane::showPair(const QString& left, const QString& right)
{
    const CandidateChoice choice = infoOf(m_view->mode()).choice;
    if (choice == CandidateChoice::EachPane || choice == CandidateChoice::One)
        m_view->setMode(CompareMode::SideBySide);
    m_leftKey = left;
    m_rightKey = right;
    m_flippedKey = right;
    placePair();
}

void ComparePane::followKey(const QString& key, const QString& newKey)
{
    std::vector<QString*> keys{&m_leftKey, &m_rightKey, &m_flippedKey};
    if (m_before)
        keys.insert(keys.end(), {&m_before->left, &m_before->right, &m_before->flipped});
    for (QString* one : keys)
        if (*one == key)
            *one = newKey;
    m_grid.followKey(key, newKey);
}

void ComparePane::compareWithOneOf(const QList<app::Document*>& selected)
{
    app::DocumentList& documents = m_bench.documents;
    for (app::Document* document : selected)
        if (document != documents.current())
            return compareWith(document);
    const int next = documents.currentRow() + 1 < documents.count() ? 1 : -1;
    const int row = documents.currentRow() + next;
    compareWith(row >= 0 && row < documents.count() ? documents.at(row) : nullptr);
    m_actions.comparePhotos->setChecked(documents.compared());
}

// Without the other photo everything is as it was before it came.
void ComparePane::onComparedChanged(const app::Document* other)
{
    m_actions.comparePhotos->setChecked(other);
    if (other && !m_before)
        m_before = {m_leftKey, m_rightKey, m_flippedKey};
    if (other || !m_before)
        return;
    m_leftKey = m_before->left;
    m_rightKey = m_before->right;
    m_flippedKey = m_before->flipped;
    m_before.reset();
    placePair();
}

// At the title of what is shown there.
void ComparePane::chooseAt(int place, QPoint at)
{
    if (m_bench.candidates.isPreview())
        return;
    const CandidateChoice choice = infoOf(m_view->mode()).choice;
    const QString shown = choice == CandidateChoice::EachPane ? m_grid.shown().value(place)
                          : choice == CandidateChoice::One    ? m_flippedKey
                          : place == 0                        ? m_leftKey
                                                              : m_rightKey;
    m_grid.hold();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillPaneMenu(*menu, m_bench, shown, [this, place](const QString& key) { showCandidate(place, key); });
    menu->popup(at);
}

void ComparePane::showCandidate(int place, const QString& key)
{
    const CandidateChoice choice = infoOf(m_view->mode()).choice;
    if (choice == CandidateChoice::EachPane)
        m_grid.replace(place, key);
    else if (choice == CandidateChoice::One)
        m_flippedKey = key;
    else
        (place == 0 ? m_leftKey : m_rightKey) = key;
    placePair();
}

void ComparePane::fillAddMenu()
{
    QMenu& menu = m_bar->addMenu();
    menu.clear();
    QStringList shown;
    if (infoOf(m_view->mode()).choice == CandidateChoice::EachPane) {
        m_grid.hold();
        shown = m_grid.shown();
        if (shown.size() == GridChoice::most) {
            menu.addAction(tr("Four are shown. A click on a title changes one, × takes it away"))
                ->setEnabled(false);
            return;
        }
    } else {
        for (const Candidates::Candidate& candidate : m_bench.candidates.list())
            shown << candidate.key;
    }
    ui::fillAddMenu(menu, m_bench, shown, [this](const QString& key) { showNew(key); });
}

// What was added is to be seen.
void ComparePane::showNew(const QString& key)
{
    if (infoOf(m_view->mode()).choice == CandidateChoice::EachPane)
        m_grid.add(key);
    else if (infoOf(m_view->mode()).choice == CandidateChoice::One)
        m_flippedKey = key;
    else
        m_rightKey = key;
    placePair();
}

// A screen pixel covers an LR pixel or more: what a network adds could not be seen, and is not computed.
bool ComparePane::isSmall() const
{
    return m_view->zoom() * m_bench.candidates.placement().factorX() <= 1.0;
}

void ComparePane::zoomIntoDetail()
{
    if (isSmall())
        m_view->setZoom(1.0);
}

void ComparePane::updateHint()
{
    m_hint->setVisible(isSmall() && !m_bench.candidates.list().empty() && !m_view->hasCropTool());
    m_hint->adjustSize();
    const QRect picture = m_view->geometry();
    constexpr int margin = 14;
    m_hint->move(picture.center().x() - m_hint->width() / 2, picture.bottom() - m_hint->height() - margin);
}

void ComparePane::resizeEvent(QResizeEvent*)
{
    updateHint();
}

// The next photo shows the same.
void ComparePane::rememberFlipped(int index)
{
    const auto& list = m_bench.candidates.list();
    if (index >= 0 && index < int(list.size()))
        m_flippedKey = list[std::size_t(index)].key;
}

int ComparePane::indexOf(const QString& key) const
{
    const auto& list = m_bench.candidates.list();
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const auto& one) { return one.key == key; });
    return found == list.end() ? -1 : int(found - list.begin());
}

void ComparePane::updateCandidates()
{
    const auto& list = m_bench.candidates.list();
    const app::Document* document = m_bench.documents.current();
    if (list.empty() && document && document->state() == app::Document::State::Loading)
        return; // the one before stays until this one is there
    QList<Layer*> layers;
    for (const Candidates::Candidate& candidate : list)
        layers << candidate.layer;
    const app::Document* before = std::exchange(m_shown, m_bench.documents.current());
    const bool wasFit = m_view->isFit();
    const double zoom = m_view->zoom();
    m_view->setLayers(layers);
    const QList<Layer*> differences = m_bench.candidates.differences();
    m_view->setDifferenceLayers(differences.value(0), differences.value(1));
    if (!layers.isEmpty())
        followTurn();
    placePair();
    if (before != m_shown && !layers.isEmpty()) {
        if (!before || wasFit)
            m_view->fit();
        else
            m_view->setZoom(zoom); // of another size, perhaps: magnified as the one before
    }
    updateHint();
}

void ComparePane::placePair()
{
    const auto& list = m_bench.candidates.list();
    if (list.empty())
        return;
    const int last = int(list.size()) - 1;
    const int left = std::max(0, indexOf(m_leftKey));
    const int right = indexOf(m_rightKey) >= 0 ? indexOf(m_rightKey) : last;
    m_view->setPair(left, right);
    m_bar->setPair(list[std::size_t(left)].key, list[std::size_t(right)].key);
    QList<int> grid;
    for (const QString& key : m_grid.shown())
        grid << indexOf(key);
    m_view->setGrid(grid);
    const int flipped = indexOf(m_flippedKey);
    m_view->showCandidate(flipped >= 0 ? flipped : right);
    m_bar->setCandidate(m_view->candidate());
    Q_EMIT choiceChanged();
}

QStringList ComparePane::shownKeys() const
{
    switch (infoOf(m_view->mode()).choice) {
    case CandidateChoice::EachPane:
        return m_grid.shown();
    case CandidateChoice::One:
        return {m_flippedKey};
    default:
        return {m_leftKey, m_rightKey};
    }
}

} // namespace enlarger::ui
