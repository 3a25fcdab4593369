// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/thumbnail_delegate.h"

#include "ui/shell/theme.h"
#include "ui/viewer/shrink.h"

#include <QAbstractItemView>
#include <QIcon>
#include <QPainter>

namespace enlarger::ui {

namespace {

constexpr int margin = 6;
constexpr int inset = 2;        // of the ground of a cell that is marked
constexpr double aspect = 0.78; // height to width of the room for a thumbnail: for upright photos too
constexpr int badgeSide = 18;
constexpr int badgeIcon = 12;

// The same with and without a scroll bar, which would else come and go by it.
int pictureWidth(const QWidget* view)
{
    const auto* list = qobject_cast<const QAbstractItemView*>(view);
    const int width =
        list ? list->width() - list->style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, list) : 0;
    return std::max(40, width - 2 * (inset + margin));
}

int pictureHeight(const QWidget* view)
{
    return int(pictureWidth(view) * aspect);
}

void paintThumbnail(QPainter& painter, const QRect& place, const QImage& image)
{
    const double ratio = painter.device()->devicePixelRatioF();
    const QSize device = (QSizeF(place.size()) * ratio).toSize();
    if (image.width() < device.width() || image.height() < device.height()) {
        painter.drawImage(place, image);
        return;
    }
    QImage small = shrunk(image, device);
    small.setDevicePixelRatio(ratio);
    painter.drawImage(place.topLeft(), small);
}

} // namespace

ThumbnailDelegate::ThumbnailDelegate(Badges badges, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_badges(std::move(badges))
{}

QSize ThumbnailDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& /*index*/) const
{
    return {pictureWidth(option.widget) + 2 * (inset + margin),
            pictureHeight(option.widget) + option.fontMetrics.height() + 3 * margin};
}

void ThumbnailDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const
{
    const QPalette& palette = option.palette;
    const QRect cell = option.rect.adjusted(inset, inset, -inset, -inset);
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
                      pictureHeight(option.widget));
    QRect picture = place;
    const auto image = index.data(Qt::DecorationRole).value<QImage>();
    if (!image.isNull()) {
        const QSize scaled = image.size().scaled(place.size(), Qt::KeepAspectRatio);
        picture = QRect({}, scaled.expandedTo({1, 1})); // a panorama of a thousand to one
        picture.moveCenter(place.center());
        paintThumbnail(*painter, picture, image);
    } else {
        painter->setPen(palette.color(QPalette::Mid));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(place.adjusted(12, 8, -12, -8), 4, 4);
    }
    paintBadges(*painter, picture, palette, index);
    const QRect line(place.left(), place.bottom() + margin / 2, place.width(),
                     option.fontMetrics.height() + 2);
    painter->setPen(palette.color(isCurrent ? QPalette::Text : QPalette::PlaceholderText));
    painter->drawText(line, Qt::AlignCenter,
                      option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle, line.width()));
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(palette.color(QPalette::Highlight));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(cell, 5, 5);
    }
    painter->restore();
}

// From the lower right corner to the left, each on a ground of its own.
void ThumbnailDelegate::paintBadges(QPainter& painter, const QRect& picture, const QPalette& palette,
                                    const QModelIndex& index) const
{
    constexpr int gap = 3;
    QRect ground(picture.right() + 1 - gap - badgeSide, picture.bottom() + 1 - gap - badgeSide, badgeSide,
                 badgeSide);
    QColor colour = palette.color(QPalette::Window);
    colour.setAlphaF(0.85F);
    for (const PhotoBadge& badge : m_badges(index)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawEllipse(ground);
        QRect icon(0, 0, badgeIcon, badgeIcon);
        icon.moveCenter(ground.center());
        theme::icon(QString::fromLatin1(badge.icon)).paint(&painter, icon);
        ground.translate(-badgeSide - gap, 0);
    }
}

} // namespace enlarger::ui
