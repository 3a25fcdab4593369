// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_export.h"

#include "app/files/path_text.h"
#include "app/queue/export_settings.h"
#include "app/session/background.h"
#include "app/session/mime_content.h"
#include "app/session/photo_loading.h"
#include "ui/enlarge/export_section.h"
#include "ui/queue/job_text.h"
#include "ui/queue/queue_panel.h"
#include "ui/shell/file_notices.h"
#include "ui/shell/filmstrip.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/photo_intake.h"
#include "ui/shell/show_in_folder.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/workbench.h"

#include <QAction>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>
#include <utility>

namespace enlarger::ui {

WindowExport::WindowExport(Workbench& bench, const Widgets& widgets)
    : m_bench(bench)
    , m_widgets(widgets)
{
    ExportSection& section = m_widgets.section;
    connect(&section, &ExportSection::exportRequested, this, &WindowExport::start);
    connect(&section, &ExportSection::folderRequested, this, &showInFolder);
    connect(&section, &ExportSection::cancelRequested, &m_bench.jobs, &app::JobQueue::cancelAll);
    connect(&m_widgets.strip, &Filmstrip::selectedDocumentsChanged, this,
            [this] { m_widgets.section.setExportCount(int(m_widgets.strip.selectedDocuments().size())); });
    const auto applyOutputSettings = [this] {
        m_bench.session.setOutputSettings(app::outputSettingsFrom(m_bench.settings));
    };
    connect(&section, &ExportSection::settingsChanged, this, applyOutputSettings);
    applyOutputSettings();
    connect(&section, &ExportSection::settingsChanged, this, &WindowExport::showExampleName);
    connect(&m_bench.session, &app::EnlargeSession::changed, this, &WindowExport::showExampleName);
    showExampleName();
    section.follow(m_bench.jobs);

    const JobView& view = m_widgets.panel.view();
    connect(&view, &JobView::filesDropped, this, &WindowExport::addFiles);
    connect(&view, &JobView::settingsRequested, this, &WindowExport::useSettings);
    connect(&view, &JobView::folderRequested, this, &showInFolder);
    connect(&view, &JobView::photoRequested, this, &WindowExport::photoRequested);
    connect(&m_widgets.panel, &QueuePanel::addRequested, this, &WindowExport::chooseFiles);
    connect(&m_widgets.panel, &QueuePanel::closeRequested, this,
            [this] { m_widgets.panelShown.setChecked(false); });
    connect(&m_widgets.status, &StatusStrip::queueClicked, this, [this] {
        const bool wasSeen = m_widgets.panel.isVisible();
        m_widgets.enlarging.trigger();
        m_widgets.panelShown.setChecked(!wasSeen);
    });
    connect(&m_widgets.panelShown, &QAction::toggled, &m_widgets.panel, &QWidget::setVisible);
    m_widgets.panel.setVisible(m_widgets.panelShown.isChecked());

    app::JobQueue& jobs = m_bench.jobs;
    connect(&jobs, &app::JobQueue::opened, this, &WindowExport::offerLeftOver);
    connect(&jobs, &app::JobQueue::noted, this,
            [this](const QString& sentence) { m_widgets.messages.showProblems({sentence}); });
    connect(&jobs, &app::JobQueue::filesAdded, this, &WindowExport::sayAdded);
    connect(&jobs, &app::JobQueue::planChanged, this, &WindowExport::tellPlan);
    connect(&jobs, &app::JobQueue::totalsChanged, this, &WindowExport::tellStatus);
    connect(&jobs.runner(), &app::JobRunner::finished, this, &WindowExport::onFinished);
    connect(&jobs.runner(), &app::JobRunner::idle, this, &WindowExport::onIdle);
    connect(&jobs.runner(), &app::JobRunner::noticeRaised, &m_widgets.status, &StatusStrip::setNotice);
    followSettings();
    jobs.open();
}

void WindowExport::followSettings()
{
    const auto takeCommand = [this] {
        const QString words = m_bench.settings.afterCommand();
        const auto command = app::AfterCommand::parse(words);
        if (!command && !words.isEmpty()) // as where its program was removed
            m_widgets.messages.showProblems({app::toText(command.error().text())});
        m_bench.jobs.runner().setAfterCommand(command ? std::optional(*command) : std::nullopt);
    };
    connect(&m_bench.settings, &app::Settings::afterCommandChanged, this, takeCommand);
    takeCommand();
}

bool WindowExport::canExport(const app::Document& document) const
{
    return document.hasInfo() && document.state() != app::Document::State::Failed;
}

void WindowExport::showExampleName()
{
    const app::Document* document = m_bench.documents.current();
    m_widgets.section.setExampleName(document && canExport(*document)
                                         ? app::exampleName(m_bench.settings, m_bench.session, *document)
                                         : QString());
}

void WindowExport::start()
{
    startWith(m_widgets.strip.selectedDocuments());
}

void WindowExport::startWith(const QList<app::Document*>& wanted)
{
    QList<app::Document*> documents;
    std::ranges::copy_if(wanted, std::back_inserter(documents),
                         [this](const app::Document* document) { return canExport(*document); });
    for (app::Document* document : documents)
        if (!m_widgets.notices.isShown(*document))
            return;
    std::vector<app::Job> jobs;
    for (const app::Document* document : documents)
        if (auto job = app::exportJob(m_bench.settings, m_bench.session, *document))
            jobs.push_back(*std::move(job));
    if (jobs.empty() || !confirmSize(jobs))
        return;
    if (jobs.size() > 1)
        m_widgets.panelShown.setChecked(true);
    m_bench.jobs.add(std::move(jobs));
}

// Whose sizes are read first, since pages differ.
void WindowExport::startAllPages()
{
    const QPointer<app::Document> document = m_bench.documents.current();
    if (!document || !canExport(*document) || !m_bench.session.network() ||
        !m_widgets.notices.isShown(*document))
        return;
    app::WantedPhoto wanted{document->file(), document->turn(), document->choice()};
    const auto read = [wanted, pages = document->info().pages, stop = m_stop.get_token()]() mutable {
        std::vector<Result<image::PhotoInfo>> infos;
        for (wanted.choice.page = 1; wanted.choice.page <= pages && !stop.stop_requested();
             ++wanted.choice.page)
            infos.push_back(app::readHeader(wanted));
        return infos;
    };
    const auto add = [this, document](const std::vector<Result<image::PhotoInfo>>& infos) {
        std::vector<app::Job> jobs;
        QStringList problems;
        for (std::size_t i = 0; document && i < infos.size(); ++i)
            if (!infos[i])
                problems << app::toText(infos[i].error().text());
            else if (auto job = app::exportJobOfPage(m_bench.settings, m_bench.session, *document, int(i) + 1,
                                                     *infos[i]))
                jobs.push_back(*std::move(job));
        if (!problems.empty())
            m_widgets.messages.showProblems(problems);
        if (jobs.empty() || !confirmSize(jobs))
            return;
        m_widgets.panelShown.setChecked(true);
        m_bench.jobs.add(std::move(jobs));
    };
    app::runInBackground(app::readingPool(), this, app::TaskPriority::High, read, add);
}

// What is open has a crop of its own.
void WindowExport::addFiles(const std::vector<std::filesystem::path>& files)
{
    QList<app::Document*> open;
    std::vector<std::filesystem::path> others;
    for (const std::filesystem::path& file : files)
        if (app::Document* document = documentOf(file))
            open << document;
        else
            others.push_back(file);
    startWith(open);
    const auto settings = app::exportSettings(m_bench.settings, m_bench.session, nullptr);
    if (settings && !others.empty())
        m_bench.jobs.addFiles(others, *settings);
}

app::Document* WindowExport::documentOf(const std::filesystem::path& file) const
{
    for (int row = 0; row < m_bench.documents.count(); ++row)
        if (m_bench.documents.at(row)->file() == file)
            return m_bench.documents.at(row);
    return nullptr;
}

void WindowExport::chooseFiles()
{
    addFiles(choosePhotos(m_bench, &m_widgets.window, tr("Add photos to the queue")));
}

void WindowExport::useSettings(const app::JobIds& jobs)
{
    if (const auto settings = app::exportSettings(m_bench.settings, m_bench.session, nullptr)) {
        const bool wasPaused = m_bench.jobs.isPaused();
        m_bench.jobs.runner().setSettings(jobs, *settings);
        if (!wasPaused) // those that were done are to be done again
            m_bench.jobs.runner().start();
    }
}

// An enlarger that makes a photo smaller: a slip, more often than a wish.
bool WindowExport::confirmSize(const std::vector<app::Job>& jobs)
{
    const auto first = std::ranges::find_if(jobs, [](const app::Job& job) {
        return job.out.width < job.in.width || job.out.height < job.in.height;
    });
    if (first == jobs.end())
        return true;
    const app::Document* document = documentOf(first->source);
    QMessageBox question(QMessageBox::Question, tr("Enlarger"),
                         tr("The result is smaller than the photo %1: %2 × %3 pixels of %4 × %5.")
                             .arg(document ? document->name() : app::toText(first->source.filename()))
                             .arg(first->out.width)
                             .arg(first->out.height)
                             .arg(first->in.width)
                             .arg(first->in.height),
                         QMessageBox::NoButton, &m_widgets.window);
    const auto* smaller = question.addButton(tr("Export it smaller"), QMessageBox::AcceptRole);
    question.setDefaultButton(question.addButton(QMessageBox::Cancel));
    question.exec();
    return question.clickedButton() == smaller;
}

// At the start: what was not finished can go on.
void WindowExport::offerLeftOver()
{
    tellStatus();
    const int count = m_bench.jobs.leftOver();
    if (count == 0)
        return;
    m_offer = count == 1 ? tr("1 photo was not finished.") : tr("%1 photos were not finished.").arg(count);
    m_widgets.messages.showQuestion(m_offer, {tr("Go on"), [this] { m_bench.jobs.goOn(); }},
                                    {tr("Clear"), [this] { m_bench.jobs.dropLeftOver(); }});
}

// What would go wrong is told before it does, once: its figures may change.
void WindowExport::tellPlan()
{
    const app::QueuePlan& plan = m_bench.jobs.plan();
    const QStringList told = std::exchange(m_toldProblems, plan.subjects);
    const QStringList& problems = plan.problems;
    if (std::ranges::any_of(plan.subjects, [&told](const QString& one) { return !told.contains(one); }))
        m_widgets.messages.showProblems(problems,
                                        {tr("Pause the queue"), [this] { m_bench.jobs.runner().pause(); }});
}

void WindowExport::onFinished(std::int64_t id)
{
    const app::Job* job = m_bench.jobs.jobs().find(id);
    if (!job)
        return;
    if (job->state == app::JobState::Failed)
        m_problems << job->text;
    if (job->state != app::JobState::Done)
        return;
    ++m_written;
    m_last = job->output;
    m_source = documentOf(job->source);
    if (m_source)
        m_widgets.strip.setExported(*m_source);
}

void WindowExport::onIdle()
{
    sayOutcome();
    if (m_written == 1 && m_problems.isEmpty() && m_source)
        m_widgets.notices.isShown(*m_source); // it may have changed while it was read for the export
    m_written = 0;
    m_problems.clear();
    if (std::exchange(m_closesAfterwards, false))
        Q_EMIT closeRequested();
}

void WindowExport::sayOutcome() const
{
    const int count = m_written + int(m_problems.size());
    if (!m_problems.isEmpty())
        m_widgets.messages.showProblems(
            count == 1
                ? m_problems
                : QStringList(tr("%1 of %2 photos were written.").arg(m_written).arg(count)) + m_problems,
            {tr("Show the queue"), [this] { m_widgets.panelShown.setChecked(true); }});
    else if (m_written > 0)
        m_widgets.messages.showInfo(m_written == 1 ? tr("%1 was written.").arg(app::toText(m_last.filename()))
                                                   : tr("%1 photos were written.").arg(m_written),
                                    {tr("Show in folder"), [last = m_last] { showInFolder(last); }});
}

void WindowExport::sayAdded(int added, int known, const QStringList& problems)
{
    QStringList sentences = problems;
    if (known > 0)
        sentences.prepend(
            tr("%1 photos were added; %2 are in the queue or done already.").arg(added).arg(known));
    if (!problems.isEmpty())
        m_widgets.messages.showProblems(sentences);
    else if (known > 0)
        m_widgets.messages.showInfo(sentences.constFirst());
    else if (added == 0)
        m_widgets.messages.showInfo(tr("There is no photo in it."));
}

void WindowExport::tellStatus()
{
    if (m_bench.jobs.leftOver() == 0 && !m_offer.isEmpty()) { // the panel has the same buttons
        if (m_widgets.messages.text() == m_offer)
            m_widgets.messages.hide();
        m_offer.clear();
    }
    const QString text = shortTotalsText(m_bench.jobs);
    const QString whole = totalsText(m_bench.jobs);
    m_widgets.status.setQueue(text.isEmpty() ? QString() : tr("Queue: %1").arg(text),
                              whole.mid(text.size() + 2)); // when it ends
}

bool WindowExport::isKept() const
{
    const app::JobIds temporary = m_bench.jobs.jobs().idsOf(
        [](const app::Job& job) { return !isOver(job.state) && app::isTemporary(job.source); });
    return m_bench.jobs.keeping() == app::JobQueue::Keeping::Kept && temporary.empty();
}

bool WindowExport::confirmClose()
{
    app::JobRunner& runner = m_bench.jobs.runner();
    const int count = m_bench.jobs.totals().unfinished;
    const int commands = runner.pendingCommands();
    const bool isWaiting = runner.isStarted() || runner.current();
    if (commands == 0 && (count == 0 || (isKept() && !isWaiting)))
        return true;
    const app::Job* current = runner.current();
    QMessageBox question(
        QMessageBox::Question, tr("Enlarger"),
        count == 0 ? tr("The command that is run on each result has not ended for %1 of them.").arg(commands)
        : count == 1 && current
            ? tr("%1 is still being exported.").arg(app::toText(current->source.filename()))
            : tr("%1 photos are still to be exported.").arg(count),
        QMessageBox::NoButton, &m_widgets.window);
    const auto* finish = question.addButton(tr("Finish first, then close"), QMessageBox::AcceptRole);
    const auto* closing =
        question.addButton(isKept() ? tr("Close, and go on next time") : tr("Cancel it and close"),
                           QMessageBox::DestructiveRole);
    question.addButton(tr("Stay"), QMessageBox::RejectRole);
    question.exec();
    if (question.clickedButton() == closing) {
        if (isKept())
            runner.pause();
        else
            m_bench.jobs.cancelAll();
        return true;
    }
    if (question.clickedButton() != finish)
        return false;
    if (m_bench.jobs.totals().unfinished == 0 &&
        runner.pendingCommands() == 0) // they may have ended meanwhile
        return true;
    m_closesAfterwards = true;
    if (count > 0)
        runner.start();
    return false;
}

} // namespace enlarger::ui
