// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/card_picker.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

namespace enlarger::ui {

namespace {

constexpr int margin = 4;   // around a card
constexpr int padding = 10; // in it
constexpr int gap = 3;      // between its texts
constexpr int corner = 5;   // radius

QFont titleFont(const QStyleOptionViewItem& option)
{
    QFont font = option.font;
    font.setWeight(QFont::DemiBold);
    return font;
}

class CardDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const auto* list = qobject_cast<const QAbstractItemView*>(option.widget);
        const int width = list ? list->viewport()->width() : option.rect.width();
        return {width, layOut(nullptr, QRect(0, 0, width, 0), option, index)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        if (isCard(index)) {
            const QPalette& palette = option.palette;
            const bool isCurrent = option.state & QStyle::State_Selected;
            const bool isUnderPointer = option.state & QStyle::State_MouseOver;
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(
                QPen(palette.color(isCurrent ? QPalette::Highlight : QPalette::Mid), isCurrent ? 2 : 1));
            painter->setBrush(
                palette.color(isCurrent || isUnderPointer ? QPalette::AlternateBase : QPalette::Window));
            painter->drawRoundedRect(
                QRectF(option.rect).adjusted(margin + 0.5, margin + 0.5, -margin - 0.5, -margin - 0.5),
                corner, corner);
        }
        layOut(painter, option.rect, option, index);
        painter->restore();
    }

private:
    static bool isCard(const QModelIndex& index)
    {
        return !index.data(CardPicker::IdRole).toString().isEmpty();
    }

    // Paints the texts, where there is a painter, and says how high the item is.
    static int layOut(QPainter* painter, const QRect& place, const QStyleOptionViewItem& option,
                      const QModelIndex& index)
    {
        const int inset = isCard(index) ? margin + padding : margin + 2;
        const QRect inner = place.adjusted(inset, 0, -inset, 0);
        int bottom = place.top() + (isCard(index) ? inset : 14);
        const auto text = [&](const QString& words, const QFont& font, QPalette::ColorRole colour) {
            if (words.isEmpty())
                return;
            constexpr int flags = int(Qt::AlignLeft | Qt::AlignTop) | Qt::TextWordWrap;
            constexpr int high = 1000; // pixels: more than any text
            const QRect box(inner.left(), bottom, inner.width(), high);
            const int height = QFontMetrics(font).boundingRect(box, flags, words).height();
            if (painter) {
                painter->setFont(font);
                painter->setPen(option.palette.color(colour));
                painter->drawText(QRect(inner.left(), bottom, inner.width(), height), flags, words);
            }
            bottom += height + gap;
        };
        text(index.data().toString(), titleFont(option), QPalette::WindowText);
        text(index.data(CardPicker::FactsRole).toString(), option.font, QPalette::PlaceholderText);
        text(index.data(CardPicker::SentenceRole).toString(), option.font, QPalette::PlaceholderText);
        return bottom - gap + (isCard(index) ? inset : margin) - place.top();
    }
};

class CardList : public QListView
{
public:
    using QListView::QListView;

protected:
    void resizeEvent(QResizeEvent* event) override
    {
        QListView::resizeEvent(event);
        scheduleDelayedItemsLayout(); // cards are as wide as the list
    }
};

} // namespace

CardPicker::CardPicker(const QString& heading, QWidget* parent)
    : QWidget(parent)
    , m_list(new CardList)
    , m_cards(new QStandardItemModel(this))
{
    auto* label = new QLabel(heading);
    label->setProperty("isHeading", true);
    auto* close = new QToolButton;
    close->setText(tr("Close"));
    m_list->setModel(m_cards);
    m_list->setItemDelegate(new CardDelegate(m_list));
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // cards keep their width
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setMouseTracking(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setAccessibleName(heading);
    m_list->viewport()->setAutoFillBackground(false);
    setFocusProxy(m_list);

    auto* top = new QHBoxLayout;
    top->setContentsMargins(16, 8, 8, 0);
    top->addWidget(label, 1);
    top->addWidget(close);
    auto* list = new QHBoxLayout;
    list->setContentsMargins(8, 0, 0, 0);
    list->addWidget(m_list);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(6);
    layout->addLayout(top);
    layout->addLayout(list, 1);
    connect(close, &QToolButton::clicked, this, &CardPicker::closed);
    connect(m_list, &QListView::clicked, this, &CardPicker::choose);
}

void CardPicker::setCards(const QList<Card>& cards)
{
    m_cards->clear();
    for (const Card& card : cards) {
        auto* item = new QStandardItem(card.title);
        item->setData(card.id, IdRole);
        item->setData(card.facts, FactsRole);
        item->setData(card.sentence, SentenceRole);
        QStringList words{card.title, card.facts, card.sentence};
        words.removeAll(QString());
        item->setData(words.join(QStringLiteral(". ")), Qt::AccessibleTextRole);
        if (card.id.isEmpty())
            item->setFlags(Qt::NoItemFlags);
        m_cards->appendRow(item);
    }
}

void CardPicker::setCurrent(const QString& id)
{
    m_list->setCurrentIndex({});
    for (int row = 0; row < m_cards->rowCount(); ++row)
        if (!id.isEmpty() && m_cards->item(row)->data(IdRole).toString() == id)
            m_list->setCurrentIndex(m_cards->index(row, 0));
}

// When the cards have their heights.
void CardPicker::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    QMetaObject::invokeMethod(
        this, [this] { m_list->scrollTo(m_list->currentIndex()); }, Qt::QueuedConnection);
}

void CardPicker::choose(const QModelIndex& index)
{
    const QString id = index.data(IdRole).toString();
    if (id.isEmpty())
        return;
    Q_EMIT closed(); // first: what is chosen may ask something
    Q_EMIT chosen(id);
}

void CardPicker::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        choose(m_list->currentIndex());
    else if (event->key() == Qt::Key_Escape)
        Q_EMIT closed();
    else
        QWidget::keyPressEvent(event);
}

} // namespace enlarger::ui
