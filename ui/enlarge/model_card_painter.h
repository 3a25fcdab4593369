// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace enlarger::ui {

/// Paints a model's card: its name, its facts, and two crops beside each other.
class ModelCardPainter : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    /// Of one of the two crops in a list of this width, in pixels of the page.
    static QSize cropSize(int listWidth);
};

} // namespace enlarger::ui
