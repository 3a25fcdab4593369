// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/training_menu.h"

#include <QFileDialog>

namespace enlarger::ui {

namespace {

constexpr double moreMinutes = 10.0;

} // namespace

TrainingMenu::TrainingMenu(app::FineTuneSession& session, QWidget* parent)
    : QMenu(parent)
    , m_session(session)
{
    connect(this, &QMenu::aboutToShow, this, &TrainingMenu::fill);
}

bool TrainingMenu::offersAnything() const
{
    const app::TrainingJob* job = m_session.job();
    return job && job->progress().steps > 0;
}

void TrainingMenu::fill()
{
    clear();
    app::TrainingJob* job = m_session.job();
    if (!job)
        return;
    if (job->isRunning())
        fillChanges(*job);
    connect(addAction(tr("Name and notes…")), &QAction::triggered, this, &TrainingMenu::editRequested);
    connect(addAction(tr("Keep as a model…")), &QAction::triggered, this, &TrainingMenu::keepRequested);
    connect(addAction(tr("Export the network…")), &QAction::triggered, this, &TrainingMenu::exportRequested);
}

void TrainingMenu::fillChanges(app::TrainingJob& job)
{
    connect(addAction(tr("Halve the learning rate")), &QAction::triggered, &job,
            &app::TrainingJob::halveRate);
    const std::int64_t steps = std::max<std::int64_t>(1, job.progress().steps / 2);
    if (job.plan().run.minutes)
        connect(addAction(tr("%1 minutes more").arg(moreMinutes)), &QAction::triggered, &job,
                [&job] { job.continueLonger(moreMinutes); });
    else
        connect(addAction(tr("%1 steps more").arg(steps)), &QAction::triggered, &job,
                [&job, steps] { job.continueFurther(steps); });
    addSeparator();
}

QString askForModelFile(const QString& name, QWidget* parent)
{
    return QFileDialog::getSaveFileName(
        parent, TrainingMenu::tr("Export the network"), name + QStringLiteral(".pth"),
        TrainingMenu::tr("PyTorch, for other programs (*.pth);;Safetensors (*.safetensors);;ncnn (*.param)"));
}

} // namespace enlarger::ui
