// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/filmstrip.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace enlarger::ui {

namespace {

constexpr int cellWidth = 116;
constexpr int pictureHeight = 84;
constexpr int margin = 6;

class Delegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return {cellWidth, pictureHeight + option.fontMetrics.height() + 3 * margin};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QPalette& palette = option.palette;
        const QRect cell = option.rect.adjusted(2, 2, -2, -2);
        const bool isSelected = option.state & QStyle::State_Selected;
        const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
        const bool isCurrent = view && view->currentIndex() == index;
        painter->save();
        painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
        if (isSelected || isCurrent || option.state & QStyle::State_MouseOver) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(
                palette.color(isSelected || isCurrent ? QPalette::Midlight : QPalette::AlternateBase));
            painter->drawRoundedRect(cell, 5, 5);
        }
        if (isCurrent)
            painter->fillRect(QRect(cell.left(), cell.top() + 5, 3, cell.height() - 10),
                              palette.color(QPalette::Highlight));
        const QRect place(cell.left() + margin, cell.top() + margin, cell.width() - 2 * margin,
                          pictureHeight);
        const auto image = index.data(Qt::DecorationRole).value<QImage>();
        if (!image.isNull()) {
            const QSize scaled = image.size().scaled(place.size(), Qt::KeepAspectRatio);
            QRect target({}, scaled.expandedTo({1, 1})); // a panorama of a thousand to one
            target.moveCenter(place.center());
            painter->drawImage(target, image);
        } else {
            painter->setPen(palette.color(QPalette::Mid));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(place.adjusted(12, 8, -12, -8), 4, 4);
        }
        const QRect line(place.left(), place.bottom() + margin / 2, place.width(),
                         option.fontMetrics.height() + 2);
        painter->setPen(palette.color(isCurrent ? QPalette::Text : QPalette::PlaceholderText));
        painter->drawText(
            line, Qt::AlignCenter,
            option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle, line.width()));
        if (option.state & QStyle::State_HasFocus) {
            painter->setPen(palette.color(QPalette::Highlight));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(cell, 5, 5);
        }
        painter->restore();
    }
};

} // namespace

Filmstrip::Filmstrip(app::DocumentList& documents, QWidget* parent)
    : QListView(parent)
    , m_documents(documents)
{
    // Before the selection learns of it, which would go to the one above.
    connect(&documents, &QAbstractItemModel::rowsAboutToBeRemoved, this, [this] { m_isRemoving = true; });
    setModel(&documents);
    setItemDelegate(new Delegate(this));
    setUniformItemSizes(true);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(NoEditTriggers);
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::TabFocus); // a click leaves the keys to the picture
    setAccessibleName(tr("Opened photos"));
    setSelectionMode(ExtendedSelection);
    setToolTip(tr("The opened photos. Ctrl or Shift and a click select several, to export them together."));

    const auto follow = [this] {
        const QModelIndex index = m_documents.index(m_documents.currentRow());
        if (index != currentIndex())
            setCurrentIndex(index);
    };
    connect(&documents, &app::DocumentList::currentChanged, this, follow);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
        if (!m_isRemoving && index.isValid() && index.row() != m_documents.currentRow())
            m_documents.setCurrentRow(index.row());
    });
    connect(&documents, &QAbstractItemModel::rowsRemoved, this, [this] { m_isRemoving = false; });
    follow();
}

QSize Filmstrip::sizeHint() const
{
    return {cellWidth + 16, 400};
}

void Filmstrip::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Delete)
        closeSelected();
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

void Filmstrip::closeSelected()
{
    const QList<app::Document*> documents = selectedDocuments();
    for (auto one = documents.rbegin(); one != documents.rend(); ++one) // rows above keep their numbers
        m_documents.close(m_documents.rowOf(*one));
}

void Filmstrip::mouseReleaseEvent(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->pos());
    if (event->button() == Qt::MiddleButton && index.isValid())
        m_documents.close(index.row());
    else
        QListView::mouseReleaseEvent(event);
}

} // namespace enlarger::ui
