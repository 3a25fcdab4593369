// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/run_list.h"

#include "app/files/path_text.h"
#include "ui/finetune/curve_plot.h"
#include "ui/finetune/run_delegate.h"

#include <QAction>
#include <QComboBox>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QUrl>
#include <QVBoxLayout>

namespace enlarger::ui {

RunList::RunList(app::RunCatalog& catalog, QWidget* parent)
    : QWidget(parent)
    , m_order(new app::RunOrder(catalog, this))
    , m_view(new QListView)
    , m_empty(new QLabel)
{
    m_view->setModel(m_order);
    m_view->setItemDelegate(new RunDelegate(m_view));
    m_view->setMouseTracking(true);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_view->setAccessibleName(tr("Runs"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setProperty("isQuiet", true);
    auto* inView = new QVBoxLayout(m_view->viewport());
    inView->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(m_view, 1);
    makeActions();
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& index) {
                if (m_isSearching)
                    return;
                if (index.isValid())
                    m_name = index.data().toString();
                refresh();
            });
    connect(&catalog, &app::RunCatalog::dataChanged, this, &RunList::refresh);
    connect(&catalog, &app::RunCatalog::loaded, this, [this] { choose(m_name); });
    refresh();
}

QWidget* RunList::makeHead()
{
    auto* search = new QLineEdit;
    search->setPlaceholderText(tr("Search"));
    search->setAccessibleName(tr("Search runs"));
    search->setToolTip(tr("Words of the name, the recipe, the model it began with, the state or the notes."));
    search->setClearButtonEnabled(true);
    auto* order = new QComboBox;
    order->setAccessibleName(tr("Order of runs"));
    order->addItem(tr("Newest"), int(app::RunOrder::By::Newest));
    order->addItem(tr("Name"), int(app::RunOrder::By::Name));
    order->addItem(tr("Best"), int(app::RunOrder::By::Best));
    order->setItemData(2, tr("The most dB gained on the photos kept aside first."), Qt::ToolTipRole);
    connect(search, &QLineEdit::textChanged, this, &RunList::search);
    connect(order, &QComboBox::currentIndexChanged, this,
            [this, order] { m_order->setOrder(app::RunOrder::By(order->currentData().toInt())); });
    auto* head = new QWidget;
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(8, 8, 8, 4);
    row->setSpacing(6);
    row->addWidget(search, 1);
    row->addWidget(order);
    return head;
}

void RunList::makeActions()
{
    const auto make = [this](const QString& text, const auto& signal) {
        auto* action = new QAction(text, m_view);
        action->setShortcutContext(Qt::WidgetShortcut);
        m_view->addAction(action);
        connect(action, &QAction::triggered, this, [this, signal] {
            if (const app::RunInfo* run = current())
                Q_EMIT(this->*signal)(run->name);
        });
        return action;
    };
    m_resume = make(tr("Resume"), &RunList::resumeRequested);
    m_clone = make(tr("Take up its settings"), &RunList::cloneRequested);
    m_layOver = new QAction(tr("Keep its curves for comparison"), m_view);
    m_layOver->setCheckable(true);
    m_view->addAction(m_layOver);
    connect(m_layOver, &QAction::triggered, this, &RunList::layOver);
    m_edit = make(tr("Name and notes…"), &RunList::editRequested);
    m_edit->setShortcuts({QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)});
    m_keep = make(tr("Keep as a model…"), &RunList::keepRequested);
    m_export = make(tr("Export its network…"), &RunList::exportRequested);
    m_folder = new QAction(tr("Show in folder"), m_view);
    m_view->addAction(m_folder);
    connect(m_folder, &QAction::triggered, this, &RunList::showFolder);
    m_remove = make(tr("Remove…"), &RunList::removeRequested);
    m_remove->setShortcut(QKeySequence(Qt::Key_Delete));
}

// A search does not choose another run: the one that is shown comes back when it ends.
void RunList::search(const QString& words)
{
    m_isSearching = true;
    m_order->setWords(words);
    m_isSearching = false;
    if (!m_order->indexOf(m_name).isValid())
        m_view->setCurrentIndex({});
    choose(m_name);
}

const app::RunInfo* RunList::current() const
{
    return m_order->at(m_view->currentIndex());
}

void RunList::choose(const QString& name)
{
    m_name = name;
    const QModelIndex index = m_order->indexOf(name);
    if (index.isValid() && index != m_view->currentIndex())
        m_view->setCurrentIndex(index);
    else
        refresh();
}

// What another program trains can be looked at, but not changed.
void RunList::refresh()
{
    const app::RunInfo* run = current();
    const app::RunStage stage = run ? app::stageOf(*run) : app::RunStage::Damaged;
    m_resume->setEnabled(run && stage != app::RunStage::InProgress && stage != app::RunStage::Damaged);
    m_clone->setEnabled(run && stage != app::RunStage::Damaged);
    m_layOver->setEnabled(run);
    m_layOver->setChecked(run && m_laidOver.contains(run->name));
    m_edit->setEnabled(run);
    m_keep->setEnabled(run && run->step > 0 && stage != app::RunStage::Damaged);
    m_export->setEnabled(m_keep->isEnabled());
    m_folder->setEnabled(run);
    m_remove->setEnabled(run && stage != app::RunStage::InProgress);
    m_empty->setText(m_order->sourceModel()->rowCount() == 0 ? tr("Runs are listed here.")
                                                             : tr("No run has these words."));
    m_empty->setVisible(m_order->rowCount() == 0);
    Q_EMIT chosen();
}

void RunList::layOver(bool on)
{
    const app::RunInfo* run = current();
    if (!run)
        return;
    m_laidOver.removeAll(run->name);
    if (on)
        m_laidOver.append(run->name);
    while (m_laidOver.size() > qsizetype(CurvePlot::mostEarlierRuns))
        m_laidOver.removeFirst();
    Q_EMIT laidOverChanged();
}

void RunList::showFolder() const
{
    if (const app::RunInfo* run = current())
        QDesktopServices::openUrl(QUrl::fromLocalFile(app::toText(run->folder)));
}

} // namespace enlarger::ui
