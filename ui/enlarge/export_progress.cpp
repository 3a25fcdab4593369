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

void ExportProgress::setJob(app::ExportJob* job)
{
    m_job = job;
    if (job) {
        connect(job, &app::ExportJob::stateChanged, this, &ExportProgress::refresh);
        connect(job, &app::ExportJob::progressChanged, this, &ExportProgress::refresh);
    }
    refresh();
}

void ExportProgress::setPrefix(const QString& text)
{
    m_prefix = text;
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

QString ExportProgress::state() const
{
    const Progress& progress = m_job->progress();
    const bool isWaiting = m_job->state() == app::ExportJob::State::Waiting;
    QStringList parts;
    if (progress.done > 0)
        parts << tr("%1 %").arg(100 * progress.done / progress.total);
    if (isWaiting)
        parts << tr("Waiting for the preview");
    else if (progress.total == 0)
        parts << tr("Preparing");
    else if (progress.done == 0)
        parts << tr("First tile");
    if (!isWaiting && progress.megapixelsPerSecond > 0.0)
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
    if (!m_job || m_job->isFinished())
        return;
    const Progress& progress = m_job->progress();
    m_bar->setRange(0, int(progress.total)); // 0 of 0 while it prepares: a busy bar
    m_bar->setValue(int(progress.done));
    m_text->setText(m_prefix.isEmpty() ? state() : tr("%1: %2").arg(m_prefix, state()));
}

} // namespace enlarger::ui
