// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/queue/job_queue.h"
#include "app/queue/job_thumbnails.h"

#include <QStyledItemDelegate>

namespace enlarger::ui {

/// A job in a list: its photo and name, what is made of it, and on the right how it stands, above a thin bar
/// while it runs.
class JobDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    JobDelegate(const app::JobQueue& queue, app::JobThumbnails& thumbnails, QObject* parent);

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    const app::JobQueue& m_queue;
    app::JobThumbnails& m_thumbnails;
};

} // namespace enlarger::ui
