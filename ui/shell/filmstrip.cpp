// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/filmstrip.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>

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
        const bool isCurrent = option.state & QStyle::State_Selected;
        painter->save();
        painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
        if (isCurrent || option.state & QStyle::State_MouseOver) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(palette.color(isCurrent ? QPalette::Midlight : QPalette::AlternateBase));
            painter->drawRoundedRect(cell, 5, 5);
        }
        const QRect place(cell.left() + margin, cell.top() + margin, cell.width() - 2 * margin,
                          pictureHeight);
        const auto image = index.data(Qt::DecorationRole).value<QImage>();
        if (!image.isNull()) {
            QRect target({}, image.size().scaled(place.size(), Qt::KeepAspectRatio));
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
    setModel(&documents);
    setItemDelegate(new Delegate(this));
    setUniformItemSizes(true);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(NoEditTriggers);
    setFrameShape(NoFrame);
    setAccessibleName(tr("Opened photos"));
    setToolTip(tr("The opened photos. Delete closes one; its file stays."));

    const auto follow = [this] {
        const QModelIndex index = m_documents.index(m_documents.currentRow());
        if (index != currentIndex())
            setCurrentIndex(index);
    };
    connect(&documents, &app::DocumentList::currentChanged, this, follow);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
        if (index.isValid() && index.row() != m_documents.currentRow())
            m_documents.setCurrentRow(index.row());
    });
    follow();
}

QSize Filmstrip::sizeHint() const
{
    return {cellWidth + 16, 400};
}

void Filmstrip::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Delete && currentIndex().isValid())
        m_documents.close(currentIndex().row());
    else
        QListView::keyPressEvent(event);
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
