// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/queue/job_text.h"

#include "app/files/end_text.h"
#include "app/files/number_text.h"
#include "app/files/path_text.h"

#include <QObject>

namespace enlarger::ui {

namespace {

using app::JobState;

QString tr(const char* text)
{
    return QObject::tr(text);
}

QString duration(double seconds)
{
    return app::toText(app::durationText(seconds));
}

QString percent(const app::Job& job)
{
    return tr("%1 %").arg(int(100.0 * shareOf(job)));
}

QString runningText(const app::Job& job, bool isPaused)
{
    QStringList parts;
    if (shareOf(job) > 0.0)
        parts << percent(job);
    if (isPaused)
        parts << tr("paused");
    else if (job.isHeldByScreen)
        parts << tr("waiting for the preview");
    else if (job.progress.total == 0)
        parts << tr("preparing");
    else if (job.progress.secondsLeft >= 0.0)
        parts << tr("%1 left").arg(duration(job.progress.secondsLeft));
    QString text = parts.join(QStringLiteral(", "));
    return text.isEmpty() ? tr("First tile") : text.left(1).toUpper() + text.mid(1);
}

QStringList totalsParts(const app::JobQueue& queue)
{
    if (const int left = queue.leftOver(); left > 0 && !queue.runner().isStarted())
        return {QObject::tr("%n not finished", nullptr, left)};
    const app::QueueTotals totals = queue.totals();
    if (totals.unfinished == 0)
        return totals.failed > 0 ? QStringList(QObject::tr("%n failed", nullptr, totals.failed))
                                 : QStringList();
    QStringList parts{tr("%1 of %2").arg(totals.over + 1).arg(totals.all())};
    if (!queue.runner().isStarted()) {
        parts << tr("paused");
        if (totals.secondsLeft >= 0.0)
            parts << tr("%1 to go").arg(app::toText(app::aboutText(totals.secondsLeft)));
    } else if (totals.secondsLeft >= 0.0) {
        parts << tr("%1 left").arg(duration(totals.secondsLeft));
    }
    return parts;
}

} // namespace

double shareOf(const app::Job& job)
{
    const Progress& progress = job.progress;
    return progress.total > 0 && progress.done > 0 ? double(progress.done) / double(progress.total) : -1.0;
}

QString stateText(const app::Job& job, const app::JobQueue& queue)
{
    switch (job.state) {
    case JobState::Waiting: {
        if (queue.heldBack().contains(job.id))
            return tr("Not finished");
        const double seconds = queue.secondsOf(job);
        return seconds < 0.0 ? tr("Waiting") : tr("Waiting, %1").arg(app::toText(app::aboutText(seconds)));
    }
    case JobState::Running:
        return runningText(job, !queue.runner().isStarted());
    case JobState::Paused:
        return shareOf(job) > 0.0 ? tr("Paused at %1").arg(percent(job)) : tr("Paused");
    case JobState::Done:
        return job.seconds > 0.0 ? tr("Done in %1").arg(duration(job.seconds)) : tr("Done");
    case JobState::Skipped:
        return tr("Skipped");
    case JobState::Failed:
        return tr("Failed");
    case JobState::Cancelled:
        return tr("Cancelled");
    }
    return {};
}

QString jobText(const app::Job& job, const QStringList& losses)
{
    if (!job.text.isEmpty() && job.state != JobState::Done)
        return job.text.section(QLatin1Char('\n'), 0, 0);
    const auto size = [](const infer::PixelSize& one) {
        return tr("%1 × %2").arg(one.width).arg(one.height);
    };
    QStringList parts;
    if (job.in.width > 0 && job.out.width > 0)
        parts << tr("%1 → %2").arg(size(job.in), size(job.out));
    parts << (job.state == JobState::Done ? app::toText(job.output.filename())
                                          : app::toText(job.settings->model.name()));
    const QString text = parts.join(QStringLiteral(", "));
    return isOver(job.state) || losses.isEmpty()
               ? text
               : text + QStringLiteral(". ") + losses.join(QStringLiteral(". "));
}

QString lossesText(const app::QueuePlan& plan)
{
    return plan.lossy > 0 ? tr("%1 with losses").arg(plan.lossy) : QString();
}

QString shortTotalsText(const app::JobQueue& queue)
{
    return totalsParts(queue).join(QStringLiteral(", "));
}

QString totalsText(const app::JobQueue& queue)
{
    QStringList parts = totalsParts(queue);
    if (const QString end = app::endText(queue.totals().secondsLeft);
        queue.runner().isStarted() && !end.isEmpty())
        parts << end;
    return parts.join(QStringLiteral(", "));
}

QStringList planLines(const app::QueuePlan& plan)
{
    if (plan.photos == 0)
        return {};
    QString sum = tr("%1 to come: %2 megapixels, about %3")
                      .arg(plan.photos)
                      .arg(plan.megapixels, 0, 'f', plan.megapixels < 10.0 ? 1 : 0)
                      .arg(app::toText(app::bytesText(plan.bytes)));
    if (plan.memory > 0)
        sum += tr(", %1 of memory").arg(app::toText(app::bytesText(plan.memory)));
    return QStringList(sum) + plan.problems + plan.notes + plan.losses;
}

} // namespace enlarger::ui
