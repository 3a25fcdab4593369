// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_finetune.h"

#include "app/files/end_text.h"
#include "app/files/number_text.h"
#include "app/files/path_text.h"
#include "app/finetune/held_out_crop.h"
#include "app/session/background.h"
#include "core/models/interpolation.h"
#include "ui/finetune/finetune_workspace.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/training_preview.h"

#include <QStackedWidget>
#include <QTabBar>

namespace enlarger::ui {

namespace {

constexpr int fineTuning = 1; // of the tabs and of the workspaces
constexpr double minutesForOnePhoto = 5.0;

} // namespace

WindowFineTune::WindowFineTune(Workbench& bench, const Actions& actions, const Widgets& widgets,
                               QObject* parent)
    : QObject(parent)
    , m_bench(bench)
    , m_widgets(widgets)
    , m_preview(new TrainingPreview(bench, widgets.pane, this))
{
    app::FineTuneSession& session = bench.fineTune;
    connect(&widgets.tabs, &QTabBar::currentChanged, &widgets.workspaces, &QStackedWidget::setCurrentIndex);
    connect(&widgets.tabs, &QTabBar::currentChanged, m_preview, &TrainingPreview::look);
    connect(actions.enlarging, &QAction::triggered, this, [this] { show(false); });
    connect(actions.fineTuning, &QAction::triggered, this, [this] { show(true); });
    connect(actions.tuneToPhoto, &QAction::triggered, this, &WindowFineTune::tuneToPhoto);
    connect(&widgets.workspace, &FineTuneWorkspace::useRequested, this, &WindowFineTune::use);
    connect(&widgets.workspace, &FineTuneWorkspace::cropChosen, this, &WindowFineTune::openCrop);
    connect(&widgets.workspace, &FineTuneWorkspace::previewRequested, this, [this] {
        show(false);
        m_preview->show();
    });
    connect(&widgets.status, &StatusStrip::trainingClicked, this, [this] { show(true); });
    connect(&session, &app::FineTuneSession::jobChanged, this, [this] {
        connect(m_bench.fineTune.job(), &app::TrainingJob::progressChanged, this,
                &WindowFineTune::tellStatus);
    });
    connect(&session, &app::FineTuneSession::changed, this, &WindowFineTune::tellStatus);
    app::runInBackground(
        app::readingPool(), this, app::TaskPriority::Low,
        [] { return app::interruptedRun(models::ModelStore()); },
        [this](const std::optional<app::RunInfo>& run) {
            if (run)
                offer(*run);
        });
    connect(&bench.runs, &app::RunCatalog::renamed, this, &WindowFineTune::followRenaming);
    connect(&bench.runs, &app::RunCatalog::kept, &bench.catalog, &app::ModelCatalog::reload);
    connect(&bench.catalog, &app::ModelCatalog::loaded, this, [this] {
        for (const auto& choose : std::exchange(m_afterwards, {}))
            choose();
        if (!m_wanted.isEmpty() && m_bench.catalog.find(m_wanted))
            use(std::exchange(m_wanted, {}));
    });
}

// Where the model is in use it stays so.
void WindowFineTune::followRenaming(const QString& run, const QString& name)
{
    const auto half = [](const QString& model) {
        return app::toText(models::faithfulNameOf(model.toStdString()));
    };
    ui::followRenaming(m_bench, run, name);
    ui::followRenaming(m_bench, half(run), half(name)); // where it made one
    if (m_bench.fineTune.from() == run)
        m_afterwards.emplace_back([this, name] { m_bench.fineTune.setFrom(name); });
    if (!m_bench.fineTune.isTraining())
        m_bench.candidates.setLearning({}); // the files of the last training's network are gone
    m_bench.catalog.reload();
}

bool WindowFineTune::isShown() const
{
    return m_widgets.tabs.currentIndex() == fineTuning;
}

void WindowFineTune::show(bool shown)
{
    m_widgets.tabs.setCurrentIndex(shown ? fineTuning : 0);
}

void WindowFineTune::take(const std::vector<std::filesystem::path>& files)
{
    m_bench.fineTune.addPhotos(files);
}

bool WindowFineTune::confirmClose()
{
    return m_widgets.workspace.confirmClose();
}

void WindowFineTune::tellStatus()
{
    const app::TrainingJob* job = m_bench.fineTune.job();
    QString text;
    QString end;
    if (job && job->isRunning()) {
        const app::TrainingJob::Progress& now = job->progress();
        if (job->state() == app::TrainingJob::State::Paused)
            text = tr("Training paused");
        else if (now.steps > 0) {
            text = tr("Training: step %1 of about %2, %3 left")
                       .arg(now.step)
                       .arg(now.steps)
                       .arg(app::toText(app::durationText(now.secondsLeft)));
            end = app::endText(now.secondsLeft);
        } else
            text = tr("Training: preparing");
    }
    m_widgets.status.setTraining(text, end);
    Q_EMIT workingChanged(job && job->isRunning() && job->state() != app::TrainingJob::State::Paused);
}

// At the start: a run that a crash or a power cut has ended can go on.
void WindowFineTune::offer(const app::RunInfo& run)
{
    m_widgets.messages.showProblems(
        {tr("The training of %1 was interrupted at step %2.").arg(run.name).arg(run.step)},
        {tr("Go on"), [this, name = run.name] {
             m_widgets.messages.hide();
             show(true);
             m_bench.fineTune.resumeRun(name);
         }});
}

void WindowFineTune::use(const QString& model)
{
    show(false);
    if (!m_bench.catalog.find(model)) {
        m_wanted = model; // the catalog is being read
        return;
    }
    m_bench.session.setModel(model);
    m_preview->showResult();
}

void WindowFineTune::openCrop(const std::filesystem::path& run, int row)
{
    app::runInBackground(
        app::readingPool(), this, app::TaskPriority::High,
        [run, row] { return app::openHeldOutCrop(run, row); },
        [this](const Result<app::ReferencePairPointer>& pair) {
            if (!pair)
                return m_widgets.messages.showProblems({app::toText(pair.error().text())});
            show(false);
            Q_EMIT pairOpened(*pair);
        });
}

// The open photo teaches the model in use for a few minutes.
void WindowFineTune::tuneToPhoto()
{
    const app::Document* document = m_bench.documents.current();
    app::FineTuneSession& session = m_bench.fineTune;
    show(true);
    if (!document || session.isTraining())
        return;
    session.setPhotos({document->file()});
    session.setFrom(m_bench.session.model());
    session.setMinutes(minutesForOnePhoto);
    session.start();
}

} // namespace enlarger::ui
