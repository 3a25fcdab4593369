// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/compare_bar.h"

#include "ui/shell/theme.h"

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
    , m_left(new QComboBox)
    , m_right(new QComboBox)
    , m_flipped(new QComboBox)
    , m_ratio(new QComboBox)
    , m_add(new QToolButton)
    , m_more(new QToolButton)
    , m_addMenu(new QMenu(this))
{
    layOut(actions);
    preparePair();
    prepareFlipped();
    prepareRatios();
    prepareAdd();
    connect(&m_candidates, &Candidates::changed, this, &CompareBar::refresh);
    refresh();
}

// The modes, what can be chosen in them, and the tools of the view.
void CompareBar::layOut(const Actions& actions)
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(2);
    const auto addButton = [&](QAction* action) {
        auto* button = new QToolButton;
        button->setDefaultAction(action);
        button->setIconSize(QSize(20, 20));
        const bool hasMenu = action->menu();
        button->setPopupMode(hasMenu ? QToolButton::MenuButtonPopup : QToolButton::DelayedPopup);
        button->setFixedSize(buttonSide + (hasMenu ? menuWidth : 0), buttonSide);
        button->setAccessibleName(action->text());
        layout->addWidget(button);
        return button;
    };
    const auto addLine = [&] {
        auto* line = new QFrame;
        line->setFrameShape(QFrame::VLine);
        line->setFixedSize(9, buttonSide - 12);
        line->setForegroundRole(QPalette::Mid);
        layout->addWidget(line, 0, Qt::AlignVCenter);
    };
    addButton(actions.open);
    addLine();
    for (const CompareModeInfo& info : compareModes())
        addButton(actions.modes[info.mode]);
    layout->addSpacing(8);
    layout->addWidget(m_left, 4);
    layout->addSpacing(4);
    layout->addWidget(m_right, 4);
    layout->addWidget(m_flipped, 4);
    layout->addWidget(m_ratio, 1);
    layout->addWidget(m_add);
    layout->addStretch(1);
    for (QAction* action : {actions.fit, actions.actualSize, actions.crop, actions.lock, actions.loupe,
                            actions.nearestNeighbour, actions.referenceTest, actions.information})
        m_optional << addButton(action);
    layout->addWidget(m_more);
    addLine();
    addButton(actions.page);
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

void CompareBar::prepareRatios()
{
    m_ratio->setAccessibleName(tr("Ratio of the crop"));
    m_ratio->addItem(tr("Free"));
    m_ratio->addItem(tr("Original"), 0.0);
    for (const auto& [text, ratio] :
         {std::pair("1 : 1", 1.0), std::pair("3 : 2", 1.5), std::pair("4 : 3", 4.0 / 3.0),
          std::pair("16 : 9", 16.0 / 9.0), std::pair("2 : 3", 2.0 / 3.0), std::pair("3 : 4", 0.75)})
        m_ratio->addItem(QString::fromLatin1(text), ratio);
    connect(m_ratio, &QComboBox::activated, this, [this] {
        const QVariant ratio = m_ratio->currentData();
        Q_EMIT ratioChosen(ratio.isValid() ? std::optional(ratio.toDouble()) : std::nullopt);
    });
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

// Where the bar is narrow, some tools give way to the choices, into a menu.
void CompareBar::resizeEvent(QResizeEvent*)
{
    constexpr int choices = 180; // two that can be read
    constexpr int others = 6;    // open, add, more, panel, and room for lines and gaps
    const int needed = (int(compareModes().size()) + others) * buttonSide + choices; // what stays
    const int room = (width() - needed) / buttonSide;
    const bool fitsAll = room >= int(m_optional.size()) - 1; // then the menu's own place is free
    for (int i = 0; i < m_optional.size(); ++i)
        m_optional[i]->setVisible(fitsAll || i < room);
    m_more->setVisible(!fitsAll);
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
    m_ratio->setCurrentIndex(0);
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
    const CompareModeInfo& mode = infoOf(m_mode);
    m_flipped->setVisible(mode.choice == CandidateChoice::One && !m_isCropping);
    const bool hasPair = mode.choice == CandidateChoice::Pair && !m_isCropping;
    m_left->setVisible(hasPair);
    m_right->setVisible(hasPair);
    m_ratio->setVisible(m_isCropping);
    m_add->setVisible(mode.canTakeMore && !m_isCropping);
    setEnabled(!m_candidates.list().empty());
}

} // namespace enlarger::ui
