// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/finetune/finetune_workspace.h"

#include "app/files/number_text.h"
#include "app/files/path_text.h"
#include "app/session/background.h"
#include "ui/finetune/curves_panel.h"
#include "ui/finetune/finetune_page.h"
#include "ui/finetune/run_dialog.h"
#include "ui/finetune/run_list.h"
#include "ui/finetune/strip_view.h"
#include "ui/finetune/training_menu.h"

#include <QDataStream>
#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>
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
    m_columns->setSizes({220, 860, 320});
    m_runs->setMinimumWidth(100);
    m_page->setMinimumWidth(270);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_columns);

    connectRuns();
    connectNaming();
    connect(&m_session, &app::FineTuneSession::jobChanged, this, &FineTuneWorkspace::showJob);
    connect(m_curves, &CurvesPanel::problemFound, m_page, &FineTunePage::tell);
    connect(m_strip, &StripView::cropChosen, this,
            [this](int row) { Q_EMIT cropChosen(m_strip->run(), row); });
    connect(m_strip, &StripView::previewRequested, this, &FineTuneWorkspace::previewRequested);
    connect(m_page, &FineTunePage::useRequested, this, &FineTuneWorkspace::useRequested);
}

void FineTuneWorkspace::connectRuns()
{
    connect(m_runs, &RunList::chosen, this, &FineTuneWorkspace::showChosen);
    connect(m_runs, &RunList::resumeRequested, this,
            [this](const QString& run) { m_session.resumeRun(run); });
    connect(m_runs, &RunList::cloneRequested, &m_catalog, &app::RunCatalog::readSettings);
    connect(m_runs, &RunList::laidOverChanged, this, &FineTuneWorkspace::layCurvesOver);
    connect(&m_catalog, &app::RunCatalog::loaded, this, &FineTuneWorkspace::layCurvesOver);
    connect(m_runs, &RunList::removeRequested, &m_catalog, &app::RunCatalog::measure);
    connect(&m_catalog, &app::RunCatalog::measured, this, &FineTuneWorkspace::confirmRemoval);
    connect(&m_catalog, &app::RunCatalog::settingsRead, &m_session, &app::FineTuneSession::takeUp);
    connect(&m_catalog, &app::RunCatalog::problemFound, m_page, &FineTunePage::tell);
    connect(&m_catalog, &app::RunCatalog::loaded, this, [this] {
        const auto& all = m_catalog.runs();
        if (!m_shown.empty() && !isOfJob(m_shown) &&
            std::ranges::find(all, m_shown, &app::RunInfo::folder) == all.end())
            showNothing(); // it was removed
    });
    connect(&m_runCurves, &app::RunCurves::changed, this, [this] {
        m_curves->showPoints(m_runCurves.points(), m_runCurves.checkpoints());
        m_strip->refresh();
    });
}

// Whoever only enlarges does not wait for all runs to be read.
void FineTuneWorkspace::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!focusWidget()) // else a field would take the keys
        m_curves->plot().setFocus();
    m_catalog.reload();
    m_catalog.watch(true);
    m_runCurves.watch(true);
}

void FineTuneWorkspace::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_catalog.watch(false);
    m_runCurves.watch(false);
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

bool FineTuneWorkspace::isOfJob(const std::filesystem::path& folder) const
{
    const app::TrainingJob* job = m_session.job();
    return job && job->plan().run.folder == folder;
}

// A job's run is shown live where it is the chosen one.
void FineTuneWorkspace::showChosen()
{
    const app::RunInfo* run = m_runs->current();
    if (!run) // not read yet, or not among those that a search leaves
        return;
    const bool isOther = run->folder != m_shown;
    m_shown = run->folder;
    const bool isElsewhere = run->activity == app::RunActivity::InProgress && !m_session.isTraining();
    if (isOfJob(run->folder) && !isElsewhere) {
        m_runCurves.clear();
        m_curves->showJob(m_session.job());
    } else {
        if (isOther)
            m_curves->clear();
        m_runCurves.show(*run);
    }
    if (isOther)
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

void FineTuneWorkspace::showNothing()
{
    m_shown.clear();
    m_runCurves.clear();
    m_curves->clear();
    m_strip->setRun({});
}

void FineTuneWorkspace::showJob()
{
    app::TrainingJob* job = m_session.job();
    m_trained = app::toText(job->plan().run.folder.filename());
    m_shown = job->plan().run.folder;
    m_runCurves.clear();
    m_curves->showJob(job);
    m_strip->setRun(m_shown);
    m_runs->choose(m_trained); // as soon as its folder is there
    connect(job, &app::TrainingJob::stripChanged, this, [this, job] {
        if (m_shown == job->plan().run.folder)
            m_strip->refresh();
    });
    connect(job, &app::TrainingJob::stateChanged, &m_catalog, &app::RunCatalog::reload);
    connect(job, &app::TrainingJob::stateChanged, this, &FineTuneWorkspace::offerPreview);
    offerPreview();
}

// Of the runs that are there still.
void FineTuneWorkspace::layCurvesOver()
{
    std::vector<std::pair<QString, std::filesystem::path>> runs;
    std::map<QString, std::string> stamps;
    for (const QString& name : m_runs->laidOver())
        for (const app::RunInfo& run : m_catalog.runs())
            if (run.name == name) {
                runs.emplace_back(name, run.folder);
                stamps[name] = run.stamp;
            }
    if (stamps == std::exchange(m_laidOver, stamps)) // the list is read every few seconds
        return;
    const auto read = [runs] {
        std::vector<CurvePlot::EarlierRun> curves;
        for (const auto& [name, folder] : runs)
            curves.push_back({name, app::curvesOf(folder)});
        return curves;
    };
    app::runInBackground(app::readingPool(), this, app::TaskPriority::Normal, read,
                         [this, stamps](std::vector<CurvePlot::EarlierRun> curves) {
                             if (stamps == m_laidOver) // else others are on their way
                                 m_curves->setEarlierRuns(std::move(curves));
                         });
}

// Of the run that is chosen in the list, and of the training.
void FineTuneWorkspace::connectNaming()
{
    const TrainingMenu& menu = m_page->menu();
    connect(m_runs, &RunList::editRequested, this, &FineTuneWorkspace::edit);
    connect(m_runs, &RunList::keepRequested, this, &FineTuneWorkspace::keep);
    connect(m_runs, &RunList::exportRequested, this, &FineTuneWorkspace::exportNetwork);
    connect(&menu, &TrainingMenu::editRequested, this, [this] { edit(m_trained); });
    connect(&menu, &TrainingMenu::keepRequested, this, [this] { keep(m_trained); });
    connect(&menu, &TrainingMenu::exportRequested, this, [this] { exportNetwork(m_trained); });
    connect(&m_catalog, &app::RunCatalog::renamed, this, [this](const QString& run, const QString& name) {
        if (m_page->offered() == run)
            m_page->offer(name);
        if (m_trained == run)
            m_trained = name;
        m_page->tell(tr("%1 is called %2 now").arg(run, name));
        m_runs->choose(name);
    });
    connect(&m_catalog, &app::RunCatalog::kept, this, [this](const QStringList& models) {
        m_page->offer(models.value(0));
        m_page->tell(tr("%1 is among the models now").arg(models.value(0)));
    });
    connect(&m_catalog, &app::RunCatalog::exported, this,
            [this](const QStringList& files, const QStringList& notes) {
                const QString written = files.size() > 1 ? tr("%1 are written") : tr("%1 is written");
                m_page->tell(
                    (QStringList{written.arg(files.join(tr(" and ")))} + notes).join(QStringLiteral(". ")));
            });
}

const app::RunInfo* FineTuneWorkspace::find(const QString& run) const
{
    const int row = m_catalog.rowOf(run);
    return row < 0 ? nullptr : &m_catalog.runs()[std::size_t(row)];
}

void FineTuneWorkspace::edit(const QString& run)
{
    const app::RunInfo* info = find(run);
    if (!info)
        return;
    RunDialog dialog(*info, this);
    if (dialog.exec() == QDialog::Accepted)
        m_catalog.setNameAndNotes(run, dialog.name(), dialog.notes());
}

void FineTuneWorkspace::keep(const QString& run)
{
    const app::RunInfo* info = find(run);
    bool isGiven = false;
    const QString name = QInputDialog::getText(
        this, tr("Keep as a model"), tr("Name of the model, from the newest checkpoint of %1").arg(run),
        QLineEdit::Normal, QStringLiteral("%1-%2").arg(run).arg(info ? info->step : 0), &isGiven);
    if (isGiven && !name.trimmed().isEmpty())
        m_catalog.keep(run, name.trimmed());
}

void FineTuneWorkspace::exportNetwork(const QString& run)
{
    const QString file = askForModelFile(run, this);
    if (!file.isEmpty())
        m_catalog.exportTo(run, app::toPath(file));
}

void FineTuneWorkspace::confirmRemoval(const QString& run, std::int64_t bytes)
{
    QMessageBox question(QMessageBox::Question, tr("Remove a run"),
                         tr("Remove the run %1 with its checkpoints, curves and pictures? That frees %2. "
                            "Models that it has made stay.")
                             .arg(run, app::toText(app::bytesText(bytes))),
                         QMessageBox::NoButton, this);
    const auto* remove = question.addButton(tr("Remove"), QMessageBox::DestructiveRole);
    question.setDefaultButton(question.addButton(QMessageBox::Cancel));
    question.exec();
    if (question.clickedButton() == remove)
        m_catalog.remove(run);
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
