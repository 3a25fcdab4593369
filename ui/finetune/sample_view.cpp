// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/sample_view.h"

#include <QPainter>

namespace enlarger::ui {

namespace {

constexpr int between = 8; // cells, pixels
constexpr int captionGap = 2;
constexpr int usualWidth = 288;

} // namespace

SampleView::SampleView(app::SamplePreview& preview, QWidget* parent)
    : QWidget(parent)
    , m_preview(preview)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("What the network learns from"));
    connect(&m_preview, &app::SamplePreview::changed, this, &SampleView::refresh);
    refresh();
}

int SampleView::cellSide(int width) const
{
    return std::max(1, (width - between) / 2);
}

int SampleView::heightForWidth(int width) const
{
    return cellSide(width) + captionGap + fontMetrics().height();
}

QSize SampleView::sizeHint() const
{
    return {usualWidth, heightForWidth(usualWidth)};
}

void SampleView::refresh()
{
    const app::SamplePreview::Pictures& now = m_preview.pictures();
    setToolTip(now.hr.isNull()
                   ? QString()
                   : tr("A crop of %1 as the network learns from it: the target of %2 x %2 pixels, "
                        "and the small copy of %3 x %3 that it gets.")
                         .arg(now.photo)
                         .arg(now.hr.width())
                         .arg(now.lr.width()));
    update();
}

void SampleView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const app::SamplePreview::Pictures& now = m_preview.pictures();
    const int side = cellSide(width());
    const double ratio = devicePixelRatioF();
    const auto draw = [&](const QRect& place, const QImage& picture) {
        QImage shown = picture.scaled(place.size() * ratio, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        shown.setDevicePixelRatio(ratio);
        painter.drawImage(place.topLeft(), shown);
    };
    const auto cell = [&](int column, const QImage& picture, const QString& caption) {
        const QRect place(column * (side + between), 0, side, side);
        if (picture.isNull())
            painter.fillRect(place, palette().color(QPalette::AlternateBase));
        else
            draw(place, picture);
        painter.setPen(palette().color(QPalette::PlaceholderText));
        const QRect below(place.left(), side + captionGap, side, fontMetrics().height());
        painter.drawText(below, int(Qt::AlignLeft | Qt::AlignTop),
                         fontMetrics().elidedText(caption, Qt::ElideRight, side));
    };
    cell(0, now.hr, tr("The target"));
    cell(1, now.bicubic, tr("Its small copy"));
    if (now.lr.isNull() || 3 * now.lr.width() > 2 * now.hr.width())
        return;
    // At its own size beside the target's.
    const int small = side * now.lr.width() / now.hr.width();
    const QRect inset(2 * side + between - small, side - small, small, small);
    painter.fillRect(inset.adjusted(-2, -2, 0, 0), palette().color(QPalette::Window));
    draw(inset, now.lr);
}

} // namespace enlarger::ui
