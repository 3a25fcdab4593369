// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/compare_bar.h"

#include "ui/shell/choice_box.h"

#include <QComboBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>

namespace enlarger::ui {

namespace {

constexpr int buttonSide = 31;
constexpr int menuWidth = 14; // of a button's arrow

} // namespace

CompareBar::CompareBar(const Actions& actions, Candidates& candidates, QWidget* parent)
    : QWidget(parent)
    , m_candidates(candidates)
    , m_left(new ChoiceBox)
    , m_right(new ChoiceBox)
    , m_flipped(new ChoiceBox)
    , m_crop(new CropBar(actions))
    , m_add(new QToolButton)
    , m_addMenu(new QMenu(this))
    , m_zoom(new ZoomField)
    , m_more(new QToolButton)
{
    layOut(actions);
    preparePair();
    prepareFlipped();
    prepareAdd();
    connect(&m_candidates, &Candidates::changed, this, &CompareBar::refresh);
    refresh();
}

QToolButton* CompareBar::makeButton(QAction* action)
{
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setIconSize(QSize(20, 20));
    const bool hasMenu = action->menu();
    button->setPopupMode(hasMenu ? QToolButton::MenuButtonPopup : QToolButton::DelayedPopup);
    button->setFixedSize(buttonSide + (hasMenu ? menuWidth : 0), buttonSide);
    button->setAccessibleName(action->text());
    layout()->addWidget(button);
    return button;
}

// Opening; the modes, and what can be chosen in them; zoom and tools of the view; the page.
void CompareBar::layOut(const Actions& actions)
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(2);
    const auto addLine = [&] {
        auto* line = new QFrame;
        line->setFrameShape(QFrame::VLine);
        line->setFixedSize(9, buttonSide - 12);
        line->setForegroundRole(QPalette::Mid);
        layout->addWidget(line, 0, Qt::AlignVCenter);
        m_fixed << line;
    };
    m_fixed << makeButton(actions.open);
    addLine();
    for (const CompareModeInfo& info : compareModes())
        m_modes << makeButton(actions.modes[info.mode]);
    addLine();
    layout->addWidget(m_left, 4);
    layout->addSpacing(4);
    layout->addWidget(m_right, 4);
    layout->addWidget(m_flipped, 4);
    layout->addWidget(m_crop, 8);
    layout->addWidget(m_add);
    layout->addStretch(1);
    layout->addWidget(m_zoom);
    addLine();
    for (QAction* action : {actions.crop, actions.lock, actions.loupe, actions.nearestNeighbour,
                            actions.referenceTest, actions.information})
        m_optional << makeButton(action);
    layout->addWidget(m_more);
    addLine();
    m_fixed << makeButton(actions.page) << m_add << m_zoom;
    prepareMore();
    for (QComboBox* box : {m_left, m_right, m_flipped}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(3);
        box->setMinimumWidth(56);
        box->setMaximumWidth(220);
    }
}

void CompareBar::preparePair()
{
    m_left->setAccessibleName(tr("Shown on the left"));
    m_left->setToolTip(tr("Shown on the left"));
    m_right->setAccessibleName(tr("Shown on the right"));
    m_right->setToolTip(tr("Shown on the right"));
    for (QComboBox* box : {m_left, m_right})
        connect(box, &QComboBox::activated, this, [this] {
            m_leftKey = m_left->currentData().toString();
            m_rightKey = m_right->currentData().toString();
            Q_EMIT pairChosen(m_leftKey, m_rightKey);
        });
}

void CompareBar::prepareFlipped()
{
    m_flipped->setAccessibleName(tr("Shown now"));
    m_flipped->setToolTip(tr("Shown now. The keys 1 to 9 choose, Space held shows the original"));
    connect(m_flipped, &QComboBox::activated, this, &CompareBar::candidateChosen);
}

void CompareBar::prepareAdd()
{
    m_add->setText(QStringLiteral("+"));
    m_add->setFixedSize(buttonSide, buttonSide);
    m_add->setToolTip(tr("More to compare with: models, other photos"));
    m_add->setAccessibleName(m_add->toolTip());
    m_add->setPopupMode(QToolButton::InstantPopup);
    m_add->setMenu(m_addMenu);
}

void CompareBar::prepareMore()
{
    m_more->setText(QStringLiteral("»"));
    m_more->setFixedSize(buttonSide, buttonSide);
    m_more->setToolTip(tr("More tools"));
    m_more->setAccessibleName(m_more->toolTip());
    m_more->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(m_more);
    m_more->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        for (QToolButton* button : std::as_const(m_optional))
            if (!button->isVisible())
                menu->addAction(button->defaultAction());
    });
}

void CompareBar::resizeEvent(QResizeEvent*)
{
    useRoom();
}

// Where the bar is wide, the modes have their names. Where it is narrow, the choices are left to the titles
// of the pictures, and then some tools go into a menu. None of this changes with the mode, but while
// cropping.
void CompareBar::useRoom()
{
    const int spacing = layout()->spacing();
    const QMargins margins = layout()->contentsMargins();
    int room = width() - margins.left() - margins.right() - 4 * spacing; // and at the stretches
    for (const QWidget* fixed : std::as_const(m_fixed))
        if (!m_isCropping || (fixed != m_add && fixed != m_zoom))
            room -= fixed->maximumWidth() + spacing; // theirs are fixed
    const int step = buttonSide + spacing;
    constexpr int choices = 200;     // two that can be read
    constexpr int goodChoices = 300; // and read well
    const int icons = int(m_modes.size()) * step;
    const int tools = int(m_optional.size()) * step;
    showModeNames(true);
    int names = 0;
    for (const QToolButton* button : std::as_const(m_modes))
        names += button->maximumWidth() + spacing; // fixed
    showModeNames(room >= names + goodChoices + tools);
    m_hasChoices = room >= icons + choices + step;
    m_crop->setRoom(room);
    const int kept = m_isCropping ? m_crop->fullWidth() : icons + (m_hasChoices ? choices : 0);
    const int fitting = std::max(0, (room - kept) / step);
    const bool fitsAll = fitting >= int(m_optional.size());
    for (int i = 0; i < m_optional.size(); ++i)
        m_optional[i]->setVisible(fitsAll || i < fitting - 1); // the menu takes a place
    m_more->setVisible(!fitsAll);
    showChoices();
}

void CompareBar::showModeNames(bool shown)
{
    for (QToolButton* button : std::as_const(m_modes)) {
        button->setToolButtonStyle(shown ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
        button->setFixedWidth(shown ? button->sizeHint().width() : buttonSide);
    }
}

void CompareBar::setMode(CompareMode mode)
{
    m_mode = mode;
    refresh();
}

void CompareBar::setPair(const QString& left, const QString& right)
{
    m_leftKey = left;
    m_rightKey = right;
    refresh();
}

void CompareBar::setCandidate(int index)
{
    m_candidate = index;
    refresh();
}

void CompareBar::setCropping(bool on)
{
    m_isCropping = on;
    refresh();
}

void CompareBar::refresh()
{
    for (const auto& [box, key] : {std::pair(m_left, m_leftKey), std::pair(m_right, m_rightKey)}) {
        const QSignalBlocker quiet(box);
        box->clear();
        for (const Candidates::Candidate& candidate : m_candidates.list())
            box->addItem(candidate.layer->title(), candidate.key);
        box->setCurrentIndex(std::max(0, box->findData(key)));
    }
    const QSignalBlocker quiet(m_flipped);
    m_flipped->clear();
    for (const Candidates::Candidate& candidate : m_candidates.list())
        m_flipped->addItem(tr("%1  %2").arg(m_flipped->count() + 1).arg(candidate.layer->title()));
    m_flipped->setCurrentIndex(m_candidate);
    useRoom();
    setEnabled(!m_candidates.list().empty() &&
               !m_candidates.isPreview()); // there is something to choose from
}

void CompareBar::showChoices()
{
    const CompareModeInfo& mode = infoOf(m_mode);
    const bool hasChoices = m_hasChoices && !m_isCropping;
    m_flipped->setVisible(hasChoices && mode.choice == CandidateChoice::One);
    m_left->setVisible(hasChoices && mode.choice == CandidateChoice::Pair);
    m_right->setVisible(hasChoices && mode.choice == CandidateChoice::Pair);
    m_crop->setVisible(m_isCropping);
    for (QToolButton* button : std::as_const(m_modes))
        button->setVisible(!m_isCropping); // they give way to the crop's bar
    m_zoom->setVisible(!m_isCropping);
    m_add->setVisible(mode.canTakeMore && !m_isCropping);
}

} // namespace enlarger::ui
