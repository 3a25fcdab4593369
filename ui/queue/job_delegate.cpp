// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/queue/job_delegate.h"

#include "ui/queue/job_text.h"

#include <QPainter>

#include <algorithm>

namespace enlarger::ui {

namespace {

using app::JobState;

constexpr int margin = 10; // pixels, at the sides
constexpr int padding = 6; // above and below
constexpr int gap = 10;
constexpr int leading = 2; // between the two lines
constexpr int barHeight = 3;
const QColor failure("#d9534f"); // on dark and on light grey

int heightOf(const QFontMetrics& metrics)
{
    return 2 * metrics.height() + leading + 2 * padding;
}

void paintThumbnail(QPainter& painter, const QRect& place, const QImage& image, const QColor& empty)
{
    if (image.isNull()) {
        painter.fillRect(place, empty);
        return;
    }
    const QSize size = image.size().scaled(place.size(), Qt::KeepAspectRatio).expandedTo({1, 1});
    QRect picture({}, size);
    picture.moveCenter(place.center());
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(picture, image);
}

} // namespace

JobDelegate::JobDelegate(const app::JobQueue& queue, app::JobThumbnails& thumbnails, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_queue(queue)
    , m_thumbnails(thumbnails)
{}

QSize JobDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& /*index*/) const
{
    return {200, heightOf(option.fontMetrics)};
}

void JobDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const app::Job& job = m_queue.jobs().at(index.row());
    const QPalette& palette = option.palette;
    const QFontMetrics& metrics = option.fontMetrics;
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    if (isSelected || option.state.testFlag(QStyle::State_MouseOver))
        painter->fillRect(option.rect,
                          palette.color(isSelected ? QPalette::Midlight : QPalette::AlternateBase));
    const QRect inside = option.rect.adjusted(margin, padding, -margin, -padding);
    const QRect thumbnail(inside.left(), inside.top(), inside.height() * 4 / 3, inside.height());
    paintThumbnail(*painter, thumbnail, m_thumbnails.of(job), palette.color(QPalette::AlternateBase));

    const int left = thumbnail.right() + 1 + gap;
    const int room = std::max(0, inside.right() + 1 - left);
    const auto write = [&](int line, int from, int width, Qt::Alignment side, const QColor& colour,
                           const QString& text) {
        painter->setPen(colour);
        painter->drawText(
            QRect(from, inside.top() + line * (metrics.height() + leading), width, metrics.height()),
            side | Qt::AlignVCenter,
            metrics.elidedText(text, line == 0 ? Qt::ElideMiddle : Qt::ElideRight, width));
    };
    const QColor quiet = palette.color(QPalette::PlaceholderText);
    const QString state = stateText(job, m_queue);
    const int stateWidth = std::min(metrics.horizontalAdvance(state) + 2, room * 2 / 3);
    const bool isRunning = job.state == JobState::Running;
    const QColor stateColour = job.state == JobState::Failed ? failure
                               : isRunning                   ? palette.color(QPalette::Highlight)
                                                             : quiet;
    write(0, left, room - stateWidth - gap, Qt::AlignLeft,
          palette.color(isOver(job.state) && job.state != JobState::Failed ? QPalette::PlaceholderText
                                                                           : QPalette::Text),
          index.data().toString());
    write(0, left + room - stateWidth, stateWidth, Qt::AlignRight, stateColour, state);

    const bool hasBar = isRunning || (job.state == JobState::Paused && shareOf(job) > 0.0);
    const int barWidth = hasBar ? std::min(160, room / 3) : 0;
    write(1, left, room - (hasBar ? barWidth + gap : 0), Qt::AlignLeft, quiet,
          jobText(job, m_queue.jobs().lossesOf(job.id)));
    if (hasBar) {
        const int middle = inside.top() + metrics.height() + leading + metrics.height() / 2;
        const QRect bar(left + room - barWidth, middle - barHeight / 2, barWidth, barHeight);
        painter->fillRect(bar, palette.color(QPalette::Mid));
        painter->fillRect(
            QRect(bar.topLeft(), QSize(int(bar.width() * std::max(0.0, shareOf(job))), barHeight)),
            palette.color(QPalette::Highlight));
    }
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setPen(palette.color(QPalette::Highlight));
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    painter->restore();
}

} // namespace enlarger::ui
