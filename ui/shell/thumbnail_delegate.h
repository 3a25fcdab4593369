// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStyledItemDelegate>

#include <functional>

namespace enlarger::ui {

/// A sign on a thumbnail, and what it says.
struct PhotoBadge
{
    const char* icon; // resources/icons/ICON.svg
    QString text;
};

/// Paints a photo of the filmstrip: its thumbnail, as large as the strip's width has room for, its badges,
/// and its name.
class ThumbnailDelegate : public QStyledItemDelegate
{
public:
    using Badges = std::function<QList<PhotoBadge>(const QModelIndex& index)>;

    ThumbnailDelegate(Badges badges, QObject* parent);

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    void paintBadges(QPainter& painter, const QRect& picture, const QPalette& palette,
                     const QModelIndex& index) const;

    Badges m_badges;
};

} // namespace enlarger::ui
