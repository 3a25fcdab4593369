// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_export.h"

#include "app/files/path_text.h"
#include "app/session/export_names.h"
#include "ui/enlarge/export_section.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/show_in_folder.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/workbench.h"

#include <QMessageBox>
#include <QPushButton>

namespace enlarger::ui {

WindowExport::WindowExport(Workbench& bench, const Widgets& widgets)
    : m_bench(bench)
    , m_widgets(widgets)
{
    connect(&m_widgets.section, &ExportSection::exportRequested, this, &WindowExport::start);
    const auto applyOutputSettings = [this] {
        m_bench.session.setOutputSettings(app::outputSettingsFrom(m_bench.settings));
    };
    connect(&m_widgets.section, &ExportSection::settingsChanged, this, applyOutputSettings);
    applyOutputSettings();
}

void WindowExport::start()
{
    const app::Document* document = m_bench.documents.current();
    if (!document || !m_bench.session.network() || (m_job && !m_job->isFinished()))
        return;
    m_job = std::make_unique<app::ExportJob>(app::exportOptions(m_bench.settings, m_bench.session, *document),
                                             m_bench.queue);
    connect(m_job.get(), &app::ExportJob::stateChanged, this, &WindowExport::followState);
    connect(m_job.get(), &app::ExportJob::noticeRaised, &m_widgets.status, &StatusStrip::setNotice);
    m_widgets.section.setJob(m_job.get());
    m_job->start();
}

void WindowExport::followState()
{
    if (!m_job->isFinished())
        return;
    const std::filesystem::path file = m_job->options().output;
    if (m_job->state() == app::ExportJob::State::Done)
        m_widgets.messages.showInfo(tr("%1 was written.").arg(app::toText(file.filename())),
                                    {tr("Show in folder"), [file] { showInFolder(file); }});
    else if (m_job->error() && m_job->state() == app::ExportJob::State::Failed)
        m_widgets.messages.showProblems({QString::fromStdString(m_job->error()->text())});
    if (m_closesAfterJob)
        Q_EMIT closeRequested();
}

bool WindowExport::confirmClose()
{
    if (!m_job || m_job->isFinished())
        return true;
    QMessageBox question(
        QMessageBox::Question, tr("Enlarger"),
        tr("%1 is still being exported.").arg(app::toText(m_job->options().output.filename())),
        QMessageBox::NoButton, &m_widgets.window);
    const auto* finish = question.addButton(tr("Finish first, then close"), QMessageBox::AcceptRole);
    const auto* cancel = question.addButton(tr("Cancel it and close"), QMessageBox::DestructiveRole);
    question.addButton(tr("Stay"), QMessageBox::RejectRole);
    question.exec();
    if (question.clickedButton() == cancel) {
        m_job->cancel();
        return true;
    }
    m_closesAfterJob = question.clickedButton() == finish;
    return m_closesAfterJob && m_job->isFinished(); // it may have ended meanwhile
}

} // namespace enlarger::ui
