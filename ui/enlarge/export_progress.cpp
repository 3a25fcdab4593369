// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/enlarge/export_progress.h"

#include "app/files/number_text.h"
#include "ui/enlarge/form_grid.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

namespace enlarger::ui {

ExportProgress::ExportProgress(QWidget* parent)
    : QWidget(parent)
    , m_text(new QLabel)
    , m_bar(new QProgressBar)
    , m_cancel(new QToolButton)
{
    m_text->setWordWrap(true);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress of the export"));
    m_cancel->setText(tr("Cancel"));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_text, 1);
    row->addWidget(m_cancel, 0, Qt::AlignTop);
    auto* form = new FormGrid(this);
    QLabel* label = form->addField(tr("Export"), row, nullptr);
    label->setMinimumHeight(m_cancel->sizeHint().height()); // in line with the text beside it
    form->alignTop(label);
    form->addBelow(m_bar);
    form->setRowStretch(form->rowCount(), 1);
    connect(m_cancel, &QToolButton::clicked, this, &ExportProgress::cancelRequested);
}

void ExportProgress::follow(app::JobQueue& queue)
{
    m_queue = &queue;
    connect(&queue, &app::JobQueue::totalsChanged, this, &ExportProgress::refresh);
    refresh();
}

void ExportProgress::setPreviewSeconds(double seconds)
{
    m_previewSeconds = seconds;
    refresh();
}

QString ExportProgress::text() const
{
    return m_text->text();
}

QString ExportProgress::state(const app::Job& job) const
{
    const Progress& progress = job.progress;
    const bool isPaused = !m_queue->runner().isStarted();
    const bool isWaiting = job.isHeldByScreen && !isPaused;
    QStringList parts;
    if (progress.done > 0)
        parts << tr("%1 %").arg(100 * progress.done / progress.total);
    if (isPaused)
        parts << tr("Paused");
    else if (isWaiting)
        parts << tr("Waiting for the preview");
    else if (progress.total == 0)
        parts << tr("Preparing");
    else if (progress.done == 0)
        parts << tr("First tile");
    if (!isWaiting && !isPaused && progress.megapixelsPerSecond > 0.0)
        parts << tr("%1 MP/s").arg(progress.megapixelsPerSecond, 0, 'f', 1);
    const bool isAheadKnown = !isWaiting || m_previewSeconds >= 0.0;
    if (progress.secondsLeft >= 0.0 && isAheadKnown) {
        const double left = progress.secondsLeft + (isWaiting ? m_previewSeconds : 0.0);
        parts << tr("%1 left").arg(QString::fromStdString(app::durationText(left)));
    }
    return parts.join(QStringLiteral(", "));
}

void ExportProgress::refresh()
{
    const app::Job* job = m_queue ? m_queue->runner().current() : nullptr;
    if (!job)
        return;
    const Progress& progress = job->progress;
    m_bar->setRange(0, int(progress.total)); // 0 of 0 while it prepares: a busy bar
    m_bar->setValue(int(progress.done));
    const app::QueueTotals totals = m_queue->totals();
    const bool isOne = totals.all() <= 1;
    m_text->setText(isOne ? state(*job)
                          : tr("%1 of %2: %3").arg(totals.over + 1).arg(totals.all()).arg(state(*job)));
    m_cancel->setText(totals.unfinished > 1 ? tr("Cancel all") : tr("Cancel"));
}

} // namespace enlarger::ui
