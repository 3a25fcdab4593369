// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/finetune_workspace.h"

#include "app/files/path_text.h"
#include "ui/finetune/curves_panel.h"
#include "ui/finetune/finetune_page.h"
#include "ui/finetune/run_list.h"
#include "ui/finetune/strip_view.h"

#include <QDataStream>
#include <QMessageBox>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include <utility>

namespace enlarger::ui {

FineTuneWorkspace::FineTuneWorkspace(app::FineTuneSession& session, app::RunCatalog& runs,
                                     app::ModelCatalog& catalog, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_catalog(runs)
    , m_runs(new RunList(runs))
    , m_curves(new CurvesPanel)
    , m_strip(new StripView)
    , m_page(new FineTunePage(session, catalog))
    , m_columns(new QSplitter)
    , m_middle(new QSplitter(Qt::Vertical))
{
    m_middle->setHandleWidth(1);
    m_middle->setChildrenCollapsible(false);
    m_middle->addWidget(m_curves);
    m_middle->addWidget(m_strip);
    m_middle->setStretchFactor(0, 3);
    m_middle->setStretchFactor(1, 2);
    m_middle->setSizes({520, 300});
    m_columns->setHandleWidth(1);
    m_columns->setChildrenCollapsible(false);
    m_columns->addWidget(m_runs);
    m_columns->addWidget(m_middle);
    m_columns->addWidget(m_page);
    m_columns->setStretchFactor(1, 1);
    m_columns->setSizes({180, 900, 320});
    m_runs->setMinimumWidth(100);
    m_page->setMinimumWidth(270);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_columns);

    connect(m_runs, &RunList::chosen, this, &FineTuneWorkspace::showChosen);
    connect(m_runs, &RunList::resumeRequested, this,
            [this](const QString& run) { m_session.resumeRun(run); });
    connect(&m_session, &app::FineTuneSession::jobChanged, this, &FineTuneWorkspace::showJob);
    connect(m_curves, &CurvesPanel::problemFound, m_page, &FineTunePage::tell);
    connect(m_strip, &StripView::cropChosen, this,
            [this](int row) { Q_EMIT cropChosen(m_strip->run(), row); });
    connect(m_strip, &StripView::previewRequested, this, &FineTuneWorkspace::previewRequested);
    connect(m_page, &FineTunePage::useRequested, this, &FineTuneWorkspace::useRequested);
}

// Whoever only enlarges does not wait for all runs to be read.
void FineTuneWorkspace::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!std::exchange(m_wasShown, true))
        m_catalog.reload();
}

QByteArray FineTuneWorkspace::saveState() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_columns->saveState() << m_middle->saveState();
    return state;
}

void FineTuneWorkspace::restoreState(const QByteArray& state)
{
    QByteArray columns;
    QByteArray middle;
    QDataStream stream(state);
    stream >> columns >> middle;
    m_columns->restoreState(columns);
    m_middle->restoreState(middle);
}

// A job's run is shown live where it is the chosen one.
void FineTuneWorkspace::showChosen()
{
    const app::RunInfo* run = m_runs->current();
    if (!run)
        return;
    app::TrainingJob* job = m_session.job();
    if (job && job->plan().run.folder == run->folder)
        m_curves->showJob(job);
    else
        m_curves->showRun(*run);
    m_strip->setRun(run->folder);
    offerPreview();
}

// The network that learns can be watched where its run is shown.
void FineTuneWorkspace::offerPreview()
{
    const app::TrainingJob* job = m_session.job();
    const app::RunInfo* run = m_runs->current();
    m_strip->setPreviewOffered(job && job->isRunning() && (!run || run->folder == job->plan().run.folder));
}

void FineTuneWorkspace::showJob()
{
    app::TrainingJob* job = m_session.job();
    const QString name = app::toText(job->plan().run.folder.filename());
    m_curves->showJob(job);
    m_strip->setRun(job->plan().run.folder);
    m_runs->choose(name); // as soon as its folder is there
    connect(job, &app::TrainingJob::stripChanged, this, [this, job] {
        const app::RunInfo* run = m_runs->current();
        if (!run || run->folder == job->plan().run.folder)
            m_strip->refresh();
    });
    connect(job, &app::TrainingJob::stateChanged, &m_catalog, &app::RunCatalog::reload);
    connect(job, &app::TrainingJob::stateChanged, this, &FineTuneWorkspace::offerPreview);
    offerPreview();
}

bool FineTuneWorkspace::confirmClose()
{
    app::TrainingJob* job = m_session.job();
    if (!job || !job->isRunning())
        return true;
    QMessageBox question(QMessageBox::Question, tr("A training is running"),
                         tr("%1 is learning. It can be stopped with a checkpoint, and go on later.")
                             .arg(app::toText(job->plan().request.name)),
                         QMessageBox::NoButton, this);
    auto* stop = question.addButton(tr("Stop and close"), QMessageBox::AcceptRole);
    question.addButton(tr("Keep training"), QMessageBox::RejectRole);
    question.exec();
    return question.clickedButton() == stop; // the job's end waits for the step and its checkpoint
}

} // namespace enlarger::ui
