// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/run_list.h"

#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QUrl>

namespace enlarger::ui {

namespace {

constexpr int margin = 8; // pixels

class RunDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return {100, 2 * option.fontMetrics.height() + 2 * margin + 2};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QPalette& palette = option.palette;
        const bool isChosen = option.state.testFlag(QStyle::State_Selected);
        if (isChosen || option.state.testFlag(QStyle::State_MouseOver))
            painter->fillRect(option.rect,
                              palette.color(isChosen ? QPalette::Midlight : QPalette::AlternateBase));
        if (isChosen)
            painter->fillRect(QRect(option.rect.topLeft(), QSize(2, option.rect.height())),
                              palette.color(QPalette::Highlight));
        const QRect inside = option.rect.adjusted(margin, margin, -margin, -margin);
        const int line = option.fontMetrics.height();
        const auto write = [&](int row, QPalette::ColorRole role, const QString& text) {
            painter->setPen(palette.color(role));
            painter->drawText(QRect(inside.left(), inside.top() + row * (line + 2), inside.width(), line),
                              Qt::AlignLeft | Qt::AlignVCenter,
                              option.fontMetrics.elidedText(text, Qt::ElideRight, inside.width()));
        };
        write(0, QPalette::Text, index.data(Qt::DisplayRole).toString());
        write(1, QPalette::PlaceholderText, index.data(app::RunCatalog::SummaryRole).toString());
    }
};

} // namespace

RunList::RunList(app::RunCatalog& catalog, QWidget* parent)
    : QListView(parent)
    , m_catalog(catalog)
{
    setModel(&catalog);
    setItemDelegate(new RunDelegate(this));
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Runs"));
    connect(&catalog, &app::RunCatalog::loaded, this, [this] { choose(m_name); });
}

const app::RunInfo* RunList::current() const
{
    const int row = currentIndex().row();
    return row >= 0 && row < int(m_catalog.runs().size()) ? &m_catalog.runs()[std::size_t(row)] : nullptr;
}

void RunList::choose(const QString& name)
{
    m_name = name;
    const int row = m_catalog.rowOf(name);
    if (row >= 0)
        setCurrentIndex(m_catalog.index(row));
}

void RunList::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QListView::currentChanged(current, previous);
    if (!current.isValid())
        return;
    m_name = current.data().toString();
    Q_EMIT chosen();
}

void RunList::paintEvent(QPaintEvent* event)
{
    QListView::paintEvent(event);
    if (m_catalog.rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(viewport()->rect().adjusted(margin, margin, -margin, -margin),
                     Qt::AlignCenter | Qt::TextWordWrap, tr("Runs are listed here."));
}

void RunList::contextMenuEvent(QContextMenuEvent* event)
{
    const QModelIndex index = indexAt(event->pos());
    if (!index.isValid())
        return;
    setCurrentIndex(index);
    const app::RunInfo& run = *current();
    QMenu menu(this);
    const QAction* resume = menu.addAction(tr("Resume"));
    const QAction* folder = menu.addAction(tr("Show in folder"));
    const QAction* picked = menu.exec(event->globalPos());
    if (picked == resume)
        Q_EMIT resumeRequested(run.name);
    else if (picked == folder)
        QDesktopServices::openUrl(QUrl::fromLocalFile(QString::fromStdString(run.folder.string())));
}

} // namespace enlarger::ui
