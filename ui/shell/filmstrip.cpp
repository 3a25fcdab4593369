// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/filmstrip.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>

namespace enlarger::ui {

namespace {

constexpr int usualWidth = 132;

} // namespace

Filmstrip::Filmstrip(app::DocumentList& documents, QWidget* parent)
    : QListView(parent)
    , m_documents(documents)
    , m_conditions(documents)
{
    // Before the selection learns of it, which would go to the one above.
    connect(&documents, &QAbstractItemModel::rowsAboutToBeRemoved, this, [this] { m_isRemoving = true; });
    setModel(&documents);
    setItemDelegate(new ThumbnailDelegate(
        [this](const QModelIndex& index) { return badgesOf(*m_documents.at(index.row())); }, this));
    setUniformItemSizes(true);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(NoEditTriggers);
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::TabFocus); // a click leaves the keys to the picture
    setAccessibleName(tr("Opened photos"));
    setSelectionMode(ExtendedSelection);
    setDragEnabled(true);
    setDragDropMode(DragOnly);
    viewport()->setBackgroundRole(
        QPalette::Window); // beside the picture, nothing is brighter than the window
    setToolTip(tr("The opened photos. Ctrl or Shift and a click select several, to export them together."));

    connect(&documents, &app::DocumentList::currentChanged, this, &Filmstrip::follow);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
        if (!m_isRemoving && index.isValid() && index.row() != m_documents.currentRow())
            m_documents.setCurrentRow(index.row());
    });
    connect(&documents, &QAbstractItemModel::rowsRemoved, this, [this] { m_isRemoving = false; });
    const auto repaint = qOverload<>(&QWidget::update);
    connect(&m_conditions, &app::FileConditions::changed, viewport(), repaint);
    connect(&documents, &app::DocumentList::comparedChanged, viewport(), repaint);
    follow();
}

void Filmstrip::follow()
{
    const QModelIndex index = m_documents.index(m_documents.currentRow());
    if (index != currentIndex()) // whatever key is held
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
}

QSize Filmstrip::sizeHint() const
{
    return {usualWidth, 400};
}

void Filmstrip::resizeEvent(QResizeEvent* event)
{
    QListView::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        scheduleDelayedItemsLayout(); // the thumbnails have another size
}

void Filmstrip::setExported(const app::Document& document)
{
    if (!m_exported.contains(&document))
        connect(&document, &QObject::destroyed, this, [this, gone = &document] { m_exported.remove(gone); });
    m_exported.insert(&document);
    viewport()->update();
}

// The gravest first.
QList<PhotoBadge> Filmstrip::badgesOf(const app::Document& document) const
{
    using Condition = app::FileConditions::Condition;
    QList<PhotoBadge> badges;
    const Condition condition = m_conditions.of(document);
    if (condition == Condition::Missing)
        badges.append({"warning", tr("The file was moved or deleted")});
    else if (document.state() == app::Document::State::Failed)
        badges.append(
            {"warning", document.error() ? QString::fromStdString(document.error()->what) : QString()});
    else if (condition == Condition::Changed)
        badges.append({"warning", tr("The file has changed on disk since it was read")});
    if (m_exported.contains(&document))
        badges.append({"done", tr("Exported")});
    if (const auto& crop = document.crop())
        badges.append({"crop", tr("Cropped to %1 × %2 pixels").arg(crop->width).arg(crop->height)});
    if (&document == m_documents.compared())
        badges.append({"side-by-side", tr("Compared with the current photo")});
    return badges;
}

bool Filmstrip::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QModelIndex index = indexAt(help->pos());
        if (index.isValid()) {
            QStringList lines{index.data(Qt::ToolTipRole).toString()};
            for (const PhotoBadge& badge : badgesOf(*m_documents.at(index.row())))
                lines << badge.text;
            QToolTip::showText(help->globalPos(), lines.join(QLatin1Char('\n')), viewport());
            return true;
        }
    }
    return QListView::viewportEvent(event);
}

void Filmstrip::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Delete)
        closeAll(selectedDocuments());
    else
        QListView::keyPressEvent(event);
}

QList<app::Document*> Filmstrip::selectedDocuments() const
{
    QModelIndexList indexes = selectionModel()->selectedIndexes();
    if (indexes.isEmpty() && currentIndex().isValid())
        indexes << currentIndex();
    std::ranges::sort(indexes, {}, &QModelIndex::row);
    QList<app::Document*> documents;
    for (const QModelIndex& index : std::as_const(indexes))
        documents << m_documents.at(index.row());
    return documents;
}

void Filmstrip::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected)
{
    QListView::selectionChanged(selected, deselected);
    Q_EMIT selectedDocumentsChanged();
}

void Filmstrip::closeAll(const QList<app::Document*>& documents)
{
    for (auto one = documents.rbegin(); one != documents.rend(); ++one) // rows above keep their numbers
        m_documents.close(m_documents.rowOf(*one));
}

void Filmstrip::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::RightButton) // it opens a menu and chooses nothing
        QListView::mousePressEvent(event);
}

void Filmstrip::mouseReleaseEvent(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->pos());
    if (event->button() == Qt::MiddleButton && index.isValid())
        m_documents.close(index.row());
    else if (event->button() != Qt::RightButton)
        QListView::mouseReleaseEvent(event);
}

void Filmstrip::contextMenuEvent(QContextMenuEvent* event)
{
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = isByKey ? currentIndex() : indexAt(event->pos());
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(*menu, index.isValid() ? m_documents.at(index.row()) : nullptr);
    menu->popup(isByKey ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

// For the photo under the pointer, or, where it is one of those that are selected, for all of these.
void Filmstrip::fillMenu(QMenu& menu, app::Document* document)
{
    if (document) {
        QList<app::Document*> meant = selectedDocuments();
        if (!meant.contains(document))
            meant = {document};
        QList<QPointer<app::Document>> guarded{meant.begin(), meant.end()};
        const auto forAll = [guarded = std::move(guarded)](const auto& work) {
            QList<app::Document*> alive;
            for (const QPointer<app::Document>& one : guarded)
                if (one)
                    alive << one;
            if (!alive.isEmpty())
                work(alive);
        };
        const QPointer<app::Document> pointed = document;
        if (document != m_documents.current() && document != m_documents.compared())
            menu.addAction(tr("Compare with this photo"), this, [this, pointed] {
                if (pointed)
                    Q_EMIT compareRequested(pointed);
            });
        if (m_documents.compared())
            menu.addAction(tr("Stop comparing with %1").arg(m_documents.compared()->name()), this,
                           [this] { Q_EMIT compareRequested(nullptr); });
        if (!menu.isEmpty())
            menu.addSeparator();
        const int count = int(meant.size());
        menu.addAction(count > 1 ? tr("Export %1").arg(count) : tr("Export"), this, [this, forAll] {
            forAll([this](const QList<app::Document*>& documents) { Q_EMIT exportRequested(documents); });
        });
        menu.addAction(tr("Show in folder"), this, [this, pointed] {
            if (pointed)
                Q_EMIT folderRequested(pointed);
        });
        menu.addAction(count > 1 ? tr("Close %1").arg(count) : tr("Close"), this, [this, forAll] {
            forAll([this](const QList<app::Document*>& documents) { closeAll(documents); });
        });
        menu.addSeparator();
    }
    menu.addActions(actions());
}

} // namespace enlarger::ui
