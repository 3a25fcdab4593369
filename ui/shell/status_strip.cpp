// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/status_strip.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace enlarger::ui {

StatusStrip::StatusStrip(QWidget* parent)
    : QWidget(parent)
    , m_sizes(new QLabel)
    , m_cursor(new QLabel)
    , m_work(new QLabel)
    , m_device(new QLabel)
    , m_training{new QToolButton, {}, {}}
    , m_queue{new QToolButton, {}, {}}
{
    setAccessibleName(tr("Status"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 3, 10, 3);
    layout->setSpacing(18);
    for (QLabel* label : {m_sizes, m_cursor, m_work, m_device}) {
        label->setProperty("isQuiet", true);
        QFont small = label->font();
        small.setPointSizeF(small.pointSizeF() * 0.92);
        label->setFont(small);
        // What does not fit is cut: the strip never widens the window.
        label->setMinimumWidth(0);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        layout->addWidget(label);
    }
    addWork(m_training, tr("Training"));
    addWork(m_queue, tr("Queue of exports"));
    connect(m_queue.button, &QToolButton::clicked, this, &StatusStrip::queueClicked);
    connect(m_training.button, &QToolButton::clicked, this, &StatusStrip::trainingClicked);
    m_sizes->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_device->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    layout->setStretchFactor(m_cursor, 3);
    layout->setStretchFactor(m_work, 2);
    m_work->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_sizes->setToolTip(tr("Pixels of the photo, and of the enlarged picture"));
    m_cursor->setToolTip(tr("The pixel under the cursor, and its red, green and blue in each picture, in the "
                            "photo's own colours"));
    m_device->setToolTip(tr("Device and precision"));
}

void StatusStrip::setSizes(const QSize& source, const QSize& output)
{
    m_sizes->setText(source.isEmpty() ? QString()
                                      : tr("%1 × %2 → %3 × %4")
                                            .arg(source.width())
                                            .arg(source.height())
                                            .arg(output.width())
                                            .arg(output.height()));
}

void StatusStrip::setDevice(const QString& text)
{
    m_device->setText(text);
}

void StatusStrip::setProgress(const infer::RegionProgress& progress)
{
    if (progress.waiting == 0) {
        m_mostWaiting = 0;
        m_work->clear();
        return;
    }
    m_mostWaiting = std::max(m_mostWaiting, progress.waiting);
    QString text = tr("Rendering, %1 %").arg(100 * (m_mostWaiting - progress.waiting) / m_mostWaiting);
    if (progress.megapixelsPerSecond > 0.0)
        text += tr(", %1 MP/s")
                    .arg(progress.megapixelsPerSecond, 0, 'f', progress.megapixelsPerSecond < 1.0 ? 2 : 1);
    if (progress.secondsLeft >= 1.0)
        text += tr(", %1 s left").arg(std::ceil(progress.secondsLeft));
    m_work->setText(text);
}

void StatusStrip::setCursor(const std::optional<QPoint>& pixel, const Values& values)
{
    QString text;
    if (pixel) {
        text = tr("(%1, %2)").arg(pixel->x()).arg(pixel->y());
        for (const auto& [title, value] : values)
            text += tr("   %1: ").arg(title) +
                    (value.isValid() ? tr("%1 %2 %3").arg(value.red()).arg(value.green()).arg(value.blue())
                                     : tr("-"));
    }
    m_cursor->setText(text);
}

void StatusStrip::setNotice(const QString& sentence)
{
    m_work->setText(sentence);
}

void StatusStrip::addWork(Work& work, const QString& name)
{
    auto* row = static_cast<QHBoxLayout*>(layout());
    work.button->setFont(m_work->font());
    work.button->setAccessibleName(name);
    work.button->setProperty("isStatus", true);
    work.button->setSizePolicy(QSizePolicy::Preferred,
                               QSizePolicy::Ignored); // as high as the words beside it
    work.button->hide();
    row->insertWidget(row->indexOf(m_device), work.button);
}

void StatusStrip::setTraining(const QString& text, const QString& more)
{
    m_training = {m_training.button, text, more};
    m_training.button->setVisible(!text.isEmpty());
    m_training.button->setToolTip(more.isEmpty() ? tr("Show the training")
                                                 : tr("The training %1. Show it").arg(more));
    placeWork();
}

void StatusStrip::setQueue(const QString& text, const QString& more)
{
    m_queue = {m_queue.button, text, more};
    m_queue.button->setVisible(!text.isEmpty());
    m_queue.button->setToolTip(tr("%1. Show or hide the queue").arg(m_queue.whole()));
    placeWork();
}

// The sizes and the device keep their room, and what the device does gets a third of the line.
void StatusStrip::placeWork()
{
    int room = width() * 2 / 3 - m_sizes->sizeHint().width() - m_device->sizeHint().width();
    for (const Work* work : {&m_training, &m_queue}) {
        const bool hasRoom = work->button->fontMetrics().horizontalAdvance(work->whole()) <= room;
        work->button->setText(hasRoom ? work->whole() : work->text);
        if (!work->text.isEmpty())
            room -= work->button->sizeHint().width();
    }
}

void StatusStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeWork();
}

} // namespace enlarger::ui
