// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_export.h"

#include "app/files/path_text.h"
#include "app/session/export_names.h"
#include "ui/enlarge/export_section.h"
#include "ui/shell/file_notices.h"
#include "ui/shell/filmstrip.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/show_in_folder.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/workbench.h"

#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace enlarger::ui {

WindowExport::WindowExport(Workbench& bench, const Widgets& widgets)
    : m_bench(bench)
    , m_widgets(widgets)
{
    connect(&m_widgets.section, &ExportSection::exportRequested, this, &WindowExport::start);
    connect(&m_widgets.section, &ExportSection::folderRequested, this, &showInFolder);
    connect(&m_widgets.section, &ExportSection::cancelRequested, this, &WindowExport::cancel);
    connect(&m_widgets.strip, &Filmstrip::selectedDocumentsChanged, this,
            [this] { m_widgets.section.setExportCount(int(m_widgets.strip.selectedDocuments().size())); });
    const auto applyOutputSettings = [this] {
        m_bench.session.setOutputSettings(app::outputSettingsFrom(m_bench.settings));
    };
    connect(&m_widgets.section, &ExportSection::settingsChanged, this, applyOutputSettings);
    applyOutputSettings();
}

bool WindowExport::canExport(const app::Document& document) const
{
    return document.hasInfo() && document.state() != app::Document::State::Failed;
}

void WindowExport::start()
{
    startWith(m_widgets.strip.selectedDocuments());
}

void WindowExport::startWith(const QList<app::Document*>& wanted)
{
    if (!m_bench.session.network() || (m_job && !m_job->isFinished()))
        return;
    Documents documents;
    for (app::Document* document : wanted)
        if (canExport(*document))
            documents.emplace_back(document);
    for (const QPointer<app::Document>& document : documents)
        if (!m_widgets.notices.isShown(*document))
            return;
    if (documents.empty() || !confirmSize(documents))
        return;
    m_waiting = std::move(documents);
    m_count = int(m_waiting.size());
    m_written = 0;
    m_problems.clear();
    startNext();
}

void WindowExport::startNext()
{
    m_document = m_waiting.front();
    m_waiting.pop_front();
    m_job = std::make_unique<app::ExportJob>(
        app::exportOptions(m_bench.settings, m_bench.session, *m_document), m_bench.queue);
    const auto follow = [this](app::ExportJob::State state) {
        if (state >= app::ExportJob::State::Done)
            onFinished();
    };
    connect(m_job.get(), &app::ExportJob::stateChanged, this, follow,
            Qt::QueuedConnection); // the next one takes the job's place
    connect(m_job.get(), &app::ExportJob::noticeRaised, &m_widgets.status, &StatusStrip::setNotice);
    m_widgets.section.setProgressPrefix(
        m_count > 1 ? tr("%1 of %2").arg(m_count - int(m_waiting.size())).arg(m_count) : QString());
    m_widgets.section.setJob(m_job.get());
    m_job->start();
}

void WindowExport::cancel()
{
    m_waiting.clear();
    if (m_job)
        m_job->cancel();
}

// An enlarger that makes a photo smaller: a slip, more often than a wish.
bool WindowExport::confirmSize(const Documents& documents)
{
    const auto isSmaller = [this](const QPointer<app::Document>& document) {
        const QSize in = m_bench.session.sourceSizeOf(*document);
        const QSize out = m_bench.session.outputSizeOf(*document);
        return out.width() < in.width() || out.height() < in.height();
    };
    const auto first = std::ranges::find_if(documents, isSmaller);
    if (first == documents.end())
        return true;
    const QSize in = m_bench.session.sourceSizeOf(**first);
    const QSize out = m_bench.session.outputSizeOf(**first);
    QMessageBox question(QMessageBox::Question, tr("Enlarger"),
                         tr("The result is smaller than the photo %1: %2 × %3 pixels of %4 × %5.")
                             .arg((*first)->name())
                             .arg(out.width())
                             .arg(out.height())
                             .arg(in.width())
                             .arg(in.height()),
                         QMessageBox::NoButton, &m_widgets.window);
    const auto* smaller = question.addButton(tr("Export it smaller"), QMessageBox::AcceptRole);
    question.setDefaultButton(question.addButton(QMessageBox::Cancel));
    question.exec();
    return question.clickedButton() == smaller;
}

void WindowExport::onFinished()
{
    const std::filesystem::path file = m_job->file();
    if (m_job->state() == app::ExportJob::State::Done) {
        ++m_written;
        if (m_document)
            m_widgets.strip.setExported(*m_document);
    } else if (m_job->error()) {
        m_problems << QString::fromStdString(m_job->error()->text());
    }
    std::erase_if(m_waiting, [this](const QPointer<app::Document>& document) {
        return !document || !canExport(*document);
    });
    if (!m_waiting.empty())
        return startNext();
    sayOutcome(file);
    if (m_written == 1 && m_count == 1 && m_document)
        m_widgets.notices.isShown(*m_document); // it may have changed while it was read for the export
    if (m_closesAfterJob)
        Q_EMIT closeRequested();
}

void WindowExport::sayOutcome(const std::filesystem::path& last)
{
    if (!m_problems.isEmpty())
        m_widgets.messages.showProblems(
            m_count == 1
                ? m_problems
                : QStringList(tr("%1 of %2 photos were written.").arg(m_written).arg(m_count)) + m_problems);
    else if (m_written > 0)
        m_widgets.messages.showInfo(m_count == 1
                                        ? tr("%1 was written.").arg(app::toText(last.filename()))
                                        : tr("%1 of %2 photos were written.").arg(m_written).arg(m_count),
                                    {tr("Show in folder"), [last] { showInFolder(last); }});
}

bool WindowExport::confirmClose()
{
    if (!m_job || m_job->isFinished())
        return true;
    QMessageBox question(QMessageBox::Question, tr("Enlarger"),
                         m_waiting.empty()
                             ? tr("%1 is still being exported.").arg(app::toText(m_job->file().filename()))
                             : tr("%1 photos are still to be exported.").arg(m_waiting.size() + 1),
                         QMessageBox::NoButton, &m_widgets.window);
    const auto* finish = question.addButton(tr("Finish first, then close"), QMessageBox::AcceptRole);
    const auto* cancelling = question.addButton(tr("Cancel it and close"), QMessageBox::DestructiveRole);
    question.addButton(tr("Stay"), QMessageBox::RejectRole);
    question.exec();
    if (question.clickedButton() == cancelling) {
        cancel();
        return true;
    }
    m_closesAfterJob = question.clickedButton() == finish;
    return m_closesAfterJob && m_job->isFinished(); // it may have ended meanwhile
}

} // namespace enlarger::ui
