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
    , m_training(new QToolButton)
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
    m_training->setFont(m_work->font());
    m_training->setAccessibleName(tr("Training"));
    m_training->hide();
    layout->insertWidget(layout->indexOf(m_device), m_training);
    connect(m_training, &QToolButton::clicked, this, &StatusStrip::trainingClicked);
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

void StatusStrip::setTraining(const QString& text, const QString& more)
{
    m_trainingText = text;
    m_trainingMore = more;
    m_training->setVisible(!text.isEmpty());
    m_training->setToolTip(more.isEmpty() ? tr("Show the training")
                                          : tr("The training %1. Show it").arg(more));
    placeTraining();
}

// The sizes and the device keep their room, and what the device does gets a third of the line.
void StatusStrip::placeTraining()
{
    const QString all =
        m_trainingMore.isEmpty() ? m_trainingText : m_trainingText + QStringLiteral(", ") + m_trainingMore;
    const int room = width() * 2 / 3 - m_sizes->sizeHint().width() - m_device->sizeHint().width();
    const bool hasRoom = m_training->fontMetrics().horizontalAdvance(all) <= room;
    m_training->setText(hasRoom ? all : m_trainingText);
}

void StatusStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeTraining();
}

} // namespace enlarger::ui
