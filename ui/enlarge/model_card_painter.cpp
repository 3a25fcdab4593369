// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/model_card_painter.h"

#include "ui/enlarge/model_list.h"

#include <QAbstractItemView>
#include <QPainter>

namespace enlarger::ui {

namespace {

constexpr int margin = 4;  // around a card
constexpr int padding = 8; // in it
constexpr int seam = 1;    // between its two crops
constexpr int corner = 5;  // radius

QFont titleFont(const QStyleOptionViewItem& option)
{
    QFont font = option.font;
    font.setWeight(QFont::DemiBold);
    return font;
}

int textHeight(const QStyleOptionViewItem& option)
{
    return QFontMetrics(titleFont(option)).height() + 2 + option.fontMetrics.height();
}

void paintCrop(QPainter& painter, const QRect& place, const QImage& image, const QPalette& palette)
{
    if (image.isNull())
        painter.fillRect(place, palette.color(QPalette::Mid));
    else
        painter.drawImage(place, image);
}

} // namespace

QSize ModelCardPainter::cropSize(int listWidth)
{
    const int width = (listWidth - 2 * (margin + padding) - seam) / 2;
    return {width, width * 5 / 8};
}

QSize ModelCardPainter::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    const auto* list = qobject_cast<const QAbstractItemView*>(option.widget);
    const int width = list ? list->viewport()->width() : option.rect.width();
    return {width, 2 * margin + 3 * padding + textHeight(option) + cropSize(width).height()};
}

void ModelCardPainter::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const
{
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QPalette& palette = option.palette;
    const QRect card = option.rect.adjusted(margin, margin, -margin, -margin);
    const bool isCurrent = option.state & QStyle::State_Selected;
    const bool isUnderPointer = option.state & QStyle::State_MouseOver;
    painter->setPen(QPen(palette.color(isCurrent ? QPalette::Highlight : QPalette::Mid), isCurrent ? 2 : 1));
    painter->setBrush(
        palette.color(isCurrent || isUnderPointer ? QPalette::AlternateBase : QPalette::Window));
    painter->drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner);

    const QRect inner = card.adjusted(padding, padding, -padding, -padding);
    const QFont bold = titleFont(option);
    const QFontMetrics title(bold);
    const auto line = [&](int top, int height, const QFont& font, QPalette::ColorRole colour,
                          const QString& text, Qt::Alignment side) {
        painter->setFont(font);
        painter->setPen(palette.color(colour));
        painter->drawText(QRect(inner.left(), top, inner.width(), height), int(side | Qt::AlignVCenter),
                          QFontMetrics(font).elidedText(text, Qt::ElideRight, inner.width()));
    };
    line(inner.top(), title.height(), bold, QPalette::WindowText, index.data().toString(), Qt::AlignLeft);
    if (index.data(ModelList::IsStandardRole).toBool())
        line(inner.top(), title.height(), option.font, QPalette::PlaceholderText,
             ModelList::tr("recommended"), Qt::AlignRight);
    line(inner.top() + title.height() + 2, option.fontMetrics.height(), option.font,
         QPalette::PlaceholderText, index.data(ModelList::FactsRole).toString(), Qt::AlignLeft);

    const QSize crop = cropSize(option.rect.width());
    const QRect left(QPoint(inner.left(), inner.top() + textHeight(option) + padding), crop);
    const QRect right = left.translated(crop.width() + seam, 0);
    paintCrop(*painter, left, index.data(ModelList::BicubicRole).value<QImage>(), palette);
    paintCrop(*painter, right, index.data(ModelList::CropRole).value<QImage>(), palette);
    painter->restore();
}

} // namespace enlarger::ui
