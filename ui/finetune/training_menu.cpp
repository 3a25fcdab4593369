// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/training_menu.h"

#include "app/files/path_text.h"

#include <QFileDialog>

namespace enlarger::ui {

namespace {

constexpr double moreMinutes = 10.0;

} // namespace

TrainingMenu::TrainingMenu(app::FineTuneSession& session, app::ModelCatalog& catalog, QWidget* parent)
    : QMenu(parent)
    , m_session(session)
    , m_catalog(catalog)
{
    connect(this, &QMenu::aboutToShow, this, &TrainingMenu::fill);
}

bool TrainingMenu::offersAnything() const
{
    const app::TrainingJob* job = m_session.job();
    return job && (job->isRunning() ? job->progress().steps > 0 : m_catalog.find(m_model) != nullptr);
}

void TrainingMenu::fill()
{
    clear();
    app::TrainingJob* job = m_session.job();
    if (!job)
        return;
    if (!job->isRunning()) {
        connect(addAction(tr("Export the model…")), &QAction::triggered, this, &TrainingMenu::exportModel);
        return;
    }
    connect(addAction(tr("Halve the learning rate")), &QAction::triggered, job, &app::TrainingJob::halveRate);
    if (job->plan().run.minutes) {
        connect(addAction(tr("%1 minutes more").arg(moreMinutes)), &QAction::triggered, job,
                [job] { job->continueLonger(moreMinutes); });
        return;
    }
    const std::int64_t steps = std::max<std::int64_t>(1, job->progress().steps / 2);
    connect(addAction(tr("%1 steps more").arg(steps)), &QAction::triggered, job,
            [job, steps] { job->continueFurther(steps); });
}

void TrainingMenu::exportModel()
{
    const QString file =
        QFileDialog::getSaveFileName(this, tr("Export the model"), m_model + QStringLiteral(".pth"),
                                     tr("PyTorch, for other programs (*.pth);;Safetensors (*.safetensors);;ncnn (*.param)"));
    if (!file.isEmpty())
        m_catalog.exportTo(m_model, app::toPath(file));
}

} // namespace enlarger::ui
